// What has happened to an order, as its customer and its restaurant see it.

import { h, list } from './dom.js';
import { exactTime, fullTime } from './format.js';
import { moment } from './words.js';

// timeline fills a list with the moments of an order; what is new comes in at the
// end. to is "customer" or "restaurant".
export function timeline(node, order, to) {
  list(node, order.timeline, (m) => `${m.event} ${m.at}`, (m) => {
    const [said, reason] = moment(m, to);
    return h('li', {}, h('time', { datetime: m.at, title: fullTime(m.at), class: 'number muted' }, exactTime(m.at)),
      h('div', {}, said, reason && h('blockquote', {}, h('bdi', {}, reason))));
  });
}
