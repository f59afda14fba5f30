// The executions: searched, filtered, sorted, a page at a time, live.

import { h, icon, list as follow, show } from './dom.js';
import { empty, field, loading } from './ui.js';
import { failed, kept, lasting, pager, perform, reader, statusBadge, until, when } from './console-parts.js';
import { between, going, number, statusList, statusName } from './console-words.js';

const columns = [
  { label: 'Status', by: 'status' },
  { label: 'Execution', by: 'order' },
  { label: 'State', by: 'state' },
  { label: 'Until', by: 'until' },
  { label: 'Restaurant', by: 'restaurant' },
  { label: 'Customer', by: 'customer' },
  { label: 'Started', by: 'started', first: '-' },
  { label: 'Took', by: 'stopped', first: '-' },
  { label: 'Outcome', by: 'error' },
];

const examples = [
  ['alice', 'anything that has this in it'],
  ['restaurant:sakura', 'also customer, order, state, status, error, outcome, machine, waits'],
  ['state:WaitForAcceptance left<2m', 'waits that are about to expire'],
  ['age>1h -status:succeeded', 'older than an hour and not done; since, took and left work likewise'],
];

const asked = (params) => ({
   q: params.get('q') ?? '', status: params.get('status') ?? '', sort: params.get('sort') ?? '-started', page: Number(params.get('page') ?? 1),
});

// executions is the view. go(change) puts a change of what is asked for into the address.
export function executions({ api, params, go: goTo }) {
  let ask = asked(params);
  let go = goTo;
  const query = () => new URLSearchParams(Object.entries({ ...ask, page: ask.page > 1 ? ask.page : '' }).filter(([, v]) => v !== ''));

  const problem = h('p', { class: 'notice bad', role: 'alert', hidden: true });
  const chips = h('div', { class: 'chips', role: 'group', 'aria-label': 'Status' });
  const body = h('div', {}, loading());
  const foot = h('div', { class: 'foot' });
  const input = h('input', {
    type: 'search', id: 'search', value: ask.q, placeholder: 'Order, customer, restaurant, state, error, age>10m …', autocomplete: 'off', spellcheck: 'false', maxlength: '500',
    'aria-label': 'Search executions', 'aria-describedby': 'search-help',
  });
  let typing;
  input.addEventListener('input', () => {
    clearTimeout(typing);
    typing = setTimeout(() => go({ q: input.value.trim(), page: '' }, true), 180);
  });
  const help = h('details', { class: 'menu help' }, h('summary', { 'aria-label': 'How to search' }, '?'), h('div', { id: 'search-help' },
    h('p', {}, 'Words and conditions, all of which must hold; a minus turns one round.'),
    h('dl', {}, examples.map(([text, means]) => [
      h('dt', {}, h('button', { type: 'button', class: 'quiet mono', onclick: () => go({ q: text, page: '' }) }, text)), h('dd', { class: 'muted' }, means)]))));

  const node = h('div', { class: 'stack' },
    h('div', { class: 'bar' }, h('h1', {}, 'Executions'), h('div', { class: 'search' }, icon('search'), input, help),
      h('button', { type: 'button', onclick: () => start(api) }, icon('plus'), 'Start')),
    problem, chips, body, foot);

  const head = () => h('tr', {}, columns.map(({ label, by, first = '' }) => {
    const sorted = ask.sort.replace('-', '') === by;
    const down = ask.sort.startsWith('-');
    return h('th', { scope: 'col', 'aria-sort': sorted ? (down ? 'descending' : 'ascending') : 'none' },
      h('button', { type: 'button', class: 'quiet sort', onclick: () => go({ sort: sorted ? (down ? by : `-${by}`) : first + by, page: '' }) },
        label, h('span', { 'aria-hidden': 'true' }, sorted ? (down ? '▾' : '▴') : '')));
  }));

  const heading = h('thead');
  const rows = h('tbody');
  const table = h('table', { class: 'executions' }, heading, rows);
  const drawHead = kept(heading);
  const drawChips = kept(chips);
  const draw = (answer) => {
    problem.hidden = true;
    const all = statusList.reduce((sum, s) => sum + answer.counts[s], 0);
    drawChips([['', 'All', all], ...statusList.map((s) => [s, statusName(s), answer.counts[s]])].map(([status, name, n]) => [name, `${n} ${ask.status === status}`, () =>
      h('button', { type: 'button', class: `chip ${status.toLowerCase()}`, 'aria-pressed': String(ask.status === status), onclick: () => go({ status, page: '' }) },
        status && h('span', { class: 'dot', 'aria-hidden': 'true' }), name, h('span', { class: 'number' }, number(n)))]));
    if (answer.items.length === 0) {
      show(foot);
      show(body, nothing(ask, answer, go));
      return;
    }
    if (!body.contains(table)) show(body, h('div', { class: 'scroll' }, table));
    drawHead([['head', ask.sort, head]]);
    follow(rows, answer.items, (x) => x.arn, row, (node, x) => {
      if (node.dataset.text === JSON.stringify(x)) return;
      const fresh = row(x);
      node.dataset.text = fresh.dataset.text;
      node.replaceChildren(...[...fresh.children].map((cell) => (cell.className === 'c-name' ? node.querySelector('.c-name') : cell)));
    });
    show(foot, pager(answer, (page) => go({ page })));
  };

  const list = reader({
    read: (signal) => api.get(`/console/api/executions?${query()}`, { signal }),
    draw,
    fail: (e) => {
      if (e.status === 400) {
        problem.textContent = e.detail;
        problem.hidden = false;
        if (!body.querySelector('table')) show(body);
      } else {
        show(body, failed(e, () => list.refresh(true)));
      }
    },
    pause: 250,
  });
  list.refresh(true);
  return {
    node,
    focus: input,
    topics: ['execution'],
    // The address asks for something else: what is typed stays, and whoever types is not disturbed.
    follow: ({ path, params: next, go: goOn }) => {
      if (!/^(#\/?)?$/.test(path)) return false;
      const sorted = document.activeElement?.closest?.('th')?.cellIndex;
      ask = asked(next);
      go = goOn;
      if (document.activeElement !== input) input.value = ask.q;
      list.refresh(true);
      if (sorted >= 0) setTimeout(() => heading.querySelectorAll('th')[sorted]?.querySelector('button').focus({ preventScroll: true }), 0);
      return true;
    },
    refresh: () => list.refresh(), close: () => { clearTimeout(typing); list.close(); },
  };
}

function row(x) {
  return h('tr', { data: { text: JSON.stringify(x) } },
    h('td', { class: 'c-status' }, statusBadge(x)),
    h('td', { class: 'c-name' }, h('a', { class: 'mono', href: `#/x/${encodeURIComponent(x.machine)}/${encodeURIComponent(x.name)}`, title: x.name }, shorten(x.name))),
    h('td', { class: 'c-state' }, x.state, x.attempt ? h('span', { class: 'muted' }, ` · retry ${x.attempt}`) : null),
    h('td', { class: 'c-until' }, x.until ? until(x.until) : h('span', { class: 'muted none' }, '–')),
    h('td', { class: 'c-restaurant' }, x.restaurant),
    h('td', { class: 'c-customer' }, x.customer),
    h('td', { class: 'c-started number' }, when(x.started)),
    h('td', { class: 'c-took number' }, x.stopped ? between(x.started, x.stopped) : lasting(x.started, going)),
    h('td', { class: 'c-outcome' }, x.error ? h('span', { class: 'error mono' }, x.error) : x.outcome,
      x.redrives ? h('span', { class: 'muted' }, ` · redriven ${x.redrives > 1 ? `${x.redrives}×` : ''}`) : null));
}

// shorten shows the ends of a long name: it is copied whole, and a title has it.
const shorten = (name) => (name.length > 20 ? `${name.slice(0, 8)}…${name.slice(-6)}` : name);

function nothing(ask, answer, go) {
  if (ask.page > 1 && answer.total > 0) {
    return empty('search', 'There are no more', 'This page is behind the last.', h('button', { type: 'button', onclick: () => go({ page: '' }) }, 'To the first page'));
  }
  if (ask.q || ask.status) {
    return empty('search', 'Nothing is like that', 'No execution matches what you ask for.', h('button', { type: 'button', onclick: () => go({ q: '', status: '', page: '' }) }, 'Show all'));
  }
  return empty('bag', 'No order has been placed yet', 'Each order is one execution. Place one on the customer’s page, and watch it arrive here.', h('a', { class: 'button', href: '/', target: '_blank', rel: 'noopener' }, 'Order food'));
}

// start asks for what an execution is started with.
async function start(api) {
  const machines = await api.get('/console/api/machines');
  await perform({
    api,
    action: 'start',
    question: {
      title: 'Start an execution', act: 'Start',
      text: 'Orders are started by the customer’s page. An execution that is started here has no order behind it unless its name is an order’s.',
      fields: [
        field('State machine', h('select', { name: 'machineArn' }, machines.map((m) => h('option', { value: m.arn }, m.name)))),
        field('Name', h('input', { name: 'name', maxlength: '80', autocomplete: 'off' }), 'Left empty, it gets one.'),
        field('Input (JSON)', h('textarea', { name: 'input', class: 'mono', rows: '4', value: '{}' })),
      ],
    },
    body: (form) => form,
  });
}
