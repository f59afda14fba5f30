// The restaurant's app: the board of a kitchen.

import { oneAtATime } from './api.js';
import { Board } from './board.js';
import { h, icon, list, show } from './dom.js';
import { count } from './format.js';
import { card, draw as drawCard, doneRow, drawDone, openDetails } from './restaurant-card.js';
import { Session } from './session.js';
import { shell } from './shell.js';
import { Bell } from './bell.js';
import { busy, complain, loading, toast, trouble } from './ui.js';

const session = new Session('restaurant');
let names = new Map(); // of the restaurants, by id

// nameOf is how the signed-in restaurant is called.
const nameOf = (user) => names.get(user.id) ?? user.id;

async function readNames() {
  const response = await fetch('/dev/restaurants', { cache: 'no-store' });
  if (!response.ok) throw new Error(`/dev/restaurants answered ${response.status}`);
  names = new Map((await response.json()).restaurants.map((r) => [r.id, r.name]));
}

await readNames().catch(() => {}); // without them the ids will do; signing in tries again
shell({ session, home: '/restaurant', background: true, name: nameOf, welcome, begin });

function welcome(enter) {
  const choice = h('div', { class: 'people wide' }, loading(1));
  const fill = async () => {
    try {
      if (!names.size) await readNames();
      show(choice, [...names].map(([id, name]) => {
        const button = h('button', { type: 'button', onclick: () => busy(button, () => enter(id)).catch(complain) },
          h('span', { class: 'letter', 'aria-hidden': 'true' }, name[0]), name);
        return button;
      }));
    } catch {
      show(choice, h('p', { class: 'notice bad grow', role: 'alert' }, 'Orderflow does not answer. Check that it is running.'), h('button', { type: 'button', onclick: fill }, 'Try again'));
    }
  };
  fill();
  return h('section', { class: 'welcome' }, h('header', {}, h('h1', {}, 'Which kitchen is yours?'), h('p', { class: 'muted' }, 'This orderflow runs on your own machine, so you can be any of them.')), choice);
}

// begin shows the board of the signed-in restaurant.
function begin({ main, api, live, user, tools }) {
  const board = new Board(api);
  const bell = new Bell();
  const view = layout(board, nameOf(user));
  let read = false;
  show(main, view.node);
  show(tools, soundButton(bell));

  const draw = () => {
    if (!read) return;
    view.draw();
    const waiting = board.fresh.length;
    document.title = `${waiting ? `(${waiting}) ` : ''}${nameOf(user)} · orderflow`;
  };
  const refresh = oneAtATime(async () => {
    try {
      await board.read();
      read = true;
      draw();
    } catch (e) {
      if (!read) view.fail(e, refresh);
    }
  });
  board.addEventListener('change', draw);
  board.addEventListener('new', () => bell.ring());
  board.addEventListener('withdrawn', (e) => toast(e.detail, 'info'));
  live.addEventListener('begin', refresh);
  live.addEventListener('order', (e) => board.hear(e.detail));
  document.title = `${nameOf(user)} · orderflow`;
  refresh();
  return () => board.close();
}

function soundButton(bell) {
  const button = h('button', { type: 'button', class: 'quiet icon-only', 'aria-pressed': 'false', 'aria-label': 'Sound for new orders', title: 'Sound for new orders', onclick: () => {
    bell.on = !bell.on;
    button.setAttribute('aria-pressed', String(bell.on));
    show(button, icon(bell.on ? 'sound' : 'mute'));
    if (bell.on) bell.ring();
  } }, icon('mute'));
  return button;
}

// layout is the board's three columns.
function layout(board, name) {
  const column = (id, title, nothing) => {
    const rows = h('ul', { class: 'cards' });
    const number = h('span', { class: 'number count' });
    const none = h('p', { class: 'nothing muted' }, nothing);
    const more = h('div', { class: 'muted center slot' });
    const node = h('section', { class: `column ${id}`, id, 'aria-labelledby': `${id}-title` },
      h('h2', { id: `${id}-title` }, title, ' ', number), none, rows, more);
    return { node, rows, number, none, more };
  };
  const fresh = column('new', 'New', 'Nothing is waiting. New orders appear here by themselves.');
  const kitchen = column('kitchen', 'In the kitchen', 'Nothing is cooking.');
  const done = column('done', 'Done', 'Nothing yet.');
  const columns = h('div', { class: 'board' }, fresh.node, kitchen.node, done.node);
  const earlier = h('button', { type: 'button', class: 'wide', onclick: () => busy(earlier, () => board.readMore()) }, 'Show earlier orders');
  const jumps = { new: h('span', { class: 'number count' }), kitchen: h('span', { class: 'number count' }) };
  const jump = h('nav', { class: 'jump', 'aria-label': 'Columns' },
    h('a', { href: '#new' }, 'New', jumps.new), h('a', { href: '#kitchen' }, 'Kitchen', jumps.kitchen), h('a', { href: '#done' }, 'Done'));
  const node = h('div', {}, h('header', { class: 'board-head' }, h('h1', { class: 'grow' }, name), jump), loading(3));
  const said = h('p', { class: 'visually-hidden', role: 'status' });
  let shown = false;
  let before = 0;

  const fill = ({ rows, none }, orders, make, update) => {
    none.hidden = orders.length > 0;
    list(rows, orders, (o) => o.id, make, update);
  };
  const tell = ({ number, more }, orders, total) => {
    number.textContent = total;
    more.textContent = total > orders.length ? `and ${total - orders.length} more` : '';
  };
  return {
    node,
    fail: (e, again) => show(node, h('h1', {}, name), trouble(e, again)),
    draw: () => {
      if (!shown) show(node, h('header', { class: 'board-head' }, h('h1', { class: 'grow' }, name), jump), said, columns);
      shown = true;
      fill(fresh, board.fresh, (o) => card(o, board), drawCard);
      tell(fresh, board.fresh, board.freshTotal);
      fill(kitchen, board.kitchen, (o) => card(o, board), drawCard);
      tell(kitchen, board.kitchen, board.kitchenTotal);
      fill(done, board.done, (o) => doneRow(o, () => openDetails(board, o.id)), drawDone);
      show(done.more, board.more && earlier);
      jumps.new.textContent = board.freshTotal;
      jumps.kitchen.textContent = board.kitchenTotal;
      if (board.freshTotal > before) said.textContent = count(board.freshTotal, 'order waits', 'orders wait');
      before = board.freshTotal;
    },
  };
}
