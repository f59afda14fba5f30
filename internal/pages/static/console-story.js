// The story of one order: whatever happened to it, wherever, on one line of time.

import { h, icon, show } from './dom.js';
import { empty } from './ui.js';
import { block, json, lasting, when } from './console-parts.js';
import { at, exactly, going, said, span } from './console-words.js';

const kinds = {
  call: ['API calls', 'user'], state: ['States', 'flow'], error: ['Errors', 'warn'], event: ['Events', 'bolt'], consumer: ['Consumers', 'next'],
  sns: ['Restaurant’s messages', 'sound'], mail: ['Mails', 'mail'], ops: ['Ops', 'shield'], end: ['Execution', 'check'],
};

// tell fills the times into a sentence.
export const tell = (sentence) => sentence.text.split(/(\{since\}|\{until\}|\{at\})/).map((part) => {
  const name = part.slice(1, -1);
  return part.startsWith('{') && sentence[name] ? when(sentence[name], at) : part;
});

// story is the part of an execution's page.
export function story() {
  const filter = h('div', { class: 'chips', role: 'group', 'aria-label': 'What is told' });
  const line = h('ol', { class: 'story' });
  const hidden = new Set();
  const opened = new Set();
  let told;
  const draw = () => {
    const there = Object.keys(kinds).filter((k) => told.happenings.some((x) => x.kind === k));
    show(filter, there.map((k) => h('button', { type: 'button', class: `chip kind-${k}`, 'aria-pressed': String(!hidden.has(k)), onclick: () => {
      hidden[hidden.has(k) ? 'delete' : 'add'](k);
      draw();
    } }, icon(kinds[k][1]), kinds[k][0], h('span', { class: 'number' }, String(told.happenings.filter((x) => x.kind === k).length)))));
    const shown = told.happenings.filter((x) => !hidden.has(x.kind));
    if (shown.length === 0) {
      show(line, h('li', {}, empty('clock', 'Nothing is shown', 'Choose above what is to be told.')));
      return;
    }
    const begin = Date.parse(told.happenings[0].at);
    show(line, shown.map((x, i) => [pause(shown[i - 1], x), entry(x, begin, opened)]));
  };
  return {
    node: h('div', { class: 'stack tight' }, filter, line),
    draw(_, answer) {
      told = answer;
      draw();
    },
  };
}

// pause stands where nothing happened for a while.
function pause(before, x) {
  const ms = before ? Date.parse(x.at) - Date.parse(before.at) : 0;
  return ms > 30_000 && h('li', { class: 'pause muted' }, `${span(ms)} later`);
}

function entry(x, begin, opened) {
  const key = `${x.at} ${x.kind} ${x.title}`;
  const inside = x.mail ? mail(x.mail) : x.body && data(x.body);
  const took = x.until ? Date.parse(x.until) - Date.parse(x.at) : undefined;
  const text = h('span', { class: 'what' }, h('strong', {}, x.title), x.note && h('span', { class: 'note' }, said(x.note)));
  const length = h('span', { class: 'muted number took' }, took !== undefined ? span(took) : x.status === 'busy' && x.kind === 'state' ? lasting(x.at, going) : '');
  const line = [
    h('time', { class: 'number', datetime: x.at, title: exactly(x.at) }, h('span', {}, at(x.at)), h('span', { class: 'muted' }, `+${span(Date.parse(x.at) - begin)}`)),
    h('span', { class: 'mark' }, icon(kinds[x.kind][1])), text, length,
  ];
  if (!inside) return h('li', { class: `happening kind-${x.kind} ${x.status ?? ''}` }, h('div', { class: 'line' }, line));
  const node = h('details', { open: opened.has(key) }, h('summary', { class: 'line' }, line, icon('next')), h('div', { class: 'inside' }, inside));
  node.addEventListener('toggle', () => opened[node.open ? 'add' : 'delete'](key));
  return h('li', { class: `happening kind-${x.kind} ${x.status ?? ''}` }, node);
}

function data(body) {
  if (body && typeof body === 'object' && 'input' in body && Object.keys(body).length === 2) return h('div', { class: 'columns' }, block('Input', body.input), block('Output', body.output));
  return json(body);
}

const shapes = new Set(['p', 'br', 'ul', 'ol', 'li', 'b', 'strong', 'i', 'em', 'h1', 'h2', 'h3', 'table', 'tbody', 'thead', 'tr', 'td', 'th', 'blockquote', 'pre', 'hr']);

// mail shows a mail as its reader sees it; the server has left text and shapes of its HTML.
export function mail(m) {
  const nodes = (parts) => (parts ?? []).map((p) => (p.tag && shapes.has(p.tag) ? h(p.tag, {}, nodes(p.in)) : p.text));
  return h('article', { class: 'letter-paper' },
    h('header', {}, h('p', {}, h('span', { class: 'muted' }, 'From '), m.from), h('p', {}, h('span', { class: 'muted' }, 'To '), m.to.join(', ')), h('h3', {}, m.subject)),
    h('div', { class: 'letter-body' }, m.html?.length ? nodes(m.html) : h('pre', {}, m.text)));
}
