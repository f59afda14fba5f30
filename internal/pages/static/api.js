// The HTTP API, as any client calls it. What goes wrong is thrown as a Problem.

import { clock } from './format.js';

const patience = 35_000; // ms; the API itself gives up after 30 seconds

// Problem is why a call failed. kind is the last word of the problem's type
// ("conflict", "decision-pending", … as in openapi.yaml), or one of these:
// "offline" (no answer: it is not known whether the call arrived), "unauthorized",
// "out-of-order" (the API answered something that is none of its own answers).
export class Problem extends Error {
  constructor(kind, { status = 0, title = '', detail = '', instance = '', orderStatus, errors = [], retryAfter = 0 } = {}) {
    super(detail || title || kind);
    Object.assign(this, { kind, status, title, detail, instance, orderStatus, errors, retryAfter });
  }
}

// Api calls the API for a session's user.
export class Api {
  constructor(session) {
    this.session = session;
  }

  get(path, options) {
    return this.call('GET', path, undefined, options);
  }

  post(path, body, options) {
    return this.call('POST', path, body, options);
  }

  // call makes a request and gives the answer's JSON. A token that is not taken is
  // renewed, once.
  async call(method, path, body, { headers = {}, signal } = {}) {
    let token;
    for (let again = false; ; again = true) {
      token = await this.#token(again ? token : undefined);
      const response = await this.#send(method, path, body, { ...headers, Authorization: `Bearer ${token}` }, signal);
      if (response.status === 401 && !again) continue;
      if (response.ok) return this.#read(response);
      throw await problemOf(response);
    }
  }

  async #token(refused) {
    try {
      return await this.session.token(refused);
    } catch (e) {
      if (e instanceof TypeError) throw new Problem('offline');
      throw new Problem('unauthorized', { status: 401, detail: e.message });
    }
  }

  async #send(method, path, body, headers, signal) {
    const limit = AbortSignal.timeout(patience);
    const init = { method, headers, cache: 'no-store', signal: signal ? AbortSignal.any([signal, limit]) : limit };
    if (body !== undefined) {
      init.body = JSON.stringify(body);
      headers['Content-Type'] = 'application/json';
    }
    try {
      const response = await fetch(path, init);
      clock.hear(response.headers.get('Date'));
      return response;
    } catch (e) {
      if (signal?.aborted) throw e; // whoever asked has gone on
      throw new Problem('offline', { detail: e.message });
    }
  }

  async #read(response) {
    try {
      return await response.json();
    } catch (e) {
      throw new Problem('offline', { detail: e.message }); // the connection broke within the answer
    }
  }
}

const prefix = 'urn:orderflow:problem:';

async function problemOf(response) {
  const answer = await response.json().catch(() => ({}));
  const retryAfter = Number(response.headers.get('Retry-After') ?? 0);
  if (answer.type?.startsWith(prefix)) return new Problem(answer.type.slice(prefix.length), { ...answer, retryAfter });
  const kinds = { 401: 'unauthorized', 403: 'forbidden', 404: 'not-found', 413: 'body-too-large', 503: 'unavailable' };
  return new Problem(kinds[response.status] ?? 'out-of-order', { status: response.status, detail: answer.message, retryAfter });
}

// newKey makes an Idempotency-Key.
export function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, '0')).join('');
}

// oneAtATime makes a function of which one call runs at a time; what is asked for
// meanwhile leads to one more when it is done. So what is read last is shown last.
export function oneAtATime(work) {
  let running;
  let again = false;
  return function run() {
    if (running) {
      again = true;
      return running;
    }
    running = Promise.resolve(work()).finally(() => {
      running = undefined;
      if (again) {
        again = false;
        run();
      }
    });
    return running;
  };
}
