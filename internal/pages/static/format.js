// Money, times and durations as people read them. The pages are in English, so
// numbers and dates are too; which English is the browser's choice.

const language = (navigator.languages ?? []).find((l) => /^en\b/i.test(l)) ?? 'en-GB';

// money writes {amount, currency}: 1250 EUR is €12.50.
export function money({ amount, currency }) {
  const format = new Intl.NumberFormat(language, { style: 'currency', currency });
  return format.format(amount / 10 ** format.resolvedOptions().maximumFractionDigits);
}

// clock is the server's: a phone whose own is wrong still counts down rightly.
export const clock = {
  offset: 0,
  now() {
    return Date.now() + this.offset;
  },
  // hear takes the Date header of an answer, which has whole seconds only.
  hear(date) {
    const ahead = Date.parse(date) + 500 - Date.now();
    if (!Number.isNaN(ahead)) this.offset = Math.abs(ahead) < 2000 ? 0 : ahead;
  },
};

const minutes = new Intl.DateTimeFormat(language, { hour: 'numeric', minute: '2-digit' });
const seconds = new Intl.DateTimeFormat(language, { hour: 'numeric', minute: '2-digit', second: '2-digit' });
const dayAndTime = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' });
const full = new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'medium' });

const sameDay = (a, b) => a.toDateString() === b.toDateString();

// time writes a moment: 12:03 today, 3 Mar, 12:03 on other days.
export function time(iso) {
  const at = new Date(iso);
  return (sameDay(at, new Date(clock.now())) ? minutes : dayAndTime).format(at);
}

// byTime orders moments, as sort wants it. As texts they do not compare: the API
// writes no zeros at the end of a second's fraction, nor a fraction that is zero.
export const byTime = (a, b) => Date.parse(a) - Date.parse(b);

// clockTime writes the time of day, whatever the day.
export const clockTime = (iso) => minutes.format(new Date(iso));

// exactTime writes a moment to the second.
export const exactTime = (iso) => seconds.format(new Date(iso));

// fullTime writes all of a moment, for titles.
export const fullTime = (iso) => full.format(new Date(iso));

// left is how many whole seconds there are until a moment, never below 0.
export const left = (iso) => Math.max(0, Math.ceil((Date.parse(iso) - clock.now()) / 1000));

// countdown writes seconds: 9:05, 3:59:00.
export function countdown(total) {
  const two = (n) => String(n).padStart(2, '0');
  const h = Math.floor(total / 3600);
  const m = Math.floor(total / 60) % 60;
  return h ? `${h}:${two(m)}:${two(total % 60)}` : `${m}:${two(total % 60)}`;
}

// ago writes how long something has been: just now, 4 min, 2 h 10 min, 3 days.
export function ago(iso) {
  const total = Math.max(0, Math.floor((clock.now() - Date.parse(iso)) / 60_000));
  if (total < 1) return 'just now';
  if (total < 60) return `${total} min`;
  const hours = Math.floor(total / 60);
  if (hours < 24) return total % 60 ? `${hours} h ${total % 60} min` : `${hours} h`;
  const days = Math.floor(hours / 24);
  return days === 1 ? '1 day' : `${days} days`;
}

// count writes how many: 1 order, 3 orders.
export const count = (n, one, many = `${one}s`) => `${new Intl.NumberFormat(language).format(n)} ${n === 1 ? one : many}`;

// shortID is an order's id as people say it: its end.
export const shortID = (id) => id.slice(-5).toUpperCase();
