// Who is signed in, in this window. Each window has its own user for each role, so
// that a customer, a restaurant and ops can sit side by side: what is kept is in
// sessionStorage. The local token issuer gives anybody any token.

// TokenRefused means that the issuer does not give a token; its message says why.
export class TokenRefused extends Error {}

const early = 60_000; // a token is renewed a minute before it runs out

// Session is one role's user in this window.
export class Session extends EventTarget {
  #key;
  #renewing;

  constructor(role) {
    super();
    this.role = role;
    this.#key = `orderflow.user.${role}`;
    this.user = JSON.parse(sessionStorage.getItem(this.#key) ?? 'null');
  }

  get signedIn() {
    return this.user !== null;
  }

  // signIn signs a user in. email is where mails go; '' leaves the one that is known.
  async signIn(id, email = '') {
    const token = await fetchToken(this.role, id, email);
    this.#keep({ id, ...token });
    this.dispatchEvent(new Event('change'));
  }

  signOut() {
    this.#keep(null);
    this.dispatchEvent(new Event('change'));
  }

  // token gives an access token that is good for a while yet. refused is one that
  // the API did not take (its data folder may be a new one).
  async token(refused) {
    if (!this.user) throw new TokenRefused('nobody is signed in');
    if (this.user.token !== refused && this.user.until - early > Date.now()) return this.user.token;
    this.#renewing ??= fetchToken(this.role, this.user.id, '').finally(() => (this.#renewing = undefined));
    const { id } = this.user;
    const fresh = await this.#renewing;
    if (this.user?.id === id) this.#keep({ id, ...fresh });
    return fresh.token;
  }

  #keep(user) {
    this.user = user;
    if (user) sessionStorage.setItem(this.#key, JSON.stringify(user));
    else sessionStorage.removeItem(this.#key);
  }
}

async function fetchToken(role, id, email) {
  const response = await fetch('/dev/token', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ role, id, email }),
    cache: 'no-store',
  });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new TokenRefused(answer.message ?? `the token issuer answered ${response.status}`);
  return { token: answer.access_token, until: Date.now() + answer.expires_in * 1000 };
}
