// The local issuer's codes: given to a browser for a person, turned into tokens once. It exists only in development.
import { createHash, randomBytes } from 'node:crypto';
import { ok, refuse, type Result } from '@continuo/kernel';
import type { IssuedToken, LocalIssuer } from '@continuo/service-kit';
import {
  authorizationRequest,
  type AuthorizationCode,
  type AuthorizationRequest,
} from './domain/authorization-request.js';
import { localPeople, type LocalPerson } from './domain/people.js';

export interface LocalSignInOptions {
  readonly issuer: LocalIssuer;
  readonly issuerUrl: string;
  readonly clientId: string;
  readonly redirectUri: string;
  /** Milliseconds since 1970. @default the clock */
  readonly now?: () => number;
}

export interface CodeRequest {
  readonly code: string | undefined;
  readonly codeVerifier: string | undefined;
  readonly redirectUri: string | undefined;
  readonly clientId: string | undefined;
  readonly clientSecret: string | undefined;
}

type Parameters = readonly (readonly [name: string, value: string])[];

const CODE_LIVES_MS = 60_000;
/** Of a page left open by a test: older ones go first. */
const MOST_CODES = 1_000;

interface Given {
  readonly request: AuthorizationRequest;
  readonly person: LocalPerson;
  readonly until: number;
}

export class LocalSignIn {
  readonly #codes = new Map<string, Given>();
  readonly #now: () => number;

  constructor(private readonly options: LocalSignInOptions) {
    this.#now = options.now ?? Date.now;
  }

  /** Whether the page may be shown, and a code be given. */
  check(parameters: Parameters): Result<AuthorizationRequest, AuthorizationCode> {
    return authorizationRequest(parameters, this.options);
  }

  /** Where the browser goes with a code for this person. */
  give(parameters: Parameters, subject: string): Result<string, AuthorizationCode | 'unknown_person'> {
    const checked = this.check(parameters);
    if (!checked.ok) return checked;
    const person = localPeople.find((each) => each.subject === subject);
    if (person === undefined) return refuse('unknown_person', 'Nobody here has this name.');
    const code = randomBytes(32).toString('base64url');
    for (const oldest of this.#codes.keys()) {
      if (this.#codes.size < MOST_CODES) break;
      this.#codes.delete(oldest);
    }
    this.#codes.set(code, { request: checked.value, person, until: this.#now() + CODE_LIVES_MS });
    return ok(this.#answer({ code, state: checked.value.state }));
  }

  /** Where the browser goes with a refusal that the client is told of (RFC 6749, 4.1.2.1). */
  refusal(parameters: Parameters, error: string): string {
    const states = parameters.filter(([name]) => name === 'state').map(([, value]) => value);
    return this.#answer({ error, ...(states.length === 1 ? { state: String(states[0]) } : {}) });
  }

  /** The tokens for a code: once, for the client that it was given to, which shows that it asked for it. */
  async redeem(asked: CodeRequest): Promise<Result<IssuedToken>> {
    const { issuer } = this.options;
    const { clientId, clientSecret, code = '', codeVerifier = '', redirectUri } = asked;
    if (!issuer.isClient(clientId, clientSecret)) {
      return refuse('invalid_client', 'The client or its secret is not known.');
    }
    const given = this.#codes.get(code);
    // Whoever shows it has it: also a wrong use is its last.
    this.#codes.delete(code);
    const isRight =
      given !== undefined &&
      this.#now() < given.until &&
      given.request.clientId === clientId &&
      given.request.redirectUri === redirectUri &&
      given.request.codeChallenge === createHash('sha256').update(codeVerifier).digest('base64url');
    if (!isRight)
      return refuse('invalid_grant', 'The code is not valid, or not for this client and request.');
    const { person, request } = given;
    const { nonce } = request;
    return ok(await issuer.tokensOf({ ...person, clientId: request.clientId, nonce }));
  }

  #answer(parameters: Readonly<Record<string, string>>): string {
    const { redirectUri, issuerUrl } = this.options;
    return `${redirectUri}?${new URLSearchParams({ ...parameters, iss: issuerUrl })}`;
  }
}
