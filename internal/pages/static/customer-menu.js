// Restaurants, and one restaurant's menu.

import { basketPanel, stepper } from './customer-basket.js';
import { h, icon, list, show } from './dom.js';
import { count, money } from './format.js';
import { loading, pill, trouble } from './ui.js';
import { ended } from './words.js';

// emblem stands for a restaurant: its initials on a colour of its own.
export function emblem(restaurant) {
  const letters = restaurant.name.split(/\s+/).map((word) => word[0]).slice(0, 2).join('');
  const hue = [...restaurant.id].reduce((sum, c) => (sum * 3 + c.codePointAt(0)) % 997, 7) % 6;
  return h('span', { class: `emblem hue-${hue}`, 'aria-hidden': 'true' }, letters);
}

// restaurantsView lists the restaurants, and above them the orders that are under
// way.
export function restaurantsView({ api, user, restaurants, menu }) {
  const current = h('div', { class: 'stack tight slot' });
  const grid = h('div', {}, loading(4));
  const showRestaurants = async () => {
    try {
      show(grid, h('ul', { class: 'restaurants' }, (await restaurants()).map((r) => h('li', {},
        h('a', { class: 'card restaurant', href: `#/r/${encodeURIComponent(r.id)}` }, emblem(r), h('div', { class: 'grow' }, h('h2', {}, r.name), offer(menu, r)), icon('next'))))));
    } catch (e) {
      show(grid, trouble(e, showRestaurants));
    }
  };
  const showCurrent = async () => {
    const [{ orders }, all] = await Promise.all([api.get('/orders?limit=10'), restaurants()]);
    const open = orders.filter((o) => !ended(o.status)).slice(0, 3);
    list(current, open, (o) => o.id,
      (o) => {
        const row = h('a', { class: 'card current', href: `#/o/${o.id}` }, icon('clock'),
          h('span', { class: 'grow' }, 'Your order at ', h('strong', {}, all.find((r) => r.id === o.restaurantId)?.name ?? o.restaurantId)), pill(o.status), icon('next'));
        return row;
      },
      (row, o) => row.querySelector('.pill').replaceWith(pill(o.status)));
  };
  const refresh = () => {
    showRestaurants();
    showCurrent().catch(() => {}); // the restaurants tell what is wrong
  };
  return {
    title: 'Restaurants', refresh, order: () => showCurrent().catch(() => {}),
    node: h('section', { class: 'stack wide-gap' }, h('header', {}, h('p', { class: 'muted' }, 'Hello ', h('bdi', {}, user.id)), h('h1', {}, 'What would you like to eat?')), current, grid),
  };
}

// offer says in a few words what a restaurant has, once its menu is read.
function offer(menu, restaurant) {
  const node = h('p', { class: 'muted offer' }, '\u00a0');
  menu(restaurant.id).then(({ dishes }) => {
    const cheapest = dishes.reduce((a, b) => (b.price.amount < a.price.amount ? b : a));
    node.textContent = `${count(dishes.length, 'dish', 'dishes')} from ${money(cheapest.price)}`;
  }).catch(() => {}); // the menu itself tells what is wrong
  return node;
}

// menuView is one restaurant's menu.
export function menuView(context, id) {
  const { basket } = context;
  const body = h('div', {}, loading(5));
  const steppers = [];
  let shown = false;
  const refresh = async () => {
    if (shown) return; // a menu changes with a new version of orderflow only
    try {
      const menu = await context.menu(id);
      const restaurant = { id: menu.id, name: menu.name };
      shown = true;
      document.title = `${menu.name} · orderflow`;
      show(body, h('header', { class: 'menu-head' }, h('a', { class: 'back', href: '#/' }, icon('back'), 'Restaurants'),
        h('div', { class: 'row' }, emblem(restaurant), h('h1', {}, menu.name))),
      h('div', { class: 'beside' },
        h('ul', { class: 'dishes card' }, menu.dishes.map((dish) => {
          const steps = stepper(context, restaurant, dish);
          steppers.push(steps);
          return h('li', { class: 'dish' }, h('div', { class: 'grow' }, h('h3', {}, dish.name), dish.description && h('p', { class: 'muted' }, dish.description),
            h('p', { class: 'muted number' }, money(dish.price))), steps);
        })),
        basketPanel(context)));
    } catch (e) {
      show(body, trouble(e, refresh));
    }
  };
  const changed = () => steppers.forEach((s) => s.draw());
  basket.addEventListener('change', changed);
  return { title: 'Menu', node: body, refresh, stop: () => basket.removeEventListener('change', changed) };
}
