// One execution: its graph, its states on a line of time, its events, its story, its data.

import { h, icon, show } from './dom.js';
import { field, loading } from './ui.js';
import { graph, standing } from './console-graph.js';
import { badge, block, copyable, download, failed, json, kept, lasting, perform, reader, statusBadge, until, when } from './console-parts.js';
import { story, tell } from './console-story.js';
import { at, between, dollars, exactly, going, number, said, span, visitNames } from './console-words.js';

const tabs = [['graph', 'Graph'], ['states', 'States'], ['events', 'Events'], ['story', 'Story'], ['data', 'Input & output'], ['definition', 'Definition']];

// execution is the view.
export function execution({ api, match }) {
  let [machine, name, tab = 'graph'] = match;
  const base = `#/x/${encodeURIComponent(machine)}/${encodeURIComponent(name)}`;
  const path = `${encodeURIComponent(machine)}/${encodeURIComponent(name)}`;
  const node = h('div', { class: 'stack' }, loading());
  let page;
  const read = reader({
    read: async (signal) => {
      const [x, told] = await Promise.all([
        api.get(`/console/api/executions/${path}`, { signal }),
        machine === 'order' ? api.get(`/console/api/story/${encodeURIComponent(name)}`, { signal }) : null,
      ]);
      return { x, told };
    },
    draw: ({ x, told }) => {
      page ??= frame({ api, name, base, tab, node, again: () => read.refresh(true) });
      page.draw(x, told);
    },
    fail: (e) => { if (!page || e.status === 404) show(node, failed(e, () => read.refresh(true))); },
  });
  read.refresh(true);
  return {
    node,
    topics: ['execution', 'order', 'bus', 'mail', 'sns', 'consumer', 'audit'],
    refresh: (topic, key) => {
      if (topic === 'execution' ? key === `${machine}/${name}` : topic === 'order' || topic === 'consumer' ? key === name || key === undefined : true) read.refresh();
    },
    follow: ({ match: next, path: to }) => {
      if (!to.startsWith('#/x/') || next[0] !== machine || next[1] !== name) return false;
      tab = next[2] ?? 'graph';
      page?.open(tab);
      return true;
    },
    close: read.close,
  };
}

// frame is what shows an execution, here or imported. again reads it anew.
export function frame({ api, name, base, tab, node, again, imported = false }) {
  const head = h('header', { class: 'subject' });
  const nav = h('nav', { class: 'subtabs', 'aria-label': 'Parts of the execution' });
  const body = h('div', {});
  show(node, head, nav, body);
  const drawHead = kept(head);
  const drawNav = kept(nav);
  let x;
  let told;
  let current = tab;
  let part;

  const open = (tab) => {
    current = tab;
    part = undefined;
    draw(x, told);
  };
  const draw = (execution, its) => {
    x = execution;
    told = its;
    drawHead(subject(x, told, name, api, again, imported));
    const offered = tabs.filter(([id]) => (id === 'story' ? told : ['graph', 'definition'].includes(id) ? x.graph : true));
    if (!offered.some(([id]) => id === current)) current = offered[0][0];
    drawNav(offered.map(([id, label]) => [id, `${id === current} ${x.events.length}`, () => h('a', { href: id === 'graph' ? base : `${base}/${id}`, 'aria-current': id === current && 'page' },
      label, id === 'events' && h('span', { class: 'muted number' }, ` ${number(x.events.length)}`))]));
    part ??= parts[current]();
    if (!body.contains(part.node)) show(body, part.node);
    part.draw(x, told);
  };
  const parts = {
    graph: () => graphPart(),
    states: () => statesPart(),
    events: () => eventsPart(),
    story: () => story(),
    data: () => dataPart(),
    definition: () => ({ node: h('div', {}), draw(x) { show(this.node, json(x.definition)); } }),
  };
  return { draw, open };
}

function subject(x, told, name, api, again, imported) {
  const facts = [
    ['Started', when(x.started, exactly)],
    [x.stopped ? 'Took' : 'Running for', x.stopped ? h('span', { class: 'number' }, between(x.started, x.stopped)) : lasting(x.started, going)],
    x.status === 'RUNNING' && x.until && ['Until', h('span', {}, when(x.until), ' · ', until(x.until))],
    ['Transitions', h('span', { class: 'number' }, `${number(x.transitions)} · ${dollars(x.dollars)}`)],
    x.restaurant && ['Restaurant', told?.order?.restaurant ?? x.restaurant],
    x.customer && ['Customer', x.customer],
    told?.order && ['Order', `${told.order.total}, ${told.order.status}`],
    x.redrives && ['Redriven', h('span', {}, x.redrives > 1 ? `${x.redrives}×, last ` : '', x.redriven ? when(x.redriven) : `${x.redrives}×`)],
    x.revision && ['Revision', String(x.revision)],
  ].filter(Boolean);
  const redrivable = !imported && ['FAILED', 'TIMED_OUT', 'ABORTED'].includes(x.status);
  const key = JSON.stringify;
  return [
    ['title', key([x.status, x.waitsFor, x.redrives]), () => h('div', { class: 'row between' },
      h('div', { class: 'row' }, h('h1', { class: 'mono title' }, name), statusBadge(x)),
      h('div', { class: 'row actions' },
        redrivable && h('button', { type: 'button', class: 'primary', onclick: () => redrive(api, x, again) }, 'Redrive'),
        !imported && x.status === 'RUNNING' && h('button', { type: 'button', class: 'danger', onclick: () => stop(api, x, again) }, 'Stop'),
        !imported && h('button', { type: 'button', onclick: () => save(api, x) }, 'Export history')))],
    ['sentence', key(told?.sentence), () => told && h('p', { class: `sentence ${told.sentence.tone}` }, tell(told.sentence))],
    ['error', key([x.error, x.cause]), () => x.error && h('p', { class: 'notice bad' }, icon('warn'), h('span', {}, h('strong', {}, x.error), x.cause && h('span', { class: 'cause' }, said(x.cause))))],
    ['notes', key(x.notes), () => x.notes?.map((n) => h('p', { class: 'notice warn' }, icon('note'), h('span', {}, n)))],
    ['facts', key([x.status, x.until, x.transitions, x.redrives, x.stopped, told?.order?.status]), () => h('dl', { class: 'facts' }, facts.map(([term, value]) => h('div', {}, h('dt', {}, term), h('dd', {}, value))))],
    ['arn', x.arn, () => x.arn && copyable(x.arn)],
  ];
}

function redrive(api, x, done) {
  return perform({
    api, action: 'redrive', done, body: () => ({ arn: x.arn }),
    question: { title: 'Redrive this execution?', text: `It goes on at ${x.state}, where it stopped, with its retries anew.`, act: 'Redrive' },
  });
}

function stop(api, x, done) {
  return perform({
    api, action: 'stop', done, body: ({ error, cause }) => ({ arn: x.arn, error, cause }),
    question: {
      title: 'Stop this execution?', act: 'Stop', dismiss: 'Let it run', tone: 'danger',
      text: 'It ends as aborted. Its order ends as failed, and customer and restaurant are told, unless it is redriven within the hour.',
      fields: [field('Error', h('input', { name: 'error', maxlength: '256', value: 'StoppedByOps' })), field('Cause', h('textarea', { name: 'cause', rows: '2', maxlength: '32768' }), 'Why you stop it. It stays in the history.')],
    },
  });
}

async function save(api, x) {
  const history = await api.get(`/console/api/history/${encodeURIComponent(x.machine)}/${encodeURIComponent(x.name)}`);
  download(`${x.name}.history.json`, JSON.stringify(history, null, 2));
}

// The graph, and beside it the state that is chosen.
function graphPart() {
  const left = h('div', { class: 'panel graph-panel' });
  const right = h('div', { class: 'panel detail', 'aria-live': 'polite' });
  let chosen;
  let picked = false;
  let drawn;
  let x;
  const choose = (name) => {
    chosen = name;
    drawn.colour(x.visits, x.taken, chosen);
    show(right, stateDetail(name, x.visits.filter((v) => v.name === name)));
  };
  return {
    node: h('div', { class: 'split' }, left, right),
    draw(execution) {
      x = execution;
      if (!drawn) {
        drawn = graph(x.graph, { pick: (name) => { picked = true; choose(name); } });
        show(left, drawn.node, legend());
      }
      choose(picked ? chosen : x.visits.at(-1)?.name ?? x.graph.boxes.find((b) => b.state)?.state);
    },
  };
}

const legend = () => h('p', { class: 'legend' }, ['succeeded', 'running', 'waiting', 'caught', 'failed', 'timed_out', 'aborted'].map((s) => badge(s, visitNames[s])));

function stateDetail(name, visits) {
  if (visits.length === 0) return [h('h2', {}, name), h('p', { class: 'muted' }, 'The execution has not been here.')];
  return [
    h('h2', {}, name),
    visits.slice().reverse().map((v, i) => h('article', { class: 'visit' },
      visits.length > 1 && h('h3', {}, `Visit ${visits.length - i} of ${visits.length}`),
      visitFacts(v), visitData(v, i === 0))),
  ];
}

function visitFacts(v) {
  const status = standing(v);
  const facts = [
    ['Status', badge(status, visitNames[status])],
    ['Entered', when(v.entered, exactly)],
    [v.left ? 'Took' : 'For', v.left ? between(v.entered, v.left) : lasting(v.entered, going)],
    v.until && ['Until', h('span', {}, when(v.until), ' · ', until(v.until))],
    v.attempts > 1 && ['Attempts', String(v.attempts)],
    v.resource && ['Calls', h('span', { class: 'mono' }, v.resource)],
  ].filter(Boolean);
  return h('dl', { class: 'facts small' }, facts.map(([term, value]) => h('div', {}, h('dt', {}, term), h('dd', {}, value))));
}

function visitData(v) {
  return [
    v.errors?.map((e) => h('p', { class: `notice ${v.status === 'caught' || v.status === 'succeeded' ? 'warn' : 'bad'}` }, h('span', {},
      h('strong', {}, e.error || e.event), ' ', h('span', { class: 'muted-in' }, at(e.at)), e.cause && h('span', { class: 'cause' }, said(e.cause))))),
    block('Input', v.input), block('Arguments', v.parameters), block('Result', v.result), block('Output', v.output),
    block('Variables assigned', v.variables && Object.fromEntries(Object.entries(v.variables).map(([k, t]) => [k, parsed(t)]))),
  ];
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

// The states, on a line of time.
function statesPart() {
  const node = h('div', { class: 'panel scroll' });
  const opened = new Set();
  return {
    node,
    draw(x) {
      const begin = Date.parse(x.started);
      const end = Math.max(begin + 1, x.stopped ? Date.parse(x.stopped) : Date.parse(x.now));
      show(node, h('table', { class: 'states' },
        h('thead', {}, h('tr', {}, ['State', 'Status', 'Entered', 'Took', `Timeline, ${span(end - begin)}`].map((t) => h('th', { scope: 'col' }, t)))),
        h('tbody', {}, x.visits.map((v, i) => {
          const status = standing(v);
          const more = h('tr', { class: 'more', hidden: !opened.has(i) }, h('td', { colspan: '5' }, h('div', { class: 'columns' }, visitData(v))));
          const button = h('button', { type: 'button', class: 'quiet expand', 'aria-expanded': String(opened.has(i)), onclick: () => {
            more.hidden = !more.hidden;
            button.setAttribute('aria-expanded', String(!more.hidden));
            opened[more.hidden ? 'delete' : 'add'](i);
          } }, icon('next'), h('strong', {}, v.name), h('span', { class: 'muted' }, v.type));
          return [h('tr', {}, h('td', {}, button),
            h('td', {}, badge(status, visitNames[status]), v.attempts > 1 && h('span', { class: 'muted' }, ` ${v.attempts} attempts`)),
            h('td', { class: 'number' }, when(v.entered, exactly)),
            h('td', { class: 'number' }, v.left ? between(v.entered, v.left) : lasting(v.entered, going)),
            h('td', { class: 'time' }, bar(begin, end, Date.parse(v.entered), v.left ? Date.parse(v.left) : end, status))), more];
        }))));
    },
  };
}

function bar(begin, end, from, to, status) {
  const node = h('span', { class: `bar-of ${status}` });
  const at = (100 * (from - begin)) / (end - begin);
  node.style.setProperty('--from', `${Math.min(at, 99.4)}%`);
  node.style.setProperty('--length', `${Math.max(0.6, Math.min((100 * (to - from)) / (end - begin), 100 - at))}%`);
  return h('span', { class: 'track' }, node);
}

// The events, with every detail.
function eventsPart() {
  const filter = h('input', { type: 'search', placeholder: 'Filter events', 'aria-label': 'Filter events' });
  const table = h('div', { class: 'panel scroll' });
  const size = 200;
  let x;
  let page = 1;
  const opened = new Set();
  const draw = () => {
    const words = filter.value.toLowerCase().trim();
    const found = words ? x.events.filter((e) => JSON.stringify(e).toLowerCase().includes(words)) : x.events;
    const last = Math.max(1, Math.ceil(found.length / size));
    page = Math.min(page, last);
    show(table, h('table', { class: 'events' },
      h('thead', {}, h('tr', {}, ['#', 'Type', 'State or error', 'After', 'Time'].map((t) => h('th', { scope: 'col' }, t)))),
      h('tbody', {}, found.slice((page - 1) * size, page * size).map((e) => eventRow(e, x, opened)))),
    last > 1 && h('p', { class: 'row end' }, h('span', { class: 'muted' }, `Page ${page} of ${last}`),
      h('button', { type: 'button', class: 'small', disabled: page === 1, onclick: () => { page--; draw(); } }, 'Previous'),
      h('button', { type: 'button', class: 'small', disabled: page === last, onclick: () => { page++; draw(); } }, 'Next')));
  };
  filter.addEventListener('input', draw);
  return { node: h('div', { class: 'stack tight' }, filter, table), draw(execution) { x = execution; draw(); } };
}

function eventRow(e, x, opened) {
  const more = h('tr', { class: 'more', hidden: !opened.has(e.id) }, h('td', { colspan: '5' },
    h('p', { class: 'muted' }, `Follows event ${e.previous}`), e.details ? json(unwrapped(e.details)) : h('p', { class: 'muted' }, 'It has no details.')));
  const button = h('button', { type: 'button', class: 'quiet expand', 'aria-expanded': String(opened.has(e.id)), onclick: () => {
    more.hidden = !more.hidden;
    button.setAttribute('aria-expanded', String(!more.hidden));
    opened[more.hidden ? 'delete' : 'add'](e.id);
  } }, icon('next'), e.type);
  const bad = /(Failed|TimedOut|Aborted)$/.test(e.type);
  return [h('tr', { class: bad ? 'bad' : null }, h('td', { class: 'number' }, String(e.id)), h('td', {}, button),
    h('td', {}, e.details?.name ?? e.details?.error ?? (e.details?.resource ? `${e.details.resourceType ?? ''}:${e.details.resource}` : '')),
    h('td', { class: 'number' }, `+${span(Date.parse(e.at) - Date.parse(x.started))}`),
    h('td', { class: 'number' }, when(e.at, exactly))), more];
}

// unwrapped shows JSON within texts as the JSON that it is.
const unwrapped = (details) => Object.fromEntries(Object.entries(details).map(([k, v]) => [k, typeof v === 'string' && /^[[{]/.test(v) ? parsed(v) : v]));

// What went in, and what came out.
function dataPart() {
  const node = h('div', { class: 'columns' });
  return {
    node,
    draw(x) {
      const variables = {};
      for (const v of x.visits) for (const [k, t] of Object.entries(v.variables ?? {})) variables[k] = parsed(t);
      show(node, block('Input', x.input), block('Output', x.output), Object.keys(variables).length > 0 && block('Variables', variables),
        x.error && block('Error', { error: x.error, cause: parsed(x.cause ?? '') }), x.trace && block('Trace header', x.trace));
    },
  };
}
