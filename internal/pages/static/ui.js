// Small things that every page needs: toasts, dialogs, the state of the
// connection, a tick each second, buttons that wait.

import { h, icon, show } from './dom.js';
import { Problem } from './api.js';
import { sentence, statuses } from './words.js';

const toasts = h('div', { class: 'toasts', role: 'status', 'aria-live': 'polite' });
document.body.append(toasts); // before there is one, or the first is not read aloud

// toast says something for a few seconds. tone is "good", "bad" or "info".
export function toast(text, tone = 'info') {
  const node = h('div', { class: `toast ${tone}` }, h('span', {}, text),
    h('button', { class: 'quiet icon-only', type: 'button', 'aria-label': 'Dismiss', onclick: () => node.remove() }, icon('close')));
  while (toasts.children.length > 2) toasts.firstChild.remove();
  toasts.append(node);
  setTimeout(() => node.remove(), 4000 + 60 * text.length);
}

// complain says what went wrong, if it is something to say.
export function complain(error) {
  if (error.name === 'AbortError') return;
  if (!(error instanceof Problem)) console.error(error);
  toast(error instanceof Problem ? sentence(error) : 'Something is wrong with this page. Please load it again.', 'bad');
}

// ask shows a dialog and gives what its form holds, or null when it was dismissed.
// fields are nodes; buttons are named by act and by dismiss.
export function ask({ title, text, fields = [], act, dismiss = 'Back', tone = 'primary' }) {
  return new Promise((resolve) => {
    const form = h('form', { method: 'dialog', class: 'stack' },
      h('h2', { id: 'dialog-title' }, title),
      text && h('p', { class: 'muted' }, text),
      fields,
      h('div', { class: 'row end' },
        h('button', { type: 'button', onclick: () => dialog.close() }, dismiss),
        h('button', { class: tone, value: 'act' }, act)));
    const dialog = h('dialog', { 'aria-labelledby': 'dialog-title' }, form);
    dialog.addEventListener('click', (e) => e.target === dialog && dialog.close());
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'act' ? Object.fromEntries(new FormData(form)) : null);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

// field makes a labelled input, textarea or select.
export function field(label, control, hint) {
  const id = control.id || `f-${Math.random().toString(36).slice(2)}`;
  control.id = id;
  if (hint) control.setAttribute('aria-describedby', `${id}-hint`);
  return h('div', { class: 'field' }, h('label', { for: id }, label), control, hint && h('small', { id: `${id}-hint`, class: 'muted' }, hint));
}

// busy disables a button while work runs, shows that it does, and says what went
// wrong. It gives what work gives, or undefined.
export async function busy(button, work) {
  if (button.getAttribute('aria-busy') === 'true') return undefined;
  button.setAttribute('aria-busy', 'true');
  try {
    return await work();
  } catch (e) {
    complain(e);
    return undefined;
  } finally {
    button.removeAttribute('aria-busy');
  }
}

// pill shows an order's status.
export function pill(status) {
  const { name, short, tone } = statuses[status] ?? { name: status, tone: 'muted' };
  return h('span', { class: `pill ${tone}`, data: { status } }, short ?? name);
}

// connection shows whether a page is live, and lets one try again. A connection
// that is back at once was not lost, for the eye.
export function connection(live) {
  const node = h('div', { class: 'connection', role: 'status' });
  const names = { connecting: 'Connecting…', live: 'Live', lost: 'Connection lost. Trying again…' };
  let timer;
  const draw = () => {
    node.dataset.state = live.state;
    show(node, h('span', { class: 'dot' }), h('span', { class: 'label' }, names[live.state]),
      live.state === 'lost' && h('button', { type: 'button', class: 'small', onclick: () => live.retry() }, 'Try now'));
  };
  live.addEventListener('state', () => {
    clearTimeout(timer);
    if (live.state === 'lost') timer = setTimeout(draw, 1000);
    else draw();
  });
  draw();
  return node;
}

const tickers = new Set();
setInterval(() => tickers.forEach((t) => t()), 1000);

// everySecond calls draw now and each second, for as long as node is in the page.
export function everySecond(node, draw) {
  let seen = false;
  const tick = () => {
    seen ||= node.isConnected;
    if (seen && !node.isConnected) tickers.delete(tick);
    else draw();
  };
  tickers.add(tick);
  draw();
  return node;
}

// empty is what stands where there is nothing yet.
export function empty(name, title, text, ...more) {
  return h('div', { class: 'empty' }, icon(name), h('h2', {}, title), h('p', { class: 'muted' }, text), ...more);
}

// trouble stands where something could not be read.
export function trouble(error, again) {
  if (!(error instanceof Problem)) console.error(error);
  return h('div', { class: 'empty', role: 'alert' }, icon('warn'), h('h2', {}, 'This could not be loaded'),
    h('p', { class: 'muted' }, error instanceof Problem ? sentence(error) : 'Something is wrong with this page.'),
    again && h('button', { type: 'button', class: 'primary', onclick: again }, 'Try again'));
}

// loading stands where something is being read.
export function loading(lines = 3) {
  return h('div', { class: 'skeleton', 'aria-busy': 'true', 'aria-label': 'Loading' }, Array.from({ length: lines }, () => h('span')));
}
