// The customer's page: restaurants and menus, a basket, orders and vouchers.

import { Basket } from './basket.js';
import { basketBar, basketView } from './customer-basket.js';
import { menuView, restaurantsView } from './customer-menu.js';
import { orderView, ordersView } from './customer-orders.js';
import { vouchersView } from './customer-vouchers.js';
import { h, show } from './dom.js';
import { Session } from './session.js';
import { mailOf, shell, signInForm } from './shell.js';
import { complain, field } from './ui.js';

const home = /^(#\/?|#\/(r|basket)\b.*)?$/;

shell({
  session: new Session('customer'),
  home: '#/',
  nav: [
    { href: '#/', label: 'Restaurants', symbol: 'fork', at: home },
    { href: '#/orders', label: 'Orders', symbol: 'receipt', at: /^#\/(orders|o)\b/ },
    { href: '#/vouchers', label: 'Vouchers', symbol: 'gift', at: /^#\/vouchers/ },
  ],
  welcome,
  begin,
});

function welcome(enter) {
  const people = ['alice', 'bob', 'carla'];
  return h('section', { class: 'welcome' },
    h('header', {}, h('h1', {}, 'Hungry?'), h('p', { class: 'muted' }, 'This orderflow runs on your own machine, so you can be whoever you like.')),
    h('div', { class: 'people' }, people.map((id) => h('button', { type: 'button', onclick: () => enter(id, mailOf(id)).catch(complain) },
      h('span', { class: 'letter', 'aria-hidden': 'true' }, id[0].toUpperCase()), id))),
    h('div', { class: 'or' }, 'or somebody else'),
    signInForm(enter, [
      field('Your name', h('input', { name: 'id', required: true, autocomplete: 'username', autocapitalize: 'none', spellcheck: 'false', maxlength: 100 }),
        'Letters and digits, and . _ @ -'),
      field('Mail address', h('input', { name: 'email', type: 'email', autocomplete: 'email', placeholder: 'name@example.com' }),
        'Mails stay on this machine. Left empty, one is made up.'),
    ], ({ id, email }) => [id.trim(), email || mailOf(id.trim())]));
}

// begin shows the view that the address names, and keeps it up to date. A view is
// {title, node, refresh, order, voucher, stop}; all but title and node may lack.
// refresh reads again what is shown; order and voucher take live notes.
function begin({ main, api, live, user }) {
  const basket = new Basket(user.id);
  const menus = new Map();
  const context = {
    api, live, user, basket,
    restaurants: known(() => api.get('/restaurants').then((a) => a.restaurants)),
    menu: (id) => {
      if (!menus.has(id)) menus.set(id, known(() => api.get(`/restaurants/${encodeURIComponent(id)}/menu`)));
      return menus.get(id)();
    },
  };
  let view;
  let first = true;
  const draw = () => {
    view?.stop?.();
    view = viewOf(context, location.hash);
    document.title = `${view.title} · orderflow`;
    show(main, view.node, view.bar !== false && basketBar(context));
    view.refresh?.();
    if (first) first = false;
    else enterView(main);
  };
  window.addEventListener('hashchange', draw);
  live.addEventListener('begin', () => view.refresh?.());
  live.addEventListener('order', (e) => view.order?.(e.detail));
  live.addEventListener('voucher', (e) => view.voucher?.(e.detail));
  draw();
  return () => {
    window.removeEventListener('hashchange', draw);
    view.stop?.();
  };
}

// enterView puts the focus where a reader begins.
function enterView(main) {
  window.scrollTo(0, 0);
  const heading = main.querySelector('h1') ?? main;
  heading.setAttribute('tabindex', '-1');
  heading.focus({ preventScroll: true });
}

function viewOf(context, hash) {
  const [, place = '', id = ''] = hash.split('/');
  switch (place) {
    case '':
      return restaurantsView(context);
    case 'r':
      return menuView(context, decodeURIComponent(id));
    case 'basket':
      return basketView(context);
    case 'orders':
      return ordersView(context);
    case 'o':
      return orderView(context, decodeURIComponent(id));
    case 'vouchers':
      return vouchersView(context);
    default:
      location.replace('#/');
      return restaurantsView(context);
  }
}

// known remembers what was read, unless reading failed.
function known(read) {
  let promise;
  return () => (promise ??= read().catch((e) => {
    promise = undefined;
    throw e;
  }));
}
