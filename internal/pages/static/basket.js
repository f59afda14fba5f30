// The basket: dishes of one restaurant, kept for one customer in this window.

import { newKey } from './api.js';

export const most = 50; // of one dish, as in openapi.yaml

// Basket tells of every change with a "change" event. key is the Idempotency-Key
// with which it will be ordered: it stays the same until what is asked for changes,
// so that sending the order twice places it once.
export class Basket extends EventTarget {
  #store;

  constructor(customer) {
    super();
    this.#store = `orderflow.basket.${customer}`;
    Object.assign(this, { restaurant: null, lines: [], note: '', address: '', key: newKey() }, JSON.parse(sessionStorage.getItem(this.#store) ?? '{}'));
  }

  get count() {
    return this.lines.reduce((sum, line) => sum + line.quantity, 0);
  }

  get total() {
    const amount = this.lines.reduce((sum, line) => sum + line.quantity * line.dish.price.amount, 0);
    return { amount, currency: this.lines[0]?.dish.price.currency ?? 'EUR' };
  }

  quantity(restaurant, dish) {
    return this.restaurant?.id === restaurant.id ? this.lines.find((line) => line.dish.id === dish.id)?.quantity ?? 0 : 0;
  }

  // foreign tells whether the basket has dishes of another restaurant.
  foreign(restaurant) {
    return this.count > 0 && this.restaurant.id !== restaurant.id;
  }

  // set puts that many of a dish into the basket. Dishes of another restaurant go.
  set(restaurant, dish, quantity) {
    if (this.restaurant?.id !== restaurant.id) Object.assign(this, { restaurant, lines: [], note: '' });
    const line = this.lines.find((l) => l.dish.id === dish.id);
    quantity = Math.min(Math.max(quantity, 0), most);
    if (line) line.quantity = quantity;
    else this.lines.push({ dish, quantity });
    this.lines = this.lines.filter((l) => l.quantity > 0);
    this.#changed();
  }

  // say notes the address and what else the customer has to say.
  say({ address, note }) {
    Object.assign(this, { address, note });
    this.#changed();
  }

  // empty is for after the order was placed: the address stays for the next.
  empty() {
    Object.assign(this, { restaurant: null, lines: [], note: '' });
    this.#changed();
  }

  // request is the body of POST /orders.
  request() {
    const items = this.lines.map(({ dish, quantity }) => ({ dishId: dish.id, quantity }));
    return { restaurantId: this.restaurant.id, items, address: this.address.trim(), note: this.note.trim() };
  }

  #changed() {
    this.key = newKey();
    const { restaurant, lines, note, address, key } = this;
    sessionStorage.setItem(this.#store, JSON.stringify({ restaurant, lines, note, address, key }));
    this.dispatchEvent(new Event('change'));
  }
}
