// Live: what has changed, within a second. GET /live is a stream of server-sent
// events, read with fetch so that it can carry the token. A note only says which
// thing has changed; the page reads it through the API.
//
// A stream that breaks is opened again, a little later each time. What happened
// meanwhile is not told: after each beginning the page reads again what it shows.

const silence = 40_000; // ms without a sign of life (the server sends one every 15 s)
const firstPause = 500;
const longestPause = 10_000;
const hiddenFor = 20_000;

// Live reads a session's stream. Its events:
//   "state"  the connection: this.state is "connecting", "live" or "lost"
//   "begin"  the stream has begun (again): read everything that is shown
//   a topic  ("order", "voucher", …) a thing has changed: event.detail is its note
export class Live extends EventTarget {
  #session;
  #background;
  #stop = new AbortController();
  #wake = () => {};
  #hidden;
  state = 'connecting';

  // background keeps the stream open while the window is hidden. Browsers allow
  // few connections to one server, so a window that needs none gives its own up.
  constructor(session, { background = false } = {}) {
    super();
    this.#session = session;
    this.#background = background;
  }

  // start reads until close.
  start() {
    const { signal } = this.#stop;
    window.addEventListener('online', () => this.#wake(), { signal });
    window.addEventListener('offline', () => this.#current?.abort(), { signal });
    document.addEventListener('visibilitychange', () => this.#look(), { signal });
    this.#run(signal);
    return this;
  }

  close() {
    clearTimeout(this.#hidden);
    this.#stop.abort();
    this.#wake();
  }

  // retry tries at once.
  retry() {
    this.#wake();
  }

  #current;

  async #run(signal) {
    let pause = firstPause;
    while (!signal.aborted) {
      const begun = await this.#read(signal).catch(() => false);
      if (signal.aborted) return;
      if (begun) pause = firstPause;
      this.#become('lost');
      await this.#sleep(document.hidden && !this.#background ? 2 ** 31 - 1 : pause * (0.75 + Math.random() / 2));
      pause = Math.min(2 * pause, longestPause);
    }
  }

  // read reads one stream to its end, and tells whether it had begun.
  async #read(signal) {
    const here = new AbortController();
    this.#current = here;
    const all = AbortSignal.any([signal, here.signal]);
    let timer;
    const alive = () => {
      clearTimeout(timer);
      timer = setTimeout(() => here.abort(), silence);
    };
    let begun = false;
    try {
      alive();
      const response = await this.#open(all);
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      for (let rest = ''; ; ) {
        const { value, done } = await reader.read();
        if (done) return begun;
        alive();
        const parts = (rest + value).split('\n\n');
        rest = parts.pop();
        for (const part of parts) begun = this.#hear(part) || begun;
      }
    } finally {
      clearTimeout(timer);
      here.abort();
    }
  }

  async #open(signal) {
    let token = await this.#session.token();
    for (let again = false; ; again = true) {
      const response = await fetch('/live', { headers: { Authorization: `Bearer ${token}` }, cache: 'no-store', signal });
      if (response.ok) return response;
      if (response.status !== 401 || again) throw new Error(`/live answered ${response.status}`);
      token = await this.#session.token(token);
    }
  }

  #hear(text) {
    const fields = Object.fromEntries(text.split('\n').map((line) => line.split(/: ?(.*)/s, 2)));
    if (!fields.event) return false; // a sign of life
    if (fields.event === 'ready') {
      this.#become('live');
      this.dispatchEvent(new Event('begin'));
    } else if (fields.event === 'resync') {
      this.dispatchEvent(new Event('begin'));
    } else {
      this.dispatchEvent(new CustomEvent(fields.event, { detail: JSON.parse(fields.data) }));
    }
    return true;
  }

  #look() {
    clearTimeout(this.#hidden);
    if (this.#background) return;
    if (document.hidden) this.#hidden = setTimeout(() => this.#current?.abort(), hiddenFor);
    else if (this.state !== 'live') this.#wake();
  }

  #become(state) {
    if (state === this.state) return;
    this.state = state;
    this.dispatchEvent(new Event('state'));
  }

  #sleep(ms) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
