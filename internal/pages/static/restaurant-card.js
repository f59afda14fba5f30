// One order on the board.

import { Declined, tooEarly } from './board.js';
import { h, icon, show } from './dom.js';
import { ago, clockTime, countdown, fullTime, left, money, shortID, time } from './format.js';
import { timeline } from './timeline.js';
import { ask, complain, everySecond, field, loading, pill, toast, trouble } from './ui.js';

const reasons = ['We are sold out', 'The kitchen is closing', 'Too much to do right now', 'We do not deliver there'];

// card makes the card of an open order; draw brings it up to date.
export function card(entry, board) {
  const parts = { head: h('div', { class: 'card-head' }), body: h('div', { class: 'stack tight' }), foot: h('div', { class: 'card-foot' }), problem: h('p', { class: 'notice bad', role: 'alert', hidden: true }) };
  const node = h('li', { class: 'card order-card', tabindex: '-1' }, parts.head, parts.body, parts.problem, parts.foot);
  Object.assign(node, { parts, board });
  draw(node, entry);
  return node;
}

// draw brings a card up to date.
export function draw(node, entry) {
  const { parts, board } = node;
  const { order, status } = entry;
  const stamp = JSON.stringify([order?.updatedAt, order?.waiting, status]);
  if (node.dataset.stamp !== stamp) {
    node.dataset.stamp = stamp;
    node.dataset.status = status;
    show(parts.head, h('span', { class: 'mono', title: entry.id }, shortID(entry.id)), h('span', { class: 'muted grow', title: `Placed ${fullTime(entry.createdAt)}` }, time(entry.createdAt)), clockOf(entry, node));
    show(parts.body, order ? contents(order) : loading(1));
    show(parts.foot, order && actions(entry, board));
  }
  parts.problem.hidden = !entry.problem;
  parts.problem.textContent = entry.problem ?? '';
  for (const button of parts.foot.querySelectorAll('button')) {
    const mine = entry.busy === button.dataset.verdict;
    button.disabled = Boolean(entry.busy) && !mine || button.dataset.early === 'true';
    if (mine) button.setAttribute('aria-busy', 'true');
    else button.removeAttribute('aria-busy');
  }
}

// clockOf counts down to the end of what an order waits for.
function clockOf({ order, status }, card) {
  const until = order?.waiting?.until;
  if (!until) return h('span', { class: 'clock muted' }, status === 'placed' ? 'being offered' : '');
  const cooking = order.waiting.for === 'completion';
  const node = h('span', { class: 'clock number', role: 'timer', title: `${cooking ? 'To be delivered' : 'To be answered'} by ${fullTime(until)}` });
  return everySecond(node, () => {
    const seconds = left(until);
    const urgency = seconds < (cooking ? 300 : 60) ? 'now' : seconds < (cooking ? 1800 : 180) ? 'soon' : '';
    node.classList.toggle('muted', cooking && !urgency);
    node.textContent = cooking && !urgency ? `by ${clockTime(until)}` : seconds ? countdown(seconds) : 'time is up';
    card.dataset.urgency = urgency;
  });
}

function contents(order) {
  return [
    h('ul', { class: 'items' }, order.items.map((item) => h('li', {}, h('span', { class: 'number times' }, `${item.quantity}×`), h('span', {}, item.name)))),
    order.note && h('p', { class: 'note' }, icon('note'), h('bdi', {}, order.note)),
    order.stalled && h('p', { class: 'notice warn' }, icon('warn'), `Something is wrong on our side since ${time(order.stalled.since)}. The order goes on when it is mended.`),
    h('p', { class: 'muted where' }, icon('pin'), h('bdi', {}, order.address)),
    h('p', { class: 'muted row between' }, h('span', {}, icon('user'), ' ', h('bdi', {}, order.customerId)), h('span', { class: 'number' }, money(order.total))),
  ];
}

function actions({ order, status }, board) {
  const { id } = order;
  const early = tooEarly(order);
  const yes = status === 'placed' ? ['accept', 'Accept', 'Accepted'] : ['complete', 'Mark delivered', 'Delivered'];
  const button = (verdict, label, style, act) => h('button', { type: 'button', class: style, data: { verdict, early }, 'aria-label': `${label}: order ${shortID(id)}`, onclick: act }, label);
  return [
    button('reject', status === 'placed' ? 'Reject' : 'Give up', 'danger', () => reject(board, order)),
    button(yes[0], yes[1], 'primary grow', () => decide(board, id, yes[0], undefined, `Order ${shortID(id)}: ${yes[2].toLowerCase()}.`)),
  ];
}

async function decide(board, id, verdict, reason, said) {
  try {
    if (await board.decide(id, verdict, reason)) toast(said, 'good');
  } catch (e) {
    if (e instanceof Declined) toast(e.message, 'bad');
    else complain(e);
  }
}

async function reject(board, order) {
  const own = h('textarea', { name: 'own', rows: 2, maxlength: 300 });
  const answer = await ask({
    title: `Reject order ${shortID(order.id)}?`, act: 'Reject the order', dismiss: 'Back', tone: 'danger', text: 'The customer reads your reason.',
    fields: [
      h('fieldset', { class: 'choices' }, h('legend', { class: 'visually-hidden' }, 'Reason'),
        reasons.map((reason, i) => h('label', {}, h('input', { type: 'radio', name: 'reason', value: reason, checked: i === 0 }), reason)),
        h('label', {}, h('input', { type: 'radio', name: 'reason', value: '' }), 'No reason')),
      field('Or in your own words', own),
    ],
  });
  if (!answer) return;
  await decide(board, order.id, 'reject', answer.own.trim() || answer.reason, `Order ${shortID(order.id)} is rejected.`);
}

// doneRow makes the row of an order that has ended.
export function doneRow(o, open) {
  return h('li', {}, h('button', { type: 'button', class: 'done-row', onclick: open },
    h('span', { class: 'mono' }, shortID(o.id)), h('small', { class: 'muted grow' }, time(o.createdAt)), pill(o.status)));
}

// drawDone brings it up to date.
export function drawDone(node, o) {
  const old = node.querySelector('.pill');
  if (old.dataset.status !== o.status) old.replaceWith(pill(o.status));
}

// openDetails shows an order that has ended.
export function openDetails(board, id) {
  const body = h('div', { class: 'stack' }, loading(2));
  const dialog = h('dialog', { 'aria-label': `Order ${shortID(id)}` }, h('div', { class: 'stack' },
    h('div', { class: 'row between' }, h('h2', {}, 'Order ', h('span', { class: 'mono' }, shortID(id))), h('button', { type: 'button', class: 'quiet icon-only', 'aria-label': 'Close', onclick: () => dialog.close() }, icon('close'))), body));
  dialog.addEventListener('click', (e) => e.target === dialog && dialog.close());
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  const read = async () => {
    try {
      const order = await board.one(id);
      const happened = h('ol', { class: 'timeline' });
      timeline(happened, order, 'restaurant');
      show(body, h('p', {}, pill(order.status), ' ', h('span', { class: 'muted' }, `placed ${ago(order.createdAt) === 'just now' ? 'just now' : `${ago(order.createdAt)} ago`}`)), contents(order), happened);
    } catch (e) {
      show(body, trouble(e, read));
    }
  };
  read();
}
