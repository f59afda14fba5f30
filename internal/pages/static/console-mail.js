// What people were told: the customers' mails and the restaurants' messages.

import { h, list, show } from './dom.js';
import { empty, loading } from './ui.js';
import { failed, json, reader, when } from './console-parts.js';
import { mail } from './console-story.js';

const parts = { mails: 'Mails', inbox: 'Restaurants’ inboxes' };

// messages is the view: the mailbox, or the inboxes of the topic.
export function messages({ api, match }) {
  const part = match[0] === 'inbox' ? 'inbox' : 'mails';
  const filter = h('input', { type: 'search', id: 'search', placeholder: 'Filter: an address, a subject, an order', 'aria-label': 'Filter messages' });
  const body = h('div', {}, loading());
  const opened = new Set();
  const rows = h('ol', { class: 'bus' });
  let all = [];
  const draw = () => {
    const words = filter.value.toLowerCase().trim();
    const found = words ? all.filter((m) => JSON.stringify(m).toLowerCase().includes(words)) : all;
    if (found.length === 0) {
      show(body, words ? empty('search', 'Nothing is like that', 'None of the newest 200 has this in it.') : empty('mail', 'Nothing was sent yet', part === 'mails' ? 'Customers are told when their order is accepted, and how it ended.' : 'A restaurant’s app is rung when there is an order for it.'));
      return;
    }
    if (!body.contains(rows)) show(body, rows);
    list(rows, found, (m) => m.id, (m) => (part === 'mails' ? letter(m, opened) : ring(m, opened)));
  };
  const read = reader({
    read: (signal) => api.get(part === 'mails' ? '/console/api/mails' : '/console/api/messages', { signal }),
    draw: (answer) => {
      all = answer;
      draw();
    },
    fail: (e) => show(body, failed(e, () => read.refresh(true))),
  });
  filter.addEventListener('input', draw);
  read.refresh(true);
  return {
    node: h('div', { class: 'stack' }, h('div', { class: 'bar' }, h('h1', {}, 'Messages'), h('div', { class: 'search' }, filter)),
      h('nav', { class: 'subtabs', 'aria-label': 'Kinds of messages' }, Object.entries(parts).map(([id, label]) => h('a', { href: `#/messages/${id}`, 'aria-current': id === part && 'page' }, label))), body),
    focus: filter,
    topics: [part === 'mails' ? 'mail' : 'sns'],
    refresh: () => read.refresh(),
    close: read.close,
  };
}

function folded(key, opened, head, inside) {
  const node = h('details', { open: opened.has(key) }, h('summary', {}, head), h('div', { class: 'inside' }, inside));
  node.addEventListener('toggle', () => opened[node.open ? 'add' : 'delete'](key));
  return h('li', {}, node);
}

function letter(m, opened) {
  const order = m.tags?.orderId;
  return folded(m.id, opened, [h('span', { class: 'number muted' }, when(m.at)), h('strong', {}, m.subject), h('span', { class: 'muted source' }, `to ${m.to.join(', ')}`)],
    [order && h('p', {}, h('a', { href: `#/x/order/${encodeURIComponent(order)}/story` }, 'The order’s story')), mail(m)]);
}

function ring(m, opened) {
  let what = {};
  try {
    what = JSON.parse(m.message);
  } catch {
    // shown as it is
  }
  return folded(m.id, opened, [h('span', { class: 'number muted' }, when(m.at)), h('strong', {}, m.attributes.kind?.value ?? m.subject ?? 'message'),
    h('span', { class: 'muted source' }, `to ${m.attributes.restaurantId?.value ?? m.topic.split(':').at(-1)}`)],
  [what.orderId && h('p', {}, h('a', { href: `#/x/order/${encodeURIComponent(what.orderId)}/story` }, 'The order’s story')), json(m.message)]);
}
