// A history that was exported from AWS, seen as an execution of this machine is.

import { h, show } from './dom.js';
import { busy, field } from './ui.js';
import { frame } from './console-execution.js';
import { why } from './console-words.js';

const largest = 24 << 20; // bytes of both texts; the server takes a little more

let kept; // what was imported, while one goes from part to part

// imports is the view.
export function imports({ api, match }) {
  const node = h('div', { class: 'stack' });
  let tab = match[0] ?? 'graph';
  let page;
  const ask = () => {
    kept = undefined;
    page = undefined;
    show(node, form(api, (answer, name) => {
      kept = { answer, name };
      draw();
    }));
  };
  const draw = () => {
    const inner = h('div', { class: 'stack' });
    show(node, h('div', { class: 'row between' }, h('p', { class: 'muted' }, 'Imported. It is kept in this window only.'), h('button', { type: 'button', class: 'small', onclick: ask }, 'Import another')), inner);
    page = frame({ api, name: kept.name, base: '#/import', tab, node: inner, again: () => {}, imported: true });
    page.draw(kept.answer, null);
  };
  if (kept) draw();
  else ask();
  return {
    node,
    topics: [],
    refresh: () => {},
    follow: ({ path, match: next }) => {
      if (!path.startsWith('#/import')) return false;
      tab = next[0] ?? 'graph';
      page?.open(tab);
      return true;
    },
  };
}

function form(api, done) {
  const problem = h('p', { class: 'notice bad', role: 'alert', hidden: true });
  const history = file('history', true);
  const definition = file('definition', false);
  const button = h('button', { class: 'primary' }, 'Show it');
  return h('form', {
    class: 'panel import',
    onsubmit: (e) => {
      e.preventDefault();
      problem.hidden = true;
      busy(button, async () => {
        try {
          const texts = await Promise.all([history, definition].map(async (f) => (f.files[0] ? f.files[0].text() : '')));
          if (texts[0].length + texts[1].length > largest) throw new RangeError('The files are larger than 24 MB together. A history has at most 25,000 events.');
          const answer = await api.post('/console/api/import', { History: texts[0], Definition: texts[1] });
          done(answer, history.files[0].name.replace(/(\.history)?\.json$/, ''));
        } catch (error) {
          problem.textContent = error instanceof RangeError ? error.message : why(error);
          problem.hidden = false;
        }
      });
    },
  },
  h('h1', {}, 'Import a history from AWS'),
  h('p', { class: 'muted' }, 'See an execution that ran on AWS as the ones here: graph, states, events. Nothing is stored, and task tokens are masked.'),
  field('History', history, h('span', {}, h('code', {}, 'aws stepfunctions get-execution-history --execution-arn … > history.json'))),
  field('Definition', definition, h('span', {}, h('code', {}, 'aws stepfunctions describe-state-machine-for-execution --execution-arn … > definition.json'), ', or the Amazon States Language itself. Without it there is no graph.')),
  problem, h('div', {}, button));
}

const file = (name, required) => h('input', { type: 'file', name, accept: '.json,application/json', required });
