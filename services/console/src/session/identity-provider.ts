// The issuer as a sign-in meets it: OpenID Connect's authorization code flow with PKCE, renewal, and the end.
import { Fault, ok, refuse, type Result } from '@continuo/kernel';
import * as oidc from 'openid-client';

export interface IdentityProviderOptions {
  readonly issuer: string;
  readonly clientId: string;
  /** Left out for a public client. */
  readonly clientSecret: string | undefined;
  readonly scopes: readonly string[];
  readonly redirectUri: string;
  readonly leewaySeconds: number;
  /** Of the local issuer in this process, where there is one: whose codes nobody else knows. */
  readonly local?: { readonly authorizationEndpoint: string; readonly tokenEndpoint: string };
}

/** What keeps one sign-in from being mixed up with another. */
export interface SignInSecrets {
  readonly state: string;
  /** Only when an id token is asked for. */
  readonly nonce?: string;
  readonly codeVerifier: string;
}

export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken?: string;
  readonly idToken?: string;
  readonly name?: string;
}

export type SignInCode = 'issuer-refused' | 'answer-not-accepted';

const TIMEOUT_SECONDS = 5;
/** What the issuer says by an error of this form is its decision; everything else is a fault on the way. */
const MIXED_UP = [
  'OAUTH_INVALID_RESPONSE',
  'OAUTH_JWT_CLAIM_COMPARISON_FAILED',
  'OAUTH_JWT_TIMESTAMP_CHECK_FAILED',
];

export class IdentityProvider {
  #finding: Promise<oidc.Configuration> | undefined;

  constructor(private readonly options: IdentityProviderOptions) {}

  /** Fresh ones for a sign-in that begins. */
  drawSecrets(): SignInSecrets {
    return {
      state: oidc.randomState(),
      codeVerifier: oidc.randomPKCECodeVerifier(),
      ...(this.#asksForIdToken() ? { nonce: oidc.randomNonce() } : {}),
    };
  }

  /** Where the browser is sent to. Throws a retriable Fault while the issuer is away. */
  async authorizationUrl({ state, nonce, codeVerifier }: SignInSecrets): Promise<string> {
    const configuration = await this.#configuration();
    const { redirectUri, scopes } = this.options;
    return oidc.buildAuthorizationUrl(configuration, {
      response_type: 'code',
      redirect_uri: redirectUri,
      scope: scopes.join(' '),
      state,
      code_challenge: await oidc.calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: 'S256',
      ...(nonce === undefined ? {} : { nonce }),
    }).href;
  }

  /** The tokens for what the browser came back with. `query` is the raw one, from its question mark on. */
  async redeem(query: string, secrets: SignInSecrets): Promise<Result<Tokens, SignInCode>> {
    const configuration = await this.#configuration();
    return this.#outcome(() =>
      oidc.authorizationCodeGrant(configuration, new URL(query, this.options.redirectUri), {
        expectedState: secrets.state,
        pkceCodeVerifier: secrets.codeVerifier,
        ...(secrets.nonce === undefined ? {} : { expectedNonce: secrets.nonce }),
      }),
    );
  }

  /** Tokens for a refresh token; an issuer that rotates them gives a new one with them. */
  async renew(refreshToken: string): Promise<Result<Tokens, SignInCode>> {
    const configuration = await this.#configuration();
    return this.#outcome(() => oidc.refreshTokenGrant(configuration, refreshToken));
  }

  /** Where the browser ends its session with the issuer itself, when the issuer has such a place. */
  async endSessionUrl(returnTo: string, idToken: string | undefined): Promise<string | undefined> {
    const configuration = await this.#configuration();
    if (configuration.serverMetadata().end_session_endpoint === undefined) return undefined;
    return oidc.buildEndSessionUrl(configuration, {
      post_logout_redirect_uri: returnTo,
      ...(idToken === undefined ? {} : { id_token_hint: idToken }),
    }).href;
  }

  /** Makes a copy of the refresh token worthless, where the issuer lets us. */
  async revoke(refreshToken: string): Promise<void> {
    const configuration = await this.#configuration();
    if (configuration.serverMetadata().revocation_endpoint === undefined) return;
    await oidc.tokenRevocation(configuration, refreshToken, { token_type_hint: 'refresh_token' });
  }

  async hasEndSession(): Promise<boolean> {
    return (await this.#configuration()).serverMetadata().end_session_endpoint !== undefined;
  }

  #asksForIdToken(): boolean {
    return this.options.scopes.includes('openid');
  }

  /** Found at the first sign-in: in development the issuer is this very process. */
  async #configuration(): Promise<oidc.Configuration> {
    this.#finding ??= this.#discover().catch((error: unknown) => {
      this.#finding = undefined;
      throw away(error);
    });
    return this.#finding;
  }

  async #discover(): Promise<oidc.Configuration> {
    const { issuer, clientId, clientSecret, leewaySeconds } = this.options;
    // By name only where the address itself says so, as a local issuer's does.
    const insecure = issuer.startsWith('http:') ? [oidc.allowInsecureRequests] : [];
    const found = await oidc.discovery(new URL(issuer), clientId, undefined, oidc.None(), {
      execute: insecure,
      timeout: TIMEOUT_SECONDS,
    });
    const server = this.#ownEndpoints(found.serverMetadata());
    const metadata = { [oidc.clockTolerance]: leewaySeconds };
    const proof = clientSecret === undefined ? oidc.None() : proofOf(clientSecret, server);
    const configuration = new oidc.Configuration(server, clientId, metadata, proof);
    configuration.timeout = TIMEOUT_SECONDS;
    for (const permit of insecure) permit(configuration);
    // The id token's signature counts too, not only the connection that it came by.
    oidc.enableNonRepudiationChecks(configuration);
    return configuration;
  }

  /** A second console beside a running system has the same issuer by name, and signs in at its own part of it. */
  #ownEndpoints(server: oidc.ServerMetadata): oidc.ServerMetadata {
    const { local } = this.options;
    if (local === undefined || server.authorization_endpoint === local.authorizationEndpoint) return server;
    return {
      ...server,
      authorization_endpoint: local.authorizationEndpoint,
      token_endpoint: local.tokenEndpoint,
    };
  }

  async #outcome(
    grant: () => Promise<oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers>,
  ): Promise<Result<Tokens, SignInCode>> {
    try {
      const tokens = await grant();
      const name = tokens.claims()?.['name'];
      return ok({
        accessToken: tokens.access_token,
        ...(tokens.refresh_token === undefined ? {} : { refreshToken: tokens.refresh_token }),
        ...(tokens.id_token === undefined ? {} : { idToken: tokens.id_token }),
        ...(typeof name === 'string' ? { name: name.slice(0, 100) } : {}),
      });
    } catch (error) {
      return refusalOf(error);
    }
  }
}

/** By basic authentication, which every issuer that says nothing else takes (RFC 8414), or in the form. */
function proofOf(secret: string, server: oidc.ServerMetadata): oidc.ClientAuth {
  const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
  return methods.includes('client_secret_basic')
    ? oidc.ClientSecretBasic(secret)
    : oidc.ClientSecretPost(secret);
}

/** The issuer's own words may name a person: its error's code is kept, its description is not. */
function refusalOf(error: unknown): { ok: false; refusal: { code: SignInCode; message: string } } {
  if (error instanceof oidc.AuthorizationResponseError) {
    return refuse('issuer-refused', `The issuer answered ${wordOf(error.error)}.`);
  }
  if (error instanceof oidc.ResponseBodyError && error.status < 500) {
    return refuse('issuer-refused', `The issuer answered ${wordOf(error.error)}.`);
  }
  if (error instanceof oidc.ClientError && MIXED_UP.includes(error.code ?? '')) {
    return refuse('answer-not-accepted', "The issuer's answer does not belong to this sign-in.");
  }
  throw away(error);
}

function wordOf(text: string): string {
  return /^[\w.-]{1,64}$/.test(text) ? text : 'with an error';
}

function away(cause: unknown): Fault {
  return new Fault("the issuer can't be asked", { code: 'issuer-unreachable', retriable: true, cause });
}
