// The parts that the console's views are made of.

import { h, icon, show } from './dom.js';
import { clock, countdown, fullTime, left } from './format.js';
import { ask, busy, everySecond, toast } from './ui.js';
import { at, look, why } from './console-words.js';

// badge shows a status: a dot and a word, in the colour that means it.
export const badge = (tone, name) => h('span', { class: `badge ${tone}` }, h('span', { class: 'dot', 'aria-hidden': 'true' }), name);

// statusBadge shows how an execution stands.
export function statusBadge(execution) {
  const { name, tone } = look(execution);
  return badge(tone, name);
}

// when shows a moment; all of it is in its title.
export const when = (iso, write = at) => (iso ? h('time', { datetime: iso, title: fullTime(iso) }, write(iso)) : h('span', { class: 'muted' }, '–'));

// until counts down to a moment.
export function until(iso) {
  const node = h('time', { class: 'number until', datetime: iso, title: fullTime(iso) });
  return everySecond(node, () => {
    const seconds = left(iso);
    node.textContent = seconds > 0 ? countdown(seconds) : 'due';
    node.classList.toggle('soon', seconds < 60);
  });
}

// lasting shows how long something has been going on.
export function lasting(from, write) {
  const node = h('span', { class: 'number' });
  return everySecond(node, () => { node.textContent = write(clock.now() - Date.parse(from)); });
}

// reader keeps a view up to date. read gives what is to be shown, draw shows it, fail shows what
// went wrong. refresh reads again, soon, and never twice at once. What has not changed is not
// drawn again: a button that is replaced while it is pressed is not clicked.
export function reader({ read, draw, fail, pause = 150 }) {
  let drawn;
  let stop = new AbortController();
  let timer;
  let running = false;
  let wanted = false;
  const run = async () => {
    timer = undefined;
    if (running) {
      wanted = true;
      return;
    }
    running = true;
    const mine = stop;
    try {
      const answer = await read(mine.signal);
      const text = JSON.stringify(answer, (key, value) => (key === 'now' ? undefined : value));
      if (!mine.signal.aborted && text !== drawn) {
        drawn = text;
        draw(answer);
      }
    } catch (e) {
      drawn = undefined;
      if (!mine.signal.aborted) fail(e);
    } finally {
      running = false;
      if (wanted) {
        wanted = false;
        if (!stop.signal.aborted) timer ??= setTimeout(run, pause);
      }
    }
  };
  return {
    // refresh reads soon; with now it drops what is being read, which is out of date.
    refresh(now = false) {
      if (now) {
        stop.abort();
        stop = new AbortController();
        running = false;
        clearTimeout(timer);
        timer = undefined;
        run();
      } else {
        timer ??= setTimeout(run, pause);
      }
    },
    close() {
      stop.abort();
      clearTimeout(timer);
    },
  };
}

// copyable shows a text with a button that copies it.
export function copyable(text, shown = text) {
  const button = h('button', {
    type: 'button', class: 'quiet copy', 'aria-label': `Copy ${text}`, title: 'Copy',
    onclick: async () => {
      try {
        await navigator.clipboard.writeText(text);
        toast('Copied.', 'good');
      } catch {
        toast(`The browser does not let this page copy. Here it is: ${text}`);
      }
    },
  }, icon('copy'));
  return h('span', { class: 'copyable' }, h('span', { class: 'mono' }, shown), button);
}

// json shows a JSON value with its parts in colours. A text that is JSON is shown as what it is.
export function json(value) {
  if (typeof value === 'string') {
    try {
      value = JSON.parse(value);
    } catch {
      return h('pre', { class: 'json', tabindex: '0' }, value);
    }
  }
  const text = JSON.stringify(value, null, 2) ?? '';
  const parts = text.split(/("(?:[^"\\]|\\.)*"(?:\s*:)?|\b(?:true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)/);
  return h('pre', { class: 'json', tabindex: '0' }, parts.map((part, i) => {
    if (i % 2 === 0) return part;
    if (part.endsWith(':')) return h('span', { class: 'key' }, part);
    return h('span', { class: part.startsWith('"') ? 'text' : 'value' }, part);
  }));
}

// block is a titled piece of data; nothing when there is none.
export const block = (title, value) => (value === undefined || value === null || value === '' ? null
  : h('section', { class: 'block' }, h('h4', {}, title), json(value)));

// failed stands where something could not be read.
export const failed = (error, again) => h('div', { class: 'empty', role: 'alert' }, icon('warn'), h('h2', {}, 'This could not be loaded'),
  h('p', { class: 'muted' }, why(error)), again && h('button', { type: 'button', onclick: again }, 'Try again'));

// perform asks, then does an action for ops, and says what came of it.
export async function perform({ api, action, question, body, done }) {
  const answer = await ask(question);
  if (answer === null) return;
  try {
    const { outcome } = await api.post(`/console/api/actions/${action}`, body(answer));
    toast(`Done: ${outcome}.`, 'good');
    done?.(answer);
  } catch (e) {
    toast(why(e), 'bad');
  }
}

// pager leads through pages.
export function pager({ page, size, total }, go) {
  const last = Math.max(1, Math.ceil(total / size));
  const from = total ? (page - 1) * size + 1 : 0;
  const button = (label, symbol, to, off) => h('button', { type: 'button', class: 'small', disabled: off, 'aria-label': label, onclick: () => go(to) }, icon(symbol));
  return h('nav', { class: 'pager', 'aria-label': 'Pages' },
    h('span', { class: 'muted number' }, `${from.toLocaleString('en')}–${Math.min(page * size, total).toLocaleString('en')} of ${total.toLocaleString('en')}`),
    button('Previous page', 'back', page - 1, page <= 1), button('Next page', 'next', page + 1, page >= last));
}

// download saves a text as a file.
export function download(name, text) {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

// panel is a titled surface.
export function panel(title, ...content) {
  return h('section', { class: 'panel' }, h('header', {}, h('h2', {}, title)), ...content);
}

// kept draws into a node only what differs from what is there: parts are [key, make], and a part
// whose key is the same stays, with whoever is about to click it.
export function kept(node) {
  let before = new Map();
  return (parts) => {
    const now = new Map();
    for (const [name, key, make] of parts) {
      const old = before.get(name);
      now.set(name, old && old.key === key ? old : { key, nodes: [make()].flat(Infinity).filter((n) => n || n === 0) });
    }
    before = now;
    const wanted = [...now.values()].flatMap((part) => part.nodes);
    if (wanted.length !== node.childNodes.length || wanted.some((n, i) => n !== node.childNodes[i])) show(node, wanted);
  };
}
