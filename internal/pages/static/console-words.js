// How the console says things: statuses, spans of time, times to the millisecond.

import { Problem } from './api.js';
import { clock } from './format.js';
import { sentence } from './words.js';

const names = { RUNNING: 'Running', SUCCEEDED: 'Succeeded', FAILED: 'Failed', TIMED_OUT: 'Timed out', ABORTED: 'Aborted' };

// statusList are the statuses of executions, in the order in which they are shown.
export const statusList = Object.keys(names);

// statusName names a status.
export const statusName = (status) => names[status] ?? status;

// look tells how an execution looks: what it is called, and its colour's name.
export function look({ status, waitsFor }) {
  if (status !== 'RUNNING') return { name: statusName(status), tone: status.toLowerCase() };
  switch (waitsFor) {
    case 'token':
    case 'time':
      return { name: 'Waiting', tone: 'waiting' };
    case 'retry':
      return { name: 'Retrying', tone: 'retrying' };
    default:
      return { name: 'Running', tone: 'running' };
  }
}

// visitNames are how a visit of a state can stand.
export const visitNames = {
  running: 'Running', waiting: 'Waiting', succeeded: 'Succeeded', caught: 'Caught', failed: 'Failed', timed_out: 'Timed out', aborted: 'Aborted',
};

// why says what went wrong: the console's own words where it has some.
export function why(error) {
  if (!(error instanceof Problem)) {
    console.error(error);
    return 'Something is wrong with this page. Please load it again.';
  }
  return error.kind === 'offline' || !error.detail ? sentence(error) : error.detail;
}

const language = (navigator.languages ?? []).find((l) => /^en\b/i.test(l)) ?? 'en-GB';
const day = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short' });
const minutes = new Intl.DateTimeFormat(language, { hourCycle: 'h23', hour: '2-digit', minute: '2-digit' });
const seconds = new Intl.DateTimeFormat(language, { hourCycle: 'h23', hour: '2-digit', minute: '2-digit', second: '2-digit' });
const millis = new Intl.DateTimeFormat(language, { hourCycle: 'h23', hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 });
const whole = new Intl.NumberFormat(language);

// number writes 1,000.
export const number = (n) => whole.format(n);

const dated = (at) => (at.toDateString() === new Date(clock.now()).toDateString() ? '' : `${day.format(at)} `);

// at writes a moment to the second, with the day when it is not today.
export const at = (iso) => dated(new Date(iso)) + seconds.format(new Date(iso));

// atMinute writes a moment to the minute.
export const atMinute = (iso) => dated(new Date(iso)) + minutes.format(new Date(iso));

// exactly writes a moment to the millisecond.
export const exactly = (iso) => dated(new Date(iso)) + millis.format(new Date(iso));

// span writes how long something took: 4 ms, 1.25 s, 3 min 4 s, 2 h 5 min, 3 d 2 h.
export function span(ms) {
  if (ms < 1000) return `${Math.max(0, Math.round(ms))} ms`;
  const total = ms / 1000;
  if (total < 10) return `${total.toFixed(2)} s`;
  if (total < 60) return `${total.toFixed(1)} s`;
  const s = Math.floor(total);
  if (s < 3600) return `${Math.floor(s / 60)} min ${s % 60} s`;
  if (s < 86400) return `${Math.floor(s / 3600)} h ${Math.floor(s / 60) % 60} min`;
  return `${Math.floor(s / 86400)} d ${Math.floor(s / 3600) % 24} h`;
}

// going writes how long something has been going on, in whole seconds.
export const going = (ms) => (ms < 60_000 ? `${Math.max(0, Math.floor(ms / 1000))} s` : span(ms));

// said finds what a function said in the cause of its failure, which is JSON from Lambda.
export function said(cause) {
  try {
    return JSON.parse(cause).errorMessage ?? cause;
  } catch {
    return cause;
  }
}

// between is span of two moments; the second is now when there is none.
export const between = (from, to) => span((to ? Date.parse(to) : clock.now()) - Date.parse(from));

// dollars writes a small sum.
export const dollars = (sum) => (sum < 0.01 ? `$${sum.toFixed(6)}` : `$${sum.toFixed(4)}`);
