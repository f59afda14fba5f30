// What a kitchen has to do: its open orders in full, and what is done in short.

import { oneAtATime, Problem } from './api.js';
import { byTime } from './format.js';
import { ended, sentence, tooLate } from './words.js';

const most = 60; // orders that are shown in full; of those beyond, only how many
const readers = 6; // orders that are read at once
const pages = 10; // of 100 open orders each
const between = 3_000; // ms until an order that is on its way from one wait to the next is read again
const step = 30; // of what is done, so many are shown at first, and so many more each time

// Board keeps a restaurant's orders. Its events: "change", "new" (an order waits
// for an answer), "withdrawn" (one that waited does not any more, and it was not
// this window: detail says why).
export class Board extends EventTarget {
  #api;
  #open = new Map(); // id → {id, status, createdAt, order?, busy?, problem?}
  #done = new Map(); // id → summary
  #mine = new Set(); // decided in this window
  #queue = new Set();
  #begun = false;
  #shown = step; // of what is done
  #cursor; // of what is done and not read yet
  #closed = false;
  #pump;
  #again; // the timer of orders that are read again

  constructor(api) {
    super();
    this.#api = api;
    this.#pump = oneAtATime(() => this.#readQueued());
  }

  close() {
    this.#closed = true;
    clearTimeout(this.#again);
  }

  // fresh are the orders that wait for an answer, the most urgent first.
  get fresh() {
    return this.#of('placed').slice(0, most);
  }

  get freshTotal() {
    return this.#of('placed').length;
  }

  get kitchen() {
    return this.#of('accepted').slice(0, most);
  }

  get kitchenTotal() {
    return this.#of('accepted').length;
  }

  // done are the latest of the orders that have ended, the newest first.
  get done() {
    return [...this.#done.values()].sort((a, b) => byTime(b.createdAt, a.createdAt) || b.id.localeCompare(a.id)).slice(0, this.#shown);
  }

  // more tells whether there are earlier ones, for readMore.
  get more() {
    return Boolean(this.#cursor) || this.#done.size > this.#shown;
  }

  // #of are the open orders of a status, by what they wait for. As long as an order
  // has not been read in full, its time is guessed by that of another.
  #of(status) {
    const all = [...this.#open.values()].filter((o) => o.status === status);
    const known = all.find((o) => o.order?.waiting);
    const usual = known ? Date.parse(known.order.waiting.until) - Date.parse(known.createdAt) : 0;
    const due = (o) => (o.order?.waiting ? Date.parse(o.order.waiting.until) : Date.parse(o.createdAt) + usual);
    return all.sort((a, b) => due(a) - due(b) || a.id.localeCompare(b.id));
  }

  // read reads everything again.
  async read() {
    const [placed, accepted, recent] = await Promise.all([this.#all('placed'), this.#all('accepted'), this.#api.get(`/orders?limit=${step}`)]);
    const open = new Map();
    for (const summary of [...placed, ...accepted]) open.set(summary.id, { ...this.#open.get(summary.id), ...summary });
    for (const id of this.#open.keys()) if (!open.has(id)) this.#queue.add(id); // it may have ended
    this.#open = new Map([...this.#open, ...open]);
    for (const summary of recent.orders) if (ended(summary.status)) this.#done.set(summary.id, summary);
    if (!this.#begun) this.#cursor = recent.cursor;
    this.#begun = true;
    for (const o of [...this.fresh, ...this.kitchen]) this.#queue.add(o.id);
    this.#changed();
    await this.#pump();
  }

  async #all(status) {
    const orders = [];
    let cursor = '';
    for (let i = 0; i < pages; i++) {
      const page = await this.#api.get(`/orders?status=${status}&limit=100${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
      orders.push(...page.orders);
      cursor = page.cursor;
      if (!cursor) break;
    }
    return orders;
  }

  // readMore shows more of what is done.
  async readMore() {
    if (this.#cursor && this.#done.size < this.#shown + step) {
      const page = await this.#api.get(`/orders?limit=${step}&cursor=${encodeURIComponent(this.#cursor)}`);
      for (const summary of page.orders) if (ended(summary.status)) this.#done.set(summary.id, summary);
      this.#cursor = page.cursor;
    }
    this.#shown += step;
    this.#changed();
  }

  // hear takes a live note: the order is read.
  hear(note) {
    if (note.status === 'received') return; // not yet for the restaurant
    this.#queue.add(note.id);
    this.#pump();
  }

  // one reads an order that is not on the board in full.
  one(id) {
    return this.#api.get(`/orders/${encodeURIComponent(id)}`);
  }

  // #readQueued reads what is queued, and whatever comes to be shown meanwhile.
  async #readQueued() {
    const tried = new Set();
    for (let ids = this.#take(); ids.length; ids = this.#take(tried)) {
      for (let i = 0; i < ids.length; i += readers) {
        const some = ids.slice(i, i + readers);
        some.forEach((id) => tried.add(id));
        await Promise.all(some.map((id) => this.#readOne(id)));
        if (this.#closed) return;
        this.#changed();
      }
    }
    this.#readAgain();
  }

  // #readAgain reads orders again that cannot be decided on yet: nobody need tell
  // when they can.
  #readAgain() {
    clearTimeout(this.#again);
    const early = [...this.fresh, ...this.kitchen].filter((o) => o.order && tooEarly(o.order));
    if (!early.length) return;
    this.#again = setTimeout(() => {
      for (const o of early) this.#queue.add(o.id);
      this.#pump();
    }, between);
  }

  #take(tried = new Set()) {
    const shown = [...this.fresh, ...this.kitchen].filter((o) => !o.order && !tried.has(o.id)).map((o) => o.id);
    const ids = [...new Set([...this.#queue, ...shown])];
    this.#queue.clear();
    return ids;
  }

  async #readOne(id) {
    try {
      this.#keep(await this.one(id));
    } catch (e) {
      if (!(e instanceof Problem)) throw e;
      // A lost connection is shown; when it is back everything is read again.
    }
  }

  #keep(order) {
    const before = this.#open.get(order.id);
    if (before?.order && byTime(before.order.updatedAt, order.updatedAt) > 0) return;
    if (ended(order.status)) {
      this.#open.delete(order.id);
      this.#done.set(order.id, order);
      if (before?.order && !this.#mine.delete(order.id)) this.#withdrawn(order);
      return;
    }
    this.#open.set(order.id, { ...before, id: order.id, status: order.status, createdAt: order.createdAt, order });
    if (order.status === 'placed' && !before?.order && this.#begun) this.dispatchEvent(new Event('new'));
  }

  #withdrawn(order) {
    const why = { cancelled: 'was cancelled by the customer', expired: 'has expired', failed: 'has failed on our side' }[order.status];
    if (why) this.dispatchEvent(new CustomEvent('withdrawn', { detail: `Order ${order.id.slice(-5).toUpperCase()} ${why}.` }));
  }

  // decide makes a decision, and says on the order's card what became of it. It
  // gives true when it was taken.
  async decide(id, verdict, reason) {
    const entry = this.#open.get(id);
    if (!entry || entry.busy) return false;
    Object.assign(entry, { busy: verdict, problem: undefined });
    this.#mine.add(id);
    this.#changed();
    let problem;
    try {
      await this.#api.post(`/orders/${encodeURIComponent(id)}/${verdict}`, reason ? { reason } : {});
    } catch (e) {
      if (!(e instanceof Problem)) throw e;
      problem = tooLate(e, verdict) ?? sentence(e);
      this.#mine.delete(id);
    } finally {
      const now = this.#open.get(id);
      if (now) this.#open.set(id, { ...now, busy: undefined, problem });
    }
    if (problem) this.#mine.add(id); // what became of it is said here, once
    this.#queue.add(id);
    await this.#pump();
    this.#mine.delete(id);
    this.#changed();
    if (problem && !this.#open.has(id)) throw new Declined(problem);
    return !problem;
  }

  #changed() {
    if (!this.#closed) this.dispatchEvent(new Event('change'));
  }
}

// tooEarly tells whether an order is not yet waiting for the restaurant.
export function tooEarly({ status, waiting }) {
  return waiting?.for !== (status === 'placed' ? 'acceptance' : 'completion');
}

// Declined means that an order is no longer there to decide; the message says why.
export class Declined extends Error {}
