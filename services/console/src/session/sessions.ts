// Signs people in and out, and keeps their sessions' tokens valid. What is kept is in the browser's cookies, sealed.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Fault, ok, refuse, type Result } from '@continuo/kernel';
import { Problem } from '@continuo/service-kit';
import { decodeJwt } from 'jose';
import type { Cookies } from './domain/cookies.js';
import type { IdentityProvider, SignInCode, Tokens } from './identity-provider.js';
import { SessionCookies } from './session-cookies.js';
import type { SessionParts } from './session-settings.js';
import type { Session } from './session.js';

export const SESSION_PARTS = Symbol('session parts');

export type FinishCode = SignInCode | 'sign-in-unknown' | 'session-too-large' | 'token-not-accepted';
/** A session, when there is one, and the cookies that the answer must set. */
export interface Current {
  readonly session?: Session;
  readonly setCookies: readonly string[];
}

/** The same renewal for calls that come together, and for those that were on their way with the old cookie. */
const RENEWAL_KEPT_MS = 60_000;
const RENEW_BEFORE_SECONDS = 60;

@Injectable()
export class Sessions {
  readonly cookies: SessionCookies;
  readonly #renewals = new Map<string, Promise<Result<Session, FinishCode>>>();

  constructor(@Inject(SESSION_PARTS) private readonly parts: SessionParts) {
    this.cookies = new SessionCookies(parts);
  }

  /**
   * Where to begin instead, when the browser came under another name than the public one (`localhost`): the issuer sends it
   * back to the public one, and there its cookies would be missing.
   */
  publicSignIn(host: string, returnTo: string): string | undefined {
    const { publicUrl } = this.parts;
    if (host === new URL(publicUrl).host) return undefined;
    return `${publicUrl}/sign-in?return=${encodeURIComponent(returnTo)}`;
  }

  /** Where the browser goes to sign in, and what it keeps until it is back. */
  async begin(
    returnTo: string,
    cookies: Cookies,
  ): Promise<{ readonly location: string; readonly setCookies: readonly string[] }> {
    const provider = this.#provider();
    const secrets = provider.drawSecrets();
    const location = await provider.authorizationUrl(secrets);
    return { location, setCookies: await this.cookies.setPending({ ...secrets, returnTo }, cookies) };
  }

  /** Makes a new session of what the issuer answered; nothing of an earlier one is taken over. */
  async finish(
    query: string,
    cookies: Cookies,
  ): Promise<Result<{ readonly returnTo: string; readonly setCookies: readonly string[] }, FinishCode>> {
    const state = new URLSearchParams(query).get('state') ?? '';
    const pending = await this.cookies.pending(state, cookies);
    if (pending === undefined) {
      return refuse('sign-in-unknown', 'This sign-in was not begun in this browser, or too long ago.');
    }
    const tokens = await this.#provider().redeem(query, pending);
    if (!tokens.ok) return tokens;
    const until = now() + this.parts.lifetimeSeconds;
    const session = await this.#sessionOf(tokens.value, {
      csrfToken: randomBytes(32).toString('base64url'),
      until,
    });
    if (!session.ok) return session;
    const setCookies = await this.cookies.setSession(session.value, cookies);
    if (setCookies === undefined) {
      return refuse('session-too-large', "The issuer's tokens are longer than a session may be.");
    }
    return ok({ returnTo: pending.returnTo, setCookies: [...setCookies, this.cookies.removePending(state)] });
  }

  /** The session that a request's cookies hold, as it is. */
  async of(cookies: Cookies): Promise<Session | undefined> {
    const session = await this.cookies.session(cookies);
    if (session === undefined || session.refreshToken !== undefined) return session;
    return now() < session.accessTokenUntil ? session : undefined;
  }

  /**
   * A session with a token that holds, renewed when it is time. Throws a retriable Fault when it had to be renewed and the
   * issuer is away: then nobody knows whether it still holds.
   */
  async fresh(session: Session, cookies: Cookies): Promise<Current> {
    if (now() < session.renewFrom || session.refreshToken === undefined) return { session, setCookies: [] };
    const holds = now() < session.accessTokenUntil;
    try {
      const renewed = await this.#renewed(session, session.refreshToken);
      const setCookies = renewed.ok ? await this.cookies.setSession(renewed.value, cookies) : undefined;
      if (renewed.ok && setCookies !== undefined) return { session: renewed.value, setCookies };
    } catch (error) {
      if (!holds) throw error;
    }
    // Another replica may have renewed it a moment ago: as long as this token holds, it serves.
    return { session: holds ? session : undefined, setCookies: [] };
  }

  /** Ends a session here and with the issuer; says where the browser goes then. */
  async end(session: Session | undefined): Promise<string> {
    const home = `${this.parts.publicUrl}/`;
    const { provider } = this.parts;
    if (session === undefined || provider === undefined) return home;
    try {
      if (session.refreshToken !== undefined) await provider.revoke(session.refreshToken);
      return (await provider.endSessionUrl(home, session.idToken)) ?? home;
    } catch {
      // Who wants to leave is let go, also while the issuer is away.
      return home;
    }
  }

  /** Compares in the same time, however much of it is right. */
  isCsrfToken(session: Session, given: string): boolean {
    const digest = (text: string) => createHash('sha256').update(text).digest();
    return timingSafeEqual(digest(session.csrfToken), digest(given));
  }

  #provider(): IdentityProvider {
    if (this.parts.provider !== undefined) return this.parts.provider;
    throw new Problem(503, 'sign-in-not-configured', 'No issuer is configured here, so nobody can sign in.');
  }

  async #renewed(session: Session, refreshToken: string): Promise<Result<Session, FinishCode>> {
    const key = createHash('sha256').update(refreshToken).digest('base64');
    const begun = this.#renewals.get(key);
    if (begun !== undefined) return begun;
    const renewal = this.#renew(session, refreshToken);
    this.#renewals.set(key, renewal);
    const forget = () => void this.#renewals.delete(key);
    // What failed on the way is tried again by the next call, what was decided is remembered.
    renewal.then(() => setTimeout(forget, RENEWAL_KEPT_MS).unref(), forget);
    return renewal;
  }

  async #renew(session: Session, refreshToken: string): Promise<Result<Session, FinishCode>> {
    const tokens = await this.#provider().renew(refreshToken);
    if (!tokens.ok) return tokens;
    const { csrfToken, until, name, idToken } = session;
    return this.#sessionOf({ name, idToken, refreshToken, ...tokens.value }, { csrfToken, until });
  }

  /** Who it is and what they may is what the access token says, read as the services read it. */
  async #sessionOf(
    tokens: Tokens,
    { csrfToken, until }: Pick<Session, 'csrfToken' | 'until'>,
  ): Promise<Result<Session, FinishCode>> {
    const { accessToken, refreshToken, idToken, name } = tokens;
    const principal = await this.#principalOf(accessToken);
    if (!principal.ok) return principal;
    const { subject, roles } = principal.value;
    const accessTokenUntil = Math.min(Number(decodeJwt(accessToken).exp), until);
    const left = accessTokenUntil - now();
    const showsIdToken = idToken !== undefined && (await this.#provider().hasEndSession());
    return ok({
      subject,
      roles: [...roles],
      accessToken,
      accessTokenUntil,
      renewFrom: accessTokenUntil - Math.min(RENEW_BEFORE_SECONDS, Math.floor(left / 4)),
      csrfToken,
      until,
      ...(name === undefined ? {} : { name }),
      ...(refreshToken === undefined ? {} : { refreshToken }),
      ...(showsIdToken ? { idToken } : {}),
    });
  }

  async #principalOf(token: string) {
    try {
      const { verifier } = this.parts;
      if (verifier === undefined) throw new Error('an issuer has a verifier');
      return ok(await verifier.verify(token));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      // 503: the keys can't be fetched.
      if (error.status >= 500) {
        throw new Fault(error.message, { code: 'issuer-unreachable', retriable: true, cause: error });
      }
      return refuse(
        'token-not-accepted' as const,
        `The issuer's token is not one that the services accept: ${error.code}.`,
      );
    }
  }
}

function now(): number {
  return Math.floor(Date.now() / 1_000);
}
