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
  /** Where people sign in, for browsers; left out where nobody does. */
  readonly authorizationEndpoint?: string;
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

/** Somebody who has signed in, at a client, in one act. */
export interface SignedInPerson {
  readonly clientId: string;
  readonly subject: string;
  readonly name: string;
  readonly roles: readonly Role[];
  /** Repeated in the id token, when the client asked for one. */
  readonly nonce?: string;
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
    const { issuer, authorizationEndpoint } = this.options;
    const grants = ['client_credentials', DEVELOPMENT_GRANT];
    return {
      issuer,
      jwks_uri: `${issuer}/jwks`,
      token_endpoint: `${issuer}/token`,
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['EdDSA'],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
      ...(authorizationEndpoint === undefined
        ? { response_types_supported: ['token'], grant_types_supported: grants }
        : {
            authorization_endpoint: authorizationEndpoint,
            response_types_supported: ['code'],
            response_modes_supported: ['query'],
            code_challenge_methods_supported: ['S256'],
            scopes_supported: ['openid'],
            authorization_response_iss_parameter_supported: true,
            grant_types_supported: ['authorization_code', ...grants],
          }),
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
    if (clientId === undefined || !this.isClient(clientId, clientSecret)) {
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

  /** Whether a client has proven itself. */
  isClient(clientId: string | undefined, clientSecret: string | undefined): boolean {
    if (clientId === undefined || clientSecret === undefined) return false;
    const expected = Buffer.from(localClientSecret(this.options.secret, clientId));
    const given = Buffer.from(clientSecret);
    return expected.length === given.length && timingSafeEqual(expected, given);
  }

  /** An access token as services take it, and an id token for the client. */
  async tokensOf(person: SignedInPerson): Promise<IssuedToken & { readonly id_token: string }> {
    const { clientId, subject, name, roles, nonce } = person;
    const idClaims = { name, ...(nonce === undefined ? {} : { nonce }) };
    return {
      ...(await this.#sign(subject, clientId, roles)),
      id_token: await this.#signed(idClaims, { subject, audience: clientId, type: 'JWT' }),
    };
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

  async #sign(subject: string, clientId: string, roles: readonly Role[]): Promise<IssuedToken> {
    const { audience } = this.options;
    const claims = { roles, client_id: clientId };
    const token = await this.#signed(claims, { subject, audience, type: 'at+jwt' });
    return { access_token: token, token_type: 'Bearer', expires_in: LIFETIME_SECONDS };
  }

  async #signed(
    claims: Record<string, unknown>,
    { subject, audience, type }: { subject: string; audience: string; type: string },
  ): Promise<string> {
    const now = Math.floor(this.#now() / 1_000);
    const jwk = await exportJWK(createPublicKey(this.#key));
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'EdDSA', kid: this.#keyId(jwk), typ: type })
      .setIssuer(this.options.issuer)
      .setAudience(audience)
      .setSubject(subject)
      .setIssuedAt(now)
      .setExpirationTime(now + LIFETIME_SECONDS)
      .setJti(randomUUID())
      .sign(this.#key);
  }

  #keyId(jwk: JWK): string {
    return `local-${String(jwk.x).slice(0, 8)}`;
  }
}
