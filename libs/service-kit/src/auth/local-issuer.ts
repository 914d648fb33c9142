// Issues tokens for development, so that `npm start` needs no identity provider. Refuses to exist in production.
import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  randomUUID,
  timingSafeEqual,
  type KeyObject,
} from 'node:crypto';
import { exportJWK, SignJWT, type JWK } from 'jose';
import { refuse, ok, type Result } from '@continuo/kernel';
import { ROLES, type Role } from './decisions.js';

export interface LocalIssuerOptions {
  /** The issuer's address, e.g. `http://127.0.0.1:8080/issuer`. */
  readonly issuer: string;
  readonly audience: string;
  /** At least 32 characters; the signing key and all client secrets are derived from it. */
  readonly secret: string;
  /** Refused when `production`. */
  readonly nodeEnv: string;
  readonly now?: () => number;
}

export interface TokenRequest {
  readonly grantType: string;
  readonly clientId?: string;
  readonly clientSecret?: string;
  /** Only for the development grant. */
  readonly roles?: readonly string[];
  readonly subject?: string;
}

export interface IssuedToken {
  readonly access_token: string;
  readonly token_type: 'Bearer';
  readonly expires_in: number;
}

/** The grant behind `continuo token --role`: the command line's client names the roles it wants. */
export const DEVELOPMENT_GRANT = 'urn:continuo:grant:development';

/** The client that may use the development grant. */
export const COMMAND_LINE_CLIENT = 'continuo-cli';

const LIFETIME_SECONDS = 3_600;
/** DER of an Ed25519 private key in PKCS #8, up to its 32 bytes of seed (RFC 8410). */
const ED25519_PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

/**
 * The secret of a client of the local issuer: HMAC-SHA-256 of `client:<id>` under the issuer's secret, in hex.
 * Whoever starts the services computes it the same way and passes it as `OIDC_CLIENT_SECRET`.
 */
export function localClientSecret(issuerSecret: string, clientId: string): string {
  return createHmac('sha256', issuerSecret).update(`client:${clientId}`).digest('hex');
}

/** Discovery, keys and tokens, without any HTTP. */
export class LocalIssuer {
  readonly #key: KeyObject;
  readonly #now: () => number;

  constructor(private readonly options: LocalIssuerOptions) {
    if (options.nodeEnv === 'production')
      throw new Error('the local issuer refuses to run when NODE_ENV=production');
    if (options.secret.length < 32) throw new Error("the local issuer's secret has at least 32 characters");
    const seed = Buffer.from(hkdfSync('sha256', options.secret, '', 'continuo local issuer', 32));
    this.#key = createPrivateKey({ key: Buffer.concat([ED25519_PKCS8, seed]), format: 'der', type: 'pkcs8' });
    this.#now = options.now ?? Date.now;
  }

  /** The document at `/.well-known/openid-configuration`. */
  discovery() {
    const { issuer } = this.options;
    return {
      issuer,
      jwks_uri: `${issuer}/jwks`,
      token_endpoint: `${issuer}/token`,
      response_types_supported: ['token'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['EdDSA'],
      grant_types_supported: ['client_credentials', DEVELOPMENT_GRANT],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    };
  }

  /** The public key set. */
  async keys(): Promise<{ keys: JWK[] }> {
    const jwk = await exportJWK(createPublicKey(this.#key));
    return { keys: [{ ...jwk, alg: 'EdDSA', use: 'sig', kid: this.#keyId(jwk) }] };
  }

  /** A token for a client that proves its secret. A service's own token carries the role `integrator`. */
  async token(request: TokenRequest): Promise<Result<IssuedToken>> {
    const { clientId, clientSecret } = request;
    if (clientId === undefined || clientSecret === undefined || !this.#knows(clientId, clientSecret)) {
      return refuse('invalid_client', 'The client or its secret is not known.');
    }
    switch (request.grantType) {
      case 'client_credentials':
        return ok(await this.#sign(clientId, clientId, ['integrator']));
      case DEVELOPMENT_GRANT:
        return this.#developmentToken(clientId, request);
      default:
        return refuse('unsupported_grant_type', 'The grant type is not supported.', { field: 'grant_type' });
    }
  }

  async #developmentToken(clientId: string, request: TokenRequest): Promise<Result<IssuedToken>> {
    if (clientId !== COMMAND_LINE_CLIENT)
      return refuse('unauthorized_client', 'This client may not choose roles.');
    const roles = ROLES.filter((role) => request.roles?.includes(role));
    if (roles.length === 0 || roles.length !== new Set(request.roles).size) {
      return refuse('invalid_scope', `Roles are ${ROLES.join(', ')}.`, { field: 'role' });
    }
    return ok(await this.#sign(request.subject ?? `local-${roles.join('-')}`, clientId, roles));
  }

  #knows(clientId: string, clientSecret: string): boolean {
    const expected = Buffer.from(localClientSecret(this.options.secret, clientId));
    const given = Buffer.from(clientSecret);
    return expected.length === given.length && timingSafeEqual(expected, given);
  }

  async #sign(subject: string, clientId: string, roles: readonly Role[]): Promise<IssuedToken> {
    const now = Math.floor(this.#now() / 1_000);
    const jwk = await exportJWK(createPublicKey(this.#key));
    const token = await new SignJWT({ roles, client_id: clientId })
      .setProtectedHeader({ alg: 'EdDSA', kid: this.#keyId(jwk), typ: 'at+jwt' })
      .setIssuer(this.options.issuer)
      .setAudience(this.options.audience)
      .setSubject(subject)
      .setIssuedAt(now)
      .setExpirationTime(now + LIFETIME_SECONDS)
      .setJti(randomUUID())
      .sign(this.#key);
    return { access_token: token, token_type: 'Bearer', expires_in: LIFETIME_SECONDS };
  }

  #keyId(jwk: JWK): string {
    return `local-${String(jwk.x).slice(0, 8)}`;
  }
}
