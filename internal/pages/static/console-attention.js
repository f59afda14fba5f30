// What needs attention: waits that are about to expire, what has stopped, dead letters, slow restaurants.

import { h, show } from './dom.js';
import { empty, loading } from './ui.js';
import { failed, json, panel, perform, reader, statusBadge, until, when } from './console-parts.js';
import { number, said, span } from './console-words.js';

// attention is the view.
export function attention({ api }) {
  const body = h('div', {}, loading());
  const read = reader({
    read: (signal) => api.get('/console/api/attention', { signal }),
    draw: (a) => show(body, ...draw(a, api, () => read.refresh(true))),
    fail: (e) => show(body, failed(e, () => read.refresh(true))),
    pause: 400,
  });
  read.refresh(true);
  const often = setInterval(() => read.refresh(), 5000); // waits come near their end without anything happening
  return {
    node: h('div', { class: 'stack' }, h('h1', {}, 'Needs attention'), body),
    topics: ['execution', 'dead-letter', 'order'],
    refresh: () => read.refresh(),
    close: () => { clearInterval(often); read.close(); },
  };
}

const link = (x) => h('a', { class: 'mono', href: `#/x/${encodeURIComponent(x.machine)}/${encodeURIComponent(x.name)}`, title: x.name }, x.name.length > 20 ? `${x.name.slice(0, 8)}…${x.name.slice(-6)}` : x.name);

function draw(a, api, again) {
  if (!a.expiringTotal && !a.stoppedTotal && !a.retryingTotal && !a.deadLetters.length && !a.restaurants.length) {
    return [empty('check', 'Nothing needs you', 'No wait is about to expire, nothing has stopped, no event was lost.')];
  }
  const few = 12; // of each; the rest is a search away
  const more = (n, q) => n > few && h('p', {}, h('a', { href: `#/?q=${encodeURIComponent(q)}` }, `All ${number(n)}`));
  const none = (text) => h('p', { class: 'muted calm' }, text);
  return [h('div', { class: 'attention' },
    panel(['Stopped', count(a.stoppedTotal, 'bad')],
      a.stopped.length ? table(['', 'Execution', 'In', 'Error', 'When', ''], a.stopped.slice(0, few).map((x) => [
        statusBadge(x), link(x), x.state, h('span', { class: 'mono error' }, x.error ?? '–'), when(x.stopped),
        h('span', { class: 'row tight' }, x.givesUp && h('span', { class: 'muted' }, 'gives up in ', until(x.givesUp)),
          h('button', { type: 'button', class: 'small', onclick: () => redrive(api, x, again) }, 'Redrive'))])) : none('Nothing has stopped in the last day.'),
      more(a.stoppedTotal, '-status:running -status:succeeded')),
    panel(['About to expire', count(a.expiringTotal, 'warn')],
      a.expiring.length ? table(['Left', 'Execution', 'Waiting in', 'Restaurant', 'Customer'], a.expiring.slice(0, few).map((x) => [until(x.until), link(x), x.state, x.restaurant, x.customer]))
        : none('No wait is near its end.'),
      more(a.expiringTotal, 'waits:token left<10m')),
    a.retryingTotal > 0 && panel(['Failing, and tried again', count(a.retryingTotal, 'warn')],
      table(['Next attempt', 'Execution', 'In', 'Attempts'], a.retrying.slice(0, few).map((x) => [until(x.until), link(x), x.state, String(x.attempt)])), more(a.retryingTotal, 'waits:retry')),
    panel(['Dead letters', count(a.deadLetters.length, 'bad')],
      a.deadLetters.length ? h('ul', { class: 'letters' }, a.deadLetters.slice(0, 50).map((l) => letter(l, api, again))) : none('Every event has been handled.')),
    panel('Restaurants',
      a.restaurants.length ? table(['Restaurant', 'Orders', 'Accepted after', 'Slowest', 'Rejected', 'Expired'], a.restaurants.map((r) => [
        h('a', { href: `#/?q=restaurant:${r.id}` }, r.name), number(r.orders), r.accepted ? h('span', { class: r.median > 300 ? 'slow' : null }, span(r.median * 1000)) : '–',
        r.accepted ? span(r.slowest * 1000) : '–', number(r.rejected), h('span', { class: r.expired ? 'slow' : null }, number(r.expired))]), 'numbers') : none('No restaurant has had an order yet.'),
      h('p', { class: 'muted calm' }, 'Over the newest 100 orders of each; “accepted after” is the median.')))];
}

const count = (n, tone) => h('span', { class: `tally ${n ? tone : ''}` }, number(n));

function table(head, rows, name = 'flowing') {
  return h('div', { class: 'scroll' }, h('table', { class: name }, h('thead', {}, h('tr', {}, head.map((t) => h('th', { scope: 'col' }, t)))),
    h('tbody', {}, rows.map((cells) => h('tr', {}, cells.map((c) => h('td', {}, c)))))));
}

function letter(l, api, again) {
  return h('li', {}, h('div', { class: 'row between' }, h('div', {}, h('strong', {}, l.queue), h('span', { class: 'muted' }, ' · ', when(l.at))),
    h('button', { type: 'button', class: 'small', onclick: () => perform({
      api, action: 'redeliver', body: () => ({ ID: l.id }), done: again,
      question: { title: 'Redeliver this event?', text: `It is taken out of ${l.queue} and handed to its function again.`, act: 'Redeliver' },
    }) }, 'Redeliver')),
  h('p', { class: 'cause mono' }, said(l.cause)), h('details', {}, h('summary', {}, 'The event'), json(l.body)));
}

const redrive = (api, x, done) => perform({
  api, action: 'redrive', done, body: () => ({ arn: x.arn }),
  question: { title: 'Redrive this execution?', text: `${x.name} goes on at ${x.state}, where it stopped, with its retries anew.`, act: 'Redrive' },
});
