// The basket as it is shown: steppers, the bar at the foot of a phone, the panel
// beside a menu, and the page on which the order is placed.

import { most } from './basket.js';
import { Problem } from './api.js';
import { h, icon, list, show } from './dom.js';
import { count, money } from './format.js';
import { ask, busy, empty, field } from './ui.js';
import { sentence } from './words.js';

// stepper sets how many of a dish are in the basket.
export function stepper({ basket }, restaurant, dish) {
  const node = h('div', { class: 'stepper', role: 'group', 'aria-label': dish.name });
  const less = h('button', { type: 'button', class: 'icon-only', 'aria-label': `One ${dish.name} less`, onclick: () => change(-1) }, icon('minus'));
  const many = h('output', { class: 'number' });
  const more = h('button', { type: 'button', class: 'icon-only', 'aria-label': `One ${dish.name} more`, onclick: () => change(1) }, icon('plus'));
  const change = async (by) => {
    if (basket.foreign(restaurant)) {
      const answer = await ask({
        title: 'Start a new basket?', act: 'Start a new basket', dismiss: 'Keep it',
        text: `Your basket has ${count(basket.count, 'dish', 'dishes')} of ${basket.restaurant.name}. One order goes to one restaurant.`,
      });
      if (!answer) return;
    }
    basket.set(restaurant, dish, basket.quantity(restaurant, dish) + by);
    if (by > 0 && document.activeElement === document.body) more.focus();
  };
  const draw = () => {
    const n = basket.quantity(restaurant, dish);
    if (n === 0 && document.activeElement === less) more.focus();
    node.classList.toggle('some', n > 0);
    less.hidden = many.hidden = n === 0;
    many.value = n;
    more.disabled = n >= most;
  };
  node.append(less, many, more);
  node.draw = draw;
  draw();
  return node;
}

// follow calls draw for every change of the basket while node is in the page.
function follow(basket, node, draw) {
  const changed = () => (node.isConnected ? draw() : basket.removeEventListener('change', changed));
  basket.addEventListener('change', changed);
  draw();
  return node;
}

// basketBar is the way to the basket, at the foot of a phone.
export function basketBar({ basket }) {
  const node = h('a', { class: 'button primary basket-bar', href: '#/basket' });
  return follow(basket, node, () => {
    node.hidden = basket.count === 0;
    show(node, h('span', { class: 'badge number' }, basket.count), h('span', { class: 'grow' }, 'View basket'), h('span', { class: 'number' }, money(basket.total)));
  });
}

function lines(context) {
  const { basket } = context;
  const node = h('ul', { class: 'lines' });
  return follow(basket, node, () => list(node, basket.lines, (line) => line.dish.id,
    ({ dish }) => {
      const steps = stepper(context, basket.restaurant, dish);
      const price = h('span', { class: 'number' });
      const row = h('li', { class: 'line' }, h('span', { class: 'grow' }, dish.name), steps, price);
      row.draw = (line) => {
        steps.draw();
        price.textContent = money({ ...dish.price, amount: dish.price.amount * line.quantity });
      };
      row.draw(basket.lines.find((l) => l.dish.id === dish.id));
      return row;
    },
    (row, line) => row.draw(line)));
}

function total({ basket }) {
  const sum = h('strong', { class: 'number' });
  return follow(basket, h('p', { class: 'row between sum' }, h('strong', {}, 'Total'), sum), () => { sum.textContent = money(basket.total); });
}

// basketPanel stands beside a menu where there is room.
export function basketPanel(context) {
  const { basket } = context;
  const node = h('aside', { class: 'card stack basket-panel', 'aria-label': 'Basket' });
  let filled;
  return follow(basket, node, () => {
    if (filled === basket.count > 0 && filled !== undefined) return;
    filled = basket.count > 0;
    if (!filled) {
      show(node, h('h2', {}, 'Your basket'), h('p', { class: 'muted' }, 'Nothing in it yet. Add something that you like.'));
      return;
    }
    show(node, h('h2', {}, 'Your basket'), h('p', { class: 'muted' }, basket.restaurant.name), lines(context), total(context),
      h('a', { class: 'button primary wide', href: '#/basket' }, 'Go to checkout'));
  });
}

// basketView is where the order is placed.
export function basketView(context) {
  const { basket } = context;
  const node = h('section', { class: 'narrow stack' });
  let filled;
  const draw = () => {
    if (filled === basket.count > 0) return;
    filled = basket.count > 0;
    if (filled) show(node, checkout(context));
    else show(node, empty('bag', 'Your basket is empty', 'Choose a restaurant, and add what you like.', h('a', { class: 'button primary', href: '#/' }, 'See the restaurants')));
  };
  follow(basket, node, draw);
  return { title: 'Basket', node, bar: false };
}

function checkout(context) {
  const { basket } = context;
  const address = h('textarea', { name: 'address', rows: 2, required: true, maxlength: 300, autocomplete: 'street-address', value: basket.address });
  const note = h('textarea', { name: 'note', rows: 2, maxlength: 500, value: basket.note, placeholder: 'For example: please ring twice' });
  const problem = h('p', { class: 'notice bad', role: 'alert', hidden: true });
  const amount = h('span', { class: 'number' });
  const button = h('button', { class: 'primary wide' }, 'Place the order', amount);
  const keep = () => basket.say({ address: address.value, note: note.value });
  address.addEventListener('input', keep);
  note.addEventListener('input', keep);
  follow(basket, button, () => { amount.textContent = money(basket.total); });
  const form = h('form', {
    class: 'stack',
    onsubmit: (e) => {
      e.preventDefault();
      problem.hidden = true;
      busy(button, () => place(context).catch((error) => {
        if (!(error instanceof Problem)) throw error;
        problem.textContent = error.kind === 'offline'
          ? `${sentence(error)} Your order may have arrived all the same; trying again will not place it twice.`
          : sentence(error);
        problem.hidden = false;
        problem.scrollIntoView({ block: 'nearest' });
      }));
    },
  },
  h('div', { class: 'card stack' }, lines(context), total(context)),
  h('div', { class: 'card stack' }, field('Where to?', address, 'Only the restaurant sees your address.'), field('Anything to add?', note)),
  problem, button);
  return [h('header', {}, h('a', { class: 'back', href: `#/r/${encodeURIComponent(basket.restaurant.id)}` }, icon('back'), basket.restaurant.name), h('h1', {}, 'Your order')), form];
}

async function place({ api, basket }) {
  const order = await api.post('/orders', basket.request(), { headers: { 'Idempotency-Key': basket.key } });
  basket.empty();
  location.hash = `#/o/${order.id}`;
}
