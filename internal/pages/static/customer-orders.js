// A customer's orders: one that is followed live, and all of them.

import { oneAtATime, Problem } from './api.js';
import { emblem } from './customer-menu.js';
import { h, icon, list, s, show } from './dom.js';
import { byTime, clock, count, countdown, left, money, shortID, time } from './format.js';
import { timeline } from './timeline.js';
import { ask, busy, complain, empty, everySecond, field, loading, pill, toast, trouble } from './ui.js';
import { ended, sentence, tooLate } from './words.js';

// orderView follows one order.
export function orderView({ api, restaurants }, id) {
  const node = h('section', { class: 'narrow stack' }, loading(3));
  const parts = { head: h('header', {}), status: h('div', {}), voucher: h('div', { class: 'slot' }), timeline: h('ol', { class: 'timeline' }), details: h('div', {}), actions: h('div', { class: 'slot' }), said: h('p', { class: 'visually-hidden', role: 'status' }) };
  let shown;
  let restaurant;
  let gone = false;
  const draw = (order) => {
    if (!shown) {
      show(node, parts.said, parts.head, parts.status, parts.voucher,
        h('div', { class: 'card stack' }, h('h2', {}, 'What has happened'), parts.timeline), parts.details, parts.actions);
      show(parts.head, h('a', { class: 'back', href: '#/orders' }, icon('back'), 'Orders'), h('div', { class: 'row' }, emblem(restaurant),
        h('div', { class: 'grow' }, h('h1', {}, restaurant.name), h('p', { class: 'muted', title: order.id }, 'Order ', h('span', { class: 'mono' }, shortID(order.id)), ` · ${time(order.createdAt)}`))));
      show(parts.details, details(order));
      document.title = `${restaurant.name} · orderflow`;
    }
    if (shown?.status !== order.status || shown.waiting?.until !== order.waiting?.until || shown.stalled?.since !== order.stalled?.since) {
      const card = progress(order, restaurant);
      show(parts.status, card);
      parts.said.textContent = card.querySelector('h2').textContent;
    }
    const cancellable = ['received', 'placed'].includes(order.status);
    if (!cancellable) show(parts.actions);
    else if (!parts.actions.firstChild) show(parts.actions, cancelButton(order));
    timeline(parts.timeline, order, 'customer');
    if (order.status === 'completed' && !parts.voucher.firstChild) showVoucher(); // it is issued a moment later
    shown = order;
  };
  const refresh = oneAtATime(async () => {
    try {
      const [order, all] = await Promise.all([api.get(`/orders/${encodeURIComponent(id)}`), restaurants()]);
      if (gone) return;
      restaurant = all.find((r) => r.id === order.restaurantId) ?? { id: order.restaurantId, name: order.restaurantId };
      draw(order);
    } catch (e) {
      if (gone) return;
      if (!shown) show(node, trouble(e, refresh));
      else if (e.kind !== 'offline') complain(e); // a lost connection is shown above
    }
  });
  const cancelButton = (order) => {
    const button = h('button', { type: 'button', class: 'danger wide', onclick: async () => {
      const answer = await ask({
        title: 'Cancel this order?', act: 'Cancel the order', dismiss: 'Keep it', tone: 'danger',
        text: 'You can cancel for as long as the restaurant has not accepted.',
        fields: field('Why? (if you like to say)', h('textarea', { name: 'reason', rows: 2, maxlength: 300 })),
      });
      if (!answer) return;
      await busy(button, async () => {
        try {
          await api.post(`/orders/${encodeURIComponent(order.id)}/cancel`, answer.reason ? { reason: answer.reason } : {});
        } catch (e) {
          if (!(e instanceof Problem)) throw e;
          toast(tooLate(e, 'cancel') ?? sentence(e), 'bad');
        }
      });
      refresh();
    } }, 'Cancel the order');
    return button;
  };
  const showVoucher = async () => {
    const { vouchers } = await api.get('/dev/vouchers').catch(() => ({ vouchers: [] }));
    const voucher = vouchers.find((v) => v.orderId === id);
    if (voucher) {
      show(parts.voucher, h('a', { class: 'notice good voucher-note', href: '#/vouchers' }, icon('gift'),
        h('span', {}, `Thank you! ${voucher.percent} % off your next order: `, h('strong', { class: 'mono' }, voucher.code))));
    }
  };
  return {
    title: 'Order', node, refresh, bar: false, order: (note) => note.id === id && refresh(), voucher: (note) => note.orderId === id && showVoucher(),
    stop: () => { gone = true; },
  };
}

const headlines = {
  received: ['Your order is on its way to the kitchen', 'It is kept safely; the restaurant will be told in a moment.'],
  accepted: ['In the kitchen', 'The restaurant has accepted, and is preparing your order.'],
  completed: ['Delivered', 'Enjoy your meal!'],
  rejected: ['The restaurant cannot take your order', 'You pay nothing.'],
  expired: ['Your order has expired', 'You pay nothing.'],
  cancelled: ['You cancelled this order', 'You pay nothing.'],
  failed: ['Your order has failed', 'Something went wrong on our side. You pay nothing.'],
};

// progress is the large answer to "what about my order?".
function progress(order, restaurant) {
  const { status, waiting } = order;
  const last = order.timeline.findLast((m) => m.event === `order_${status}`);
  const bad = ['rejected', 'expired', 'cancelled', 'failed'].includes(status);
  let [title, text] = headlines[status] ?? [];
  if (status === 'placed') [title, text] = waiting ? [`Waiting for ${restaurant.name}`, 'The restaurant has to accept your order before the time is up.'] : [`Telling ${restaurant.name}`, 'It takes a moment only.'];
  if (status === 'expired') text = last?.stage === 'completion' ? 'The restaurant did not deliver in time. You pay nothing.' : 'The restaurant did not answer in time. You pay nothing.';
  return h('div', { class: `card progress ${bad ? 'ended-badly' : ''}` },
    h('div', { class: 'row' },
      status === 'placed' && waiting?.for === 'acceptance' ? ring(order) : h('span', { class: `seal ${bad ? 'bad' : status === 'completed' ? 'good' : ''}` }, icon(bad ? 'close' : status === 'completed' ? 'check' : status === 'accepted' ? 'fork' : 'clock')),
      h('div', { class: 'grow' }, h('h2', {}, title), h('p', { class: 'muted' }, text),
        status === 'accepted' && waiting && h('p', { class: 'muted' }, 'By ', h('strong', {}, time(waiting.until)), ' at the latest'),
        last?.reason && h('blockquote', {}, h('bdi', {}, last.reason)))),
    order.stalled && h('p', { class: 'notice warn' }, icon('warn'), h('span', {}, `Something is wrong on our side since ${time(order.stalled.since)}. Your order is safe, and goes on when it is mended.`)),
    !bad && steps(status));
}

function steps(status) {
  const at = { received: 0, placed: 0, accepted: 1, completed: 3 }[status];
  return h('ol', { class: 'steps', 'aria-label': 'Progress' }, ['Placed', 'Cooking', 'Delivered'].map((name, i) => h('li', {
    class: i < at || at === 3 ? 'done' : i === at ? 'now' : '', 'aria-current': i === at ? 'step' : null,
  }, h('span', {}, name))));
}

// ring counts down to the end of the time in which the restaurant may accept.
function ring(order) {
  const until = order.waiting.until;
  const from = order.timeline.findLast((m) => m.event === 'restaurant_notified')?.at ?? order.createdAt;
  const whole = Math.max(1000, Date.parse(until) - Date.parse(from));
  const round = 2 * Math.PI * 42;
  const arc = s('circle', { class: 'arc', cx: 50, cy: 50, r: 42, 'stroke-dasharray': round });
  const digits = h('span', { class: 'number' });
  const node = h('div', { class: 'ring', role: 'timer' }, s('svg', { viewBox: '0 0 100 100', 'aria-hidden': 'true' }, s('circle', { cx: 50, cy: 50, r: 42 }), arc), digits);
  return everySecond(node, () => {
    const seconds = left(until);
    digits.textContent = seconds ? countdown(seconds) : '…';
    node.setAttribute('aria-label', seconds ? `${countdown(seconds)} left` : 'The time is up');
    arc.setAttribute('stroke-dashoffset', round * (1 - Math.min(1, Math.max(0, (Date.parse(until) - clock.now()) / whole))));
    node.classList.toggle('urgent', seconds < 60);
  });
}

// details are what was ordered, and where to.
function details(order) {
  return h('div', { class: 'card stack' }, h('h2', {}, 'What you ordered'),
    h('ul', { class: 'lines' }, order.items.map((item) => h('li', { class: 'line' }, h('span', { class: 'number times' }, `${item.quantity} ×`), h('span', { class: 'grow' }, item.name),
      h('span', { class: 'number' }, money({ ...item.unitPrice, amount: item.unitPrice.amount * item.quantity }))))),
    h('p', { class: 'row between sum' }, h('strong', {}, 'Total'), h('strong', { class: 'number' }, money(order.total))),
    h('p', { class: 'with-icon' }, icon('pin'), h('bdi', { class: 'said' }, order.address)),
    order.note && h('p', { class: 'with-icon' }, icon('note'), h('bdi', { class: 'said' }, order.note)));
}

// ordersView lists all orders, a page at a time.
export function ordersView({ api, restaurants }) {
  const rows = h('ul', { class: 'stack tight' });
  const foot = h('div', { class: 'row' });
  const node = h('section', { class: 'narrow stack' }, h('header', {}, h('h1', {}, 'Your orders')), rows, foot);
  const orders = new Map();
  let cursor;
  let pages = 0;
  let names = new Map();
  const draw = () => {
    const all = [...orders.values()].sort((a, b) => byTime(b.createdAt, a.createdAt) || b.id.localeCompare(a.id));
    list(rows, all, (o) => o.id, row, (child, o) => child.querySelector('.pill').replaceWith(pill(o.status)));
    if (!all.length && !cursor) show(foot, empty('receipt', 'No orders yet', 'When you order something, you can follow it here.', h('a', { class: 'button primary', href: '#/' }, 'See the restaurants')));
    else if (cursor) show(foot, more);
    else show(foot, h('p', { class: 'muted center' }, count(all.length, 'order')));
  };
  const row = (o) => h('li', {}, h('a', { class: 'card order-row', href: `#/o/${o.id}` }, emblem(names.get(o.restaurantId) ?? { id: o.restaurantId, name: o.restaurantId }),
    h('span', { class: 'grow' }, h('strong', {}, names.get(o.restaurantId)?.name ?? o.restaurantId), h('small', { class: 'muted' }, `${time(o.createdAt)} · ${money(o.total)}`)), pill(o.status)));
  const more = h('button', { type: 'button', class: 'wide', onclick: () => busy(more, () => read(cursor)) }, 'Show earlier orders');
  const read = async (from) => {
    const [page, all] = await Promise.all([api.get(`/orders?limit=20${from ? `&cursor=${encodeURIComponent(from)}` : ''}`), restaurants()]);
    names = new Map(all.map((r) => [r.id, r]));
    for (const o of page.orders) orders.set(o.id, o);
    if (from || pages === 0) { // the first page is read again and again; the later ones stay
      cursor = page.cursor;
      pages++;
    }
    draw();
  };
  const refresh = oneAtATime(async () => {
    if (!pages) show(foot, loading(4));
    try {
      await read();
    } catch (e) {
      if (!pages) show(foot, trouble(e, refresh));
    }
  });
  return {
    title: 'Orders', node, refresh, bar: false,
    order: (note) => {
      if (!orders.has(note.id)) return refresh();
      orders.set(note.id, { ...orders.get(note.id), status: note.status });
      return draw();
    },
  };
}
