// The ops console: one page whose views are in the address, behind the #.

import { h, show } from './dom.js';
import { Session } from './session.js';
import { shell, signInForm } from './shell.js';
import { field } from './ui.js';
import { attention } from './console-attention.js';
import { audit } from './console-audit.js';
import { bus } from './console-bus.js';
import { execution } from './console-execution.js';
import { imports } from './console-import.js';
import { executions } from './console-list.js';
import { messages } from './console-mail.js';
import { number } from './console-words.js';

const views = [
  { at: /^#\/x\/([^/]+)\/([^/]+)(?:\/(\w+))?$/, make: execution },
  { at: /^#\/attention$/, make: attention },
  { at: /^#\/bus$/, make: bus },
  { at: /^#\/messages(?:\/(\w+))?$/, make: messages },
  { at: /^#\/audit$/, make: audit },
  { at: /^#\/import(?:\/(\w+))?$/, make: imports },
  { at: /^(#\/?)?$/, make: executions },
];

// follow shows the view that the address names, and another when it changes.
function follow({ main, api, live }) {
  let view;
  let address;
  const draw = () => {
    const [path, search = ''] = location.hash.split('?', 2);
    if (address === location.hash && view) return;
    const before = address?.split('?', 1)[0];
    address = location.hash;
    const { make, match } = views.map(({ at, make }) => ({ make, match: path.match(at) })).find(({ match }) => match) ?? { make: executions, match: [] };
    const go = (change, typing = false) => {
      const params = new URLSearchParams(search);
      for (const [name, value] of Object.entries(change)) {
        if (value === '' || value === undefined) params.delete(name);
        else params.set(name, value);
      }
      const text = params.toString();
      const to = (path || '#/') + (text ? `?${text}` : '');
      if (to === location.hash) return;
      if (typing) {
        history.replaceState(null, '', to);
        draw();
      } else {
        location.hash = to;
      }
    };
    const args = { api, live, go, path, params: new URLSearchParams(search), match: match.slice(1).map((m) => m && decodeURIComponent(m)) };
    if (view?.follow?.(args)) return; // it goes on by itself
    view?.close?.();
    view = make(args);
    show(main, view.node);
    if (before !== undefined && before !== path) {
      window.scrollTo(0, 0);
      main.focus({ preventScroll: true });
    }
  };
  const hear = (topic) => (e) => view?.topics?.includes(topic) && view.refresh(topic, e.detail?.key);
  for (const topic of ['execution', 'order', 'bus', 'mail', 'sns', 'consumer', 'dead-letter', 'audit']) live.addEventListener(topic, hear(topic));
  live.addEventListener('begin', () => view?.refresh?.('begin'));
  const keys = (e) => {
    if (e.key !== '/' || e.ctrlKey || e.metaKey || e.altKey || e.target.closest('input, textarea, select, dialog')) return;
    e.preventDefault();
    if (view?.focus) view.focus.focus();
    else location.hash = '#/';
  };
  window.addEventListener('hashchange', draw);
  document.addEventListener('keydown', keys);
  draw();
  return () => {
    window.removeEventListener('hashchange', draw);
    document.removeEventListener('keydown', keys);
    view?.close?.();
  };
}

// count shows how much needs attention, on the section's link.
function count(api, live) {
  const link = document.querySelector('.tabs a[href="#/attention"]');
  const bubble = h('span', { class: 'bubble number', hidden: true });
  link.append(bubble);
  let timer;
  const read = async () => {
    timer = undefined;
    try {
      const a = await api.get('/console/api/attention');
      const n = a.stoppedTotal + a.deadLetters.length + a.expiringTotal + a.retryingTotal;
      bubble.textContent = n > 99 ? '99+' : number(n);
      bubble.hidden = n === 0;
    } catch {
      bubble.hidden = true; // the view itself says what is wrong
    }
  };
  const soon = () => { timer ??= setTimeout(read, 1000); };
  for (const topic of ['execution', 'dead-letter', 'begin']) live.addEventListener(topic, soon);
  const often = setInterval(soon, 15_000); // time alone brings waits near their end
  return () => {
    clearTimeout(timer);
    clearInterval(often);
    bubble.remove();
  };
}

document.body.classList.add('console');

shell({
  session: new Session('ops'),
  home: '#/',
  nav: [
    { href: '#/', label: 'Executions', symbol: 'flow', at: /^(#\/?(\?.*)?|#\/x\/.*)?$/ },
    { href: '#/attention', label: 'Attention', symbol: 'warn', at: /^#\/attention/ },
    { href: '#/bus', label: 'Bus', symbol: 'bolt', at: /^#\/bus/ },
    { href: '#/messages', label: 'Messages', symbol: 'mail', at: /^#\/messages/ },
    { href: '#/audit', label: 'Audit', symbol: 'shield', at: /^#\/audit/ },
    { href: '#/import', label: 'Import', symbol: 'upload', at: /^#\/import/ },
  ],
  welcome: (enter) => h('section', { class: 'welcome' },
    h('header', {}, h('h1', {}, 'Ops console'), h('p', { class: 'muted' }, 'What every order is doing: find it, follow it, mend it.')),
    h('div', { class: 'card' }, signInForm(enter, [
      field('Your name', h('input', { name: 'id', required: true, value: 'olga', autocomplete: 'username', pattern: '[A-Za-z0-9][A-Za-z0-9._@\\-]*', maxlength: '100' }),
        'What you do is written to the audit list under this name.')], ({ id }) => [id, '']))),
  begin: (page) => {
    const ends = [follow(page), count(page.api, page.live)];
    return () => ends.forEach((end) => end());
  },
});
