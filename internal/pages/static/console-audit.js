// What ops did, and what came of it.

import { h, show } from './dom.js';
import { empty, loading } from './ui.js';
import { badge, failed, json, pager, reader, when } from './console-parts.js';

const names = { start: 'Start', stop: 'Stop', redrive: 'Redrive', 'send event': 'Send event', redeliver: 'Redeliver' };

// audit is the view.
export function audit({ api, params, go }) {
  const page = Number(params.get('page') ?? 1);
  const body = h('div', {}, loading());
  const foot = h('div', { class: 'foot' });
  const read = reader({
    read: (signal) => api.get(`/console/api/audit?page=${page}`, { signal }),
    draw: (answer) => {
      if (answer.total === 0) {
        show(body, empty('shield', 'Nobody has done anything yet', 'Whatever ops start, stop, redrive, send or redeliver is written here, with who did it and what came of it.'));
        show(foot);
        return;
      }
      show(body, h('div', { class: 'panel scroll' }, h('table', { class: 'audit flowing' },
        h('thead', {}, h('tr', {}, ['When', 'Who', 'What', 'On', 'Outcome', 'With'].map((t) => h('th', { scope: 'col' }, t)))),
        h('tbody', {}, answer.entries.map(row)))));
      show(foot, pager(answer, (to) => go({ page: to > 1 ? to : '' })));
    },
    fail: (e) => show(body, failed(e, () => read.refresh(true))),
  });
  read.refresh(true);
  return { node: h('div', { class: 'stack' }, h('h1', {}, 'Audit'), body, foot), topics: ['audit'], refresh: () => read.refresh(), close: read.close };
}

function row(e) {
  const execution = e.target.match(/:execution:([^:]+):(.+)$/);
  return h('tr', {},
    h('td', { class: 'number' }, when(e.at)), h('td', {}, e.who), h('td', {}, h('strong', {}, names[e.action] ?? e.action)),
    h('td', {}, execution ? h('a', { class: 'mono', href: `#/x/${encodeURIComponent(execution[1])}/${encodeURIComponent(execution[2])}` }, execution[2]) : h('span', { class: 'mono' }, e.target.split(':').at(-1))),
    h('td', { class: 'wrap' }, badge(e.failed ? 'failed' : e.outcome === 'begun' ? 'running' : 'succeeded', e.outcome)),
    h('td', { class: 'wrap' }, e.parameters && h('details', {}, h('summary', {}, 'Parameters'), json(e.parameters))));
}
