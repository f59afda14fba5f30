// A customer's vouchers. The API has no route for them; the local runtime reads
// them from the promo context's store.

import { h, list, show } from './dom.js';
import { time } from './format.js';
import { empty, loading, toast, trouble } from './ui.js';

// vouchersView lists the newest vouchers.
export function vouchersView({ api }) {
  const rows = h('ul', { class: 'vouchers' });
  const foot = h('div', {}, loading(2));
  let read = false;
  const refresh = async () => {
    try {
      const { vouchers } = await api.get('/dev/vouchers');
      read = true;
      list(rows, vouchers, (v) => v.orderId, (v) => h('li', { class: 'card voucher' },
        h('strong', { class: 'percent' }, `${v.percent} %`),
        h('div', { class: 'grow' }, h('p', {}, 'off your next order'), h('p', { class: 'code mono' }, v.code), h('small', { class: 'muted' }, 'Issued ', time(v.issuedAt), ' · ', h('a', { href: `#/o/${v.orderId}` }, 'for this order'))),
        navigator.clipboard && h('button', { type: 'button', class: 'small', 'aria-label': `Copy ${v.code}`, onclick: () => navigator.clipboard.writeText(v.code).then(() => toast('Copied.', 'good'), () => toast('It could not be copied.', 'bad')) }, 'Copy')));
      show(foot, !vouchers.length && empty('gift', 'No vouchers yet', 'When an order has been delivered, you get one for the next.'));
    } catch (e) {
      if (!read) show(foot, trouble(e, refresh));
    }
  };
  return { title: 'Vouchers', node: h('section', { class: 'narrow stack' }, h('header', {}, h('h1', {}, 'Your vouchers')), rows, foot), refresh, voucher: refresh, bar: false };
}
