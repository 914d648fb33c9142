// The cookies of sessions and of sign-ins that are on their way: their names, and what they hold, sealed.
import {
  cookieName,
  hasChunkedCookie,
  readChunkedCookie,
  removeChunkedCookie,
  removeCookie,
  setChunkedCookie,
  setCookie,
  type Cookies,
  type CookieTraits,
} from './domain/cookies.js';
import type { PendingSignIn, Session } from './session.js';
import type { SessionParts } from './session-settings.js';

const SESSION = 'continuo-session';
const SIGN_IN = 'continuo-sign-in-';
const SIGN_IN_SECONDS = 600;
/** Windows that wait for the issuer at once; with more of them the cookies would fill the head of every request. */
const MOST_SIGN_INS = 4;

export class SessionCookies {
  readonly #traits: CookieTraits;

  constructor(private readonly parts: Pick<SessionParts, 'publicUrl' | 'sessions' | 'pending'>) {
    this.#traits = { secure: parts.publicUrl.startsWith('https:') };
  }

  /** Whether a request claims to have a session. */
  claimed(cookies: Cookies): boolean {
    return hasChunkedCookie(SESSION, cookies, this.#traits);
  }

  async session(cookies: Cookies): Promise<Session | undefined> {
    const sealed = readChunkedCookie(SESSION, cookies, this.#traits);
    return sealed === undefined ? undefined : this.parts.sessions.open(sealed);
  }

  /** Undefined when the session is longer than browsers and proxies take, even without what it can do without. */
  async setSession(session: Session, cookies: Cookies): Promise<readonly string[] | undefined> {
    const whole = await this.#setSession(session, cookies);
    if (whole !== undefined || session.idToken === undefined) return whole;
    // The issuer then asks whether to sign out, where it would have known.
    const { idToken: _, ...rest } = session;
    return this.#setSession(rest, cookies);
  }

  removeSession(cookies: Cookies): readonly string[] {
    return removeChunkedCookie(SESSION, cookies, this.#traits);
  }

  /** Of the sign-in that a callback belongs to. */
  async pending(state: string, cookies: Cookies): Promise<PendingSignIn | undefined> {
    const sealed = cookies.get(cookieName(nameOf(state), this.#traits));
    const pending = sealed === undefined ? undefined : await this.parts.pending.open(sealed);
    return pending?.state === state ? pending : undefined;
  }

  async setPending(pending: PendingSignIn, cookies: Cookies): Promise<readonly string[]> {
    const others = this.#pendingNames(cookies);
    const until = Math.floor(Date.now() / 1_000) + SIGN_IN_SECONDS;
    const sealed = await this.parts.pending.seal(pending, until);
    return [
      ...(others.length < MOST_SIGN_INS ? [] : others.map((name) => removeCookie(name, this.#traits))),
      setCookie(nameOf(pending.state), sealed, { ...this.#traits, maxAgeSeconds: SIGN_IN_SECONDS }),
    ];
  }

  removePending(state: string): string {
    return removeCookie(nameOf(state), this.#traits);
  }

  async #setSession(session: Session, cookies: Cookies): Promise<readonly string[] | undefined> {
    const sealed = await this.parts.sessions.seal(session, session.until);
    return setChunkedCookie(SESSION, sealed, cookies, this.#traits);
  }

  #pendingNames(cookies: Cookies): readonly string[] {
    const prefix = cookieName(SIGN_IN, this.#traits);
    return [...cookies.keys()]
      .filter((name) => name.startsWith(prefix) && /^[\w-]+$/.test(name))
      .map((name) => `${SIGN_IN}${name.slice(prefix.length)}`);
  }
}

/** A cookie for each sign-in, so that two windows do not undo each other's. */
function nameOf(state: string): string {
  return `${SIGN_IN}${state.replace(/[^\w-]/g, '').slice(0, 12)}`;
}
