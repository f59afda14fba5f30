// A state machine as a picture: the server says where things are, and here they become SVG nodes.

import { h, s } from './dom.js';
import { visitNames } from './console-words.js';

// graph draws a picture and colours it by what an execution did: visits and taken as the server
// tells them. pick(state) is called when a state is chosen.
export function graph(picture, { visits = [], taken = [], pick, chosen } = {}) {
  const boxes = new Map();
  const states = s('g', {}, picture.boxes.map((box) => {
    if (!box.state) return dot(box);
    const node = state(box, pick);
    boxes.set(box.state, node);
    return node;
  }));
  const arrows = picture.arrows.map((a) => ({ a, node: arrow(a) }));
  const svg = s('svg', {
    class: 'graph', viewBox: `0 0 ${picture.width} ${picture.height}`, width: picture.width, height: picture.height, role: 'group', 'aria-label': 'State machine',
  },
  picture.frames.map((f) => s('g', { class: 'frame' }, s('rect', { x: f.x, y: f.y, width: f.width, height: f.height, rx: 10 }))),
  arrows.map(({ node }) => node), states);
  const colour = (visits, taken, chosen) => {
    const last = new Map();
    const times = new Map();
    for (const v of visits) {
      last.set(v.name, v);
      times.set(v.name, (times.get(v.name) ?? 0) + 1);
    }
    for (const [name, node] of boxes) {
      const v = last.get(name);
      const status = v && standing(v);
      node.setAttribute('class', `state ${status ?? 'untouched'}${name === chosen ? ' chosen' : ''}`);
      node.setAttribute('aria-label', v ? `${name}: ${visitNames[status]}` : name);
      node.setAttribute('aria-pressed', String(name === chosen));
      const kind = node.querySelector('.kind');
      kind.textContent = times.get(name) > 1 ? `${kind.dataset.kind} · ${times.get(name)}×` : kind.dataset.kind;
    }
    const made = new Set(taken.map(([from, to]) => `${from}\n${to}`));
    const first = visits[0]?.name;
    const finished = new Set(visits.filter((v) => v.left && ['succeeded', 'caught'].includes(v.status)).map((v) => v.name));
    for (const { a, node } of arrows) {
      const went = a.kind === 'begin' ? a.to === first
        : a.kind === 'finish' ? finished.has(a.from) && visits.at(-1)?.name === a.from
          : a.kind === 'catch' ? made.has(`${a.from}\n${a.to}`) && caught(visits, a)
            : a.kind === 'branch' ? (finished.has(a.from) || last.has(a.from)) && last.has(a.to)
              : made.has(`${a.from}\n${a.to}`) && !onlyCaught(visits, a);
      node.setAttribute('class', `arrow ${a.kind}${went ? ' taken' : ''}`);
    }
  };
  colour(visits, taken, chosen);
  return { node: h('div', { class: 'graph-frame' }, svg), colour };
}

// standing is how a visit stands; a wait for somebody is not work.
export const standing = (v) => (v.status === 'running' && v.attempts && v.until && v.resource?.includes('waitForTaskToken') ? 'waiting' : v.status);

const leaving = (visits, { from, to }) => visits.filter((v, i) => v.name === from && visits[i + 1]?.name === to);
const caught = (visits, a) => leaving(visits, a).some((v) => v.status === 'caught');
const onlyCaught = (visits, a) => {
  const all = leaving(visits, a);
  return all.length > 0 && all.every((v) => v.status === 'caught');
};

function state(box, pick) {
  const x = box.x + box.width / 2;
  const y = box.y + box.height / 2;
  const act = pick && {
    tabindex: '0', role: 'button',
    onclick: () => pick(box.state),
    onkeydown: (e) => {
      if (e.key !== 'Enter' && e.key !== ' ') return;
      e.preventDefault();
      pick(box.state);
    },
  };
  return s('g', { class: 'state', data: { state: box.state }, ...act },
    s('title', {}, box.state),
    s('rect', { x: box.x, y: box.y, width: box.width, height: box.height, rx: 7 }),
    s('text', { class: 'name', x, y: y - 1, 'text-anchor': 'middle' }, box.label),
    s('text', { class: 'kind', x, y: y + 14, 'text-anchor': 'middle', data: { kind: box.kind } }, box.kind));
}

function dot(box) {
  const r = box.width / 2 - 1;
  return s('g', { class: `point ${box.kind}` }, s('circle', { cx: box.x + box.width / 2, cy: box.y + box.height / 2, r: box.kind === 'join' ? 3 : r }),
    box.kind === 'end' && s('circle', { class: 'inner', cx: box.x + box.width / 2, cy: box.y + box.height / 2, r: r - 4 }));
}

function arrow(a) {
  return s('g', { class: `arrow ${a.kind}` }, s('path', { class: 'line', d: a.line }), a.tip && s('path', { class: 'tip', d: a.tip }),
    a.label && s('text', { x: a.x, y: a.y + 4, 'text-anchor': 'middle' }, a.label));
}
