// The frame of every page: who is signed in, the navigation, whether it is live.

import { Api } from './api.js';
import { h, icon, show } from './dom.js';
import { Live } from './live.js';
import { TokenRefused } from './session.js';
import { busy, connection, toast } from './ui.js';

const pages = [
  { role: 'customer', href: '/', name: 'Order food' },
  { role: 'restaurant', href: '/restaurant', name: 'Restaurant’s app' },
];

// shell builds a page. name(user) is how the signed-in user is called; welcome(enter) gives what
// is shown to sign in, and calls enter(id, email). begin({main, api, live, user, tools}) fills the
// page for a user; it may return a function that ends what it began. nav are the sections: {href,
// label, symbol, at}, where at matches the address's hashes that belong to it.
export function shell({ session, home, nav = [], name = (user) => user.id, background = false, welcome, begin }) {
  const tools = h('div', { class: 'tools' });
  const extra = h('div', { class: 'row' });
  const tabs = h('nav', { class: 'tabs', 'aria-label': 'Sections' }, nav.map(({ href, label, symbol }) => h('a', { href }, icon(symbol), label)));
  const main = h('main', { id: 'main', class: 'content', tabindex: '-1' });
  document.body.append(
    h('a', { class: 'button skip', href: '#main', onclick: (e) => { e.preventDefault(); main.focus(); } }, 'Skip to the content'),
    h('header', { class: 'top' }, h('div', { class: 'top-in' },
      h('a', { class: 'brand', href: home }, h('img', { src: new URL('icon.svg', import.meta.url).pathname, alt: '' }), 'orderflow'),
      tabs, tools)),
    main);

  let end;
  const draw = () => {
    end?.();
    end = undefined;
    show(main);
    show(extra);
    tabs.hidden = !session.signedIn;
    document.body.classList.toggle('has-tabs', session.signedIn && nav.length > 0);
    if (!session.signedIn) {
      show(tools);
      show(main, welcome((id, email) => session.signIn(id, email)), elsewhere(session.role));
      return;
    }
    const live = new Live(session, { background });
    show(tools, extra, connection(live), userMenu(session, name(session.user)));
    const stop = begin({ main, api: new Api(session), live, user: session.user, tools: extra });
    live.start();
    end = () => {
      live.close();
      stop?.();
    };
  };
  session.addEventListener('change', draw);
  enterByLink(session).finally(draw);
  mark(tabs, nav);
}

// enterByLink signs in whom the address names, as in /?as=alice.
async function enterByLink(session) {
  const address = new URL(location.href);
  const id = address.searchParams.get('as');
  if (!id) return;
  address.searchParams.delete('as');
  history.replaceState(null, '', address);
  try {
    if (session.user?.id !== id) await session.signIn(id, session.role === 'customer' ? mailOf(id) : '');
  } catch (e) {
    toast(e instanceof TokenRefused ? e.message : 'Orderflow does not answer.', 'bad');
  }
}

// mailOf makes up the mail address of somebody who gave none.
export const mailOf = (id) => (id.includes('@') ? id : `${id}@example.com`);

function userMenu(session, name) {
  const node = h('details', { class: 'menu' }, h('summary', { 'aria-label': `Signed in as ${name}` }, icon('user'), h('span', {}, name)), h('div', {},
    h('button', { type: 'button', class: 'quiet', onclick: () => session.signOut() }, 'Sign out'),
    pages.filter((p) => p.role !== session.role).map((p) => h('a', { class: 'muted', href: p.href, target: '_blank', rel: 'noopener' }, `${p.name} (new window)`))));
  node.addEventListener('focusout', (e) => { if (!node.contains(e.relatedTarget)) node.open = false; });
  node.addEventListener('keydown', (e) => {
    if (e.key === 'Escape') {
      node.open = false;
      node.querySelector('summary').focus();
    }
  });
  return node;
}

function elsewhere(role) {
  return h('p', { class: 'welcome elsewhere' }, h('span', {}, 'Other pages:'),
    pages.filter((p) => p.role !== role).map((p) => h('a', { href: p.href }, p.name)));
}

// mark marks the link of the section that is shown.
function mark(tabs, nav) {
  const draw = () => nav.forEach(({ at }, i) => {
    if (at.test(location.hash)) tabs.children[i].setAttribute('aria-current', 'page');
    else tabs.children[i].removeAttribute('aria-current');
  });
  window.addEventListener('hashchange', draw);
  draw();
}

// signInForm is a form that signs in: fields are its fields, and read(data) makes
// [id, email] of them. Errors are said beneath.
export function signInForm(enter, fields, read, act = 'Sign in') {
  const problem = h('p', { class: 'notice bad', role: 'alert', hidden: true });
  const button = h('button', { class: 'primary wide' }, act);
  return h('form', {
    class: 'stack',
    onsubmit: (e) => {
      e.preventDefault();
      problem.hidden = true;
      busy(button, async () => {
        try {
          await enter(...read(Object.fromEntries(new FormData(e.target))));
        } catch (error) {
          problem.textContent = error instanceof TokenRefused ? `${error.message}.` : 'Orderflow does not answer. Check that it is running, and try again.';
          problem.hidden = false;
        }
      });
    },
  }, fields, problem, button);
}
