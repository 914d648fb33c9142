// Decides whether a bearer token is one of our issuer's, for us, now: fixed algorithms, issuer, audience, times, key.
import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { Problem } from '../http/problem.js';
import { ROLES, type Principal, type Role } from './decisions.js';

export interface TokenVerifierOptions {
  readonly issuer: string;
  readonly audience: string;
  /** Discovered at the issuer when left out. */
  readonly jwksUrl?: string;
  /** e.g. `['RS256', 'ES256', 'EdDSA']`; `none` and HMAC algorithms are refused here. */
  readonly algorithms: readonly string[];
  /** At most 60. */
  readonly leewaySeconds: number;
  /** The claim with the roles, a path with dots. */
  readonly rolesClaim: string;
}

const MAX_LEEWAY_SECONDS = 60;
const MAX_TOKEN_LENGTH = 16_384;
const HTTP_TIMEOUT_MS = 5_000;
const KEY_CACHE_MS = 10 * 60_000;
const UNKNOWN_KEY_COOLDOWN_MS = 30_000;
const ASYMMETRIC = /^(RS|PS|ES)(256|384|512)$|^EdDSA$|^Ed25519$/;

/** Verifies tokens against one issuer. Keys are fetched on first use, cached, and fetched again for an unknown key id. */
export class TokenVerifier {
  #keys: JWTVerifyGetKey | undefined;
  #finding: Promise<JWTVerifyGetKey> | undefined;

  constructor(private readonly options: TokenVerifierOptions) {
    const wrong = options.algorithms.filter((algorithm) => !ASYMMETRIC.test(algorithm));
    if (wrong.length > 0 || options.algorithms.length === 0) {
      throw new Error(`token algorithms must be asymmetric ones, not ${wrong.join(', ') || 'an empty list'}`);
    }
    if (options.leewaySeconds > MAX_LEEWAY_SECONDS) {
      throw new Error(`the leeway is at most ${MAX_LEEWAY_SECONDS} s`);
    }
  }

  /** The token's principal. Throws a 401 problem that says why not, or a 503 one while the issuer's keys are out of reach. */
  async verify(token: string): Promise<Principal> {
    if (token.length > MAX_TOKEN_LENGTH) throw notAuthenticated('token-malformed', 'The token is too long.');
    const keys = await this.#keySet();
    try {
      const { payload } = await jwtVerify(token, keys, {
        algorithms: [...this.options.algorithms],
        issuer: this.options.issuer,
        audience: this.options.audience,
        clockTolerance: this.options.leewaySeconds,
        requiredClaims: ['exp', 'sub'],
      });
      return principalOf(payload, this.options.rolesClaim);
    } catch (error) {
      throw refusalOf(error);
    }
  }

  async #keySet(): Promise<JWTVerifyGetKey> {
    if (this.#keys !== undefined) return this.#keys;
    this.#finding ??= this.#findKeys().finally(() => (this.#finding = undefined));
    this.#keys = await this.#finding;
    return this.#keys;
  }

  async #findKeys(): Promise<JWTVerifyGetKey> {
    const address = this.options.jwksUrl ?? (await discoverKeys(this.options.issuer));
    return createRemoteJWKSet(new URL(address), {
      timeoutDuration: HTTP_TIMEOUT_MS,
      cacheMaxAge: KEY_CACHE_MS,
      cooldownDuration: UNKNOWN_KEY_COOLDOWN_MS,
    });
  }
}

/** The issuer's metadata, of which the document itself must name the same issuer. */
async function discoverKeys(issuer: string): Promise<string> {
  try {
    const response = await fetch(`${issuer}/.well-known/openid-configuration`, {
      signal: AbortSignal.timeout(HTTP_TIMEOUT_MS),
      redirect: 'error',
    });
    const metadata = (await response.json()) as { issuer?: unknown; jwks_uri?: unknown };
    if (!response.ok || metadata.issuer !== issuer || typeof metadata.jwks_uri !== 'string')
      throw issuerAway();
    return metadata.jwks_uri;
  } catch {
    throw issuerAway();
  }
}

function principalOf(payload: JWTPayload, rolesClaim: string): Principal {
  const claimed = rolesClaim
    .split('.')
    .reduce<unknown>(
      (value, part) => (isRecord(value) && Object.hasOwn(value, part) ? value[part] : undefined),
      payload,
    );
  const names: readonly unknown[] = Array.isArray(claimed)
    ? claimed
    : typeof claimed === 'string'
      ? claimed.split(' ')
      : [];
  const roles = ROLES.filter((role: Role) => names.includes(role));
  const clientId = [payload.client_id, payload.azp].find((id) => typeof id === 'string');
  return {
    subject: String(payload.sub),
    roles,
    kind: 'token',
    ...(clientId === undefined ? {} : { clientId }),
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** Which rule the token broke; never the token or a claim's value. */
function refusalOf(error: unknown): Problem {
  if (error instanceof errors.JWTExpired) return notAuthenticated('token-expired', 'The token has expired.');
  if (error instanceof errors.JWTClaimValidationFailed) {
    const [code, detail] = CLAIMS[error.claim] ?? [
      'token-invalid',
      'A claim of the token is missing or wrong.',
    ];
    return notAuthenticated(code, detail);
  }
  if (error instanceof errors.JOSEAlgNotAllowed || error instanceof errors.JOSENotSupported) {
    return notAuthenticated('token-algorithm', 'The token is signed in a way that is not accepted.');
  }
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) {
    return notAuthenticated('token-key-unknown', "The token's key is not one of the issuer's.");
  }
  if (error instanceof errors.JWSSignatureVerificationFailed) {
    return notAuthenticated('token-signature', 'The signature of the token is wrong.');
  }
  if (error instanceof errors.JWSInvalid || error instanceof errors.JWTInvalid) {
    return notAuthenticated('token-malformed', 'The token is malformed.');
  }
  // What is left is the key set: a time-out, a refused connection, an answer that is no key set.
  return issuerAway();
}

const CLAIMS: Readonly<Record<string, readonly [code: string, detail: string]>> = {
  aud: ['token-audience', 'The token is for somebody else.'],
  iss: ['token-issuer', 'The token is from another issuer.'],
  nbf: ['token-not-yet-valid', 'The token is not valid yet.'],
  exp: ['token-expiry', 'The token says nothing usable about its expiry.'],
  sub: ['token-subject', 'The token names no subject.'],
};

function notAuthenticated(code: string, detail: string): Problem {
  return new Problem(401, code, detail, {
    headers: { 'www-authenticate': `Bearer error="invalid_token", error_description="${detail}"` },
  });
}

function issuerAway(): Problem {
  return new Problem(
    503,
    'issuer-unreachable',
    "The issuer's keys can't be fetched, so no token can be checked.",
    {
      headers: { 'retry-after': '5' },
    },
  );
}
