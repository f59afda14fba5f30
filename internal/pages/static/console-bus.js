// The bus: events as they pass, a filter, a pattern to hold against them, an event to send.

import { h, icon, list, show } from './dom.js';
import { empty, field, loading } from './ui.js';
import { failed, json, panel, perform, reader, when } from './console-parts.js';
import { at, number, why } from './console-words.js';

// bus is the view.
export function bus({ api }) {
  const filter = h('input', { type: 'search', id: 'search', placeholder: 'Filter: an order, a type, any text', 'aria-label': 'Filter events' });
  const which = h('select', { 'aria-label': 'Bus' }, h('option', { value: '' }, 'All buses'));
  const body = h('div', {}, loading());
  const rules = h('div', {});
  const opened = new Set();
  const rows = h('ol', { class: 'bus' });
  const onward = h('p', {}, h('button', { type: 'button', onclick: () => more() }, 'Older events'));
  let matching = null; // ids that the pattern selects, once it was tested
  let older = [];
  let newest;

  const draw = (answer) => {
    newest = answer ?? newest;
    const events = [...newest.events, ...older.flatMap((o) => o.events)];
    const next = (older.at(-1) ?? newest).older;
    if (events.length === 0) {
      show(body, filter.value || which.value ? empty('search', 'Nothing is like that', 'None of the newest 10,000 events matches.') : empty('bolt', 'Nothing has passed yet', 'Each step of an order publishes an event; it will be here at once.'));
      return;
    }
    if (!body.contains(rows)) show(body, rows, onward);
    list(rows, events, (e) => e.id, (e) => row(e, opened, test));
    events.forEach((e, i) => mark(rows.children[i], matching, e));
    onward.hidden = !next;
  };
  const ask = (before) => `/console/api/events?${new URLSearchParams({ q: filter.value.trim(), bus: which.value, ...(before ? { before } : {}) })}`;
  const more = async () => {
    try {
      older.push(await api.get(ask((older.at(-1) ?? newest).older)));
      draw();
    } catch (e) {
      show(body, failed(e, () => read.refresh(true)));
    }
  };
  const read = reader({
    read: (signal) => api.get(ask(), { signal }),
    draw: (answer) => {
      if (older.length && answer.events[0]?.id !== newest.events[0]?.id) older = []; // the pages have shifted
      draw(answer);
      if (matching) test.run();
    },
    fail: (e) => show(body, failed(e, () => read.refresh(true))),
  });
  let typing;
  const again = () => {
    older = [];
    clearTimeout(typing);
    typing = setTimeout(() => read.refresh(true), 150);
  };
  filter.addEventListener('input', again);
  which.addEventListener('change', again);

  const test = tester(api, (ids) => {
    matching = ids;
    if (newest) draw();
  });
  api.get('/console/api/rules').then((all) => {
    for (const name of new Set(['orderflow', ...all.map((r) => r.bus)])) which.append(h('option', { value: name }, name));
    show(rules, panel('Rules', h('ul', { class: 'rules' }, all.map((r) => h('li', {},
      h('div', { class: 'row between' }, h('span', {}, h('strong', {}, r.name), h('span', { class: 'muted' }, ` on ${r.bus} → ${r.targets.join(', ')}`)),
        h('button', { type: 'button', class: 'small', onclick: () => test.use(r.pattern) }, 'Test')), h('details', {}, h('summary', {}, 'Pattern'), json(r.pattern)))))));
  }, () => show(rules));
  read.refresh(true);
  return {
    node: h('div', { class: 'stack' },
      h('div', { class: 'bar' }, h('h1', {}, 'Bus'), h('div', { class: 'search' }, icon('search'), filter), which,
        h('button', { type: 'button', onclick: () => send(api, which) }, icon('plus'), 'Send event')),
      h('div', { class: 'split wide-left' }, body, h('div', { class: 'stack' }, test.node, rules))),
    focus: filter,
    topics: ['bus'],
    refresh: () => read.refresh(),
    close: () => { clearTimeout(typing); read.close(); },
  };
}

// mark shows whether the pattern that is tested selects the event.
function mark(node, matching, e) {
  node.classList.toggle('miss', Boolean(matching && !matching.has(e.id)));
  node.querySelector('.hit').hidden = !matching?.has(e.id);
}

function row(e, opened, test) {
  const event = e.event;
  const order = event.detail?.metadata?.orderId ?? event.detail?.name;
  const node = h('details', { open: opened.has(e.id) },
    h('summary', {}, h('span', { class: 'number muted' }, when(event.detail?.metadata?.occurredAt ?? event.time, at)),
      h('strong', {}, event['detail-type']), h('span', { class: 'muted source' }, `${event.source} · ${e.bus}`),
      e.rules.map((r) => h('span', { class: 'pill info' }, r)), h('span', { class: 'pill good hit', hidden: true }, 'matches'), icon('next')),
    h('div', { class: 'inside' },
      h('p', { class: 'row' }, order && h('a', { href: `#/x/order/${encodeURIComponent(order)}/story` }, 'The order’s story'),
        h('button', { type: 'button', class: 'small', onclick: () => test.use(JSON.stringify({ source: [event.source], 'detail-type': [event['detail-type']] }, null, 2)) }, 'Make a pattern of it')),
      json(event)));
  node.addEventListener('toggle', () => opened[node.open ? 'add' : 'delete'](e.id));
  return h('li', {}, node);
}

// tester holds a pattern against the newest events. hear gets the ids that it selects, or null.
function tester(api, hear) {
  const text = h('textarea', { class: 'mono', rows: '6', spellcheck: 'false', placeholder: '{\n  "source": ["orderflow.orders"],\n  "detail-type": [{"prefix": "order_"}]\n}' });
  const said = h('p', { role: 'status', class: 'muted' }, 'What does a rule’s pattern select? It is held against the newest 1,000 events.');
  const run = async () => {
    if (!text.value.trim()) {
      hear(null);
      said.className = 'muted';
      said.textContent = 'What does a rule’s pattern select? It is held against the newest 1,000 events.';
      return;
    }
    try {
      const answer = await api.post('/console/api/events/test', { Pattern: text.value });
      said.className = answer.error ? 'notice bad' : 'notice good';
      said.textContent = answer.error ?? `${number(answer.matches.length)} of ${number(answer.of)} events match.`;
      hear(answer.error ? null : new Set(answer.matches));
    } catch (e) {
      said.className = 'notice bad';
      said.textContent = why(e);
    }
  };
  let typing;
  text.addEventListener('input', () => {
    clearTimeout(typing);
    typing = setTimeout(run, 250);
  });
  return {
    node: panel('Test a pattern', field('Event pattern', text), said),
    run,
    use: (pattern) => {
      text.value = pattern;
      run();
      text.focus();
    },
  };
}

function send(api, which) {
  return perform({
    api, action: 'send-event', body: (form) => form,
    question: {
      title: 'Send an event', act: 'Send', text: 'Rules that match hand it to their functions, as any other event. It cannot be taken back.',
      fields: [
        field('Event bus', h('input', { name: 'bus', required: true, value: which.value || 'orderflow' })),
        field('Source', h('input', { name: 'source', required: true, value: 'ops.console' })),
        field('Detail type', h('input', { name: 'detailType', required: true })),
        field('Detail (JSON)', h('textarea', { name: 'detail', class: 'mono', rows: '5', required: true, value: '{}' })),
      ],
    },
  });
}
