// An identity provider as companies have them, played: long tokens, rotating refresh tokens, an end of its own, and faults.
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';

/** What the next tokens are like; a test changes it between calls. */
export interface Temper {
  /** Of the access token, in seconds. */
  lifetime: number;
  roles: readonly string[];
  audience: string;
  /** Characters by which each token is longer. */
  padding: number;
  refreshTokens: boolean;
  refuseRefresh: boolean;
  /** Answers everything with 503. */
  away: boolean;
  /** Instead of the one that was asked for. */
  nonce?: string;
  /** Instead of a code. */
  error?: string;
}

const CALM: Temper = {
  lifetime: 300,
  roles: ['operator'],
  audience: 'continuo',
  padding: 0,
  refreshTokens: true,
  refuseRefresh: false,
  away: false,
};

export class ForeignIssuer {
  readonly url: string;
  temper: Temper = { ...CALM };
  /** How often tokens were renewed, and what was revoked. */
  renewals = 0;
  readonly revoked: string[] = [];
  /** How the client proved itself at the token endpoint. */
  readonly proofs: string[] = [];
  readonly #asked = new Map<string, URLSearchParams>();
  readonly #refreshTokens = new Set<string>();

  private constructor(
    private readonly server: ReturnType<typeof createServer>,
    private readonly key: CryptoKey,
    private readonly jwk: object,
  ) {
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  static async start(): Promise<ForeignIssuer> {
    const { privateKey, publicKey } = await generateKeyPair('ES256');
    const jwk = { ...(await exportJWK(publicKey)), alg: 'ES256', kid: 'one', use: 'sig' };
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const issuer = new ForeignIssuer(server, privateKey, jwk);
    server.on('request', (request, response) => void issuer.#answer(request, response));
    return issuer;
  }

  calm(): void {
    this.temper = { ...CALM };
    this.renewals = 0;
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(String(request.url), this.url);
    const form = new URLSearchParams(await textOf(request));
    if (this.temper.away) return json(response, 503, { error: 'temporarily_unavailable' });
    switch (url.pathname) {
      case '/.well-known/openid-configuration':
        return json(response, 200, this.#metadata());
      case '/keys':
        return json(response, 200, { keys: [this.jwk] });
      case '/authorize':
        return this.#authorize(url.searchParams, response);
      case '/token':
        this.proofs.push(request.headers.authorization?.split(' ')[0] ?? 'form');
        return this.#token(form, response);
      case '/revoke':
        this.revoked.push(String(form.get('token')));
        return json(response, 200, {});
      default:
        return json(response, 404, {});
    }
  }

  #metadata(): object {
    return {
      issuer: this.url,
      jwks_uri: `${this.url}/keys`,
      authorization_endpoint: `${this.url}/authorize`,
      token_endpoint: `${this.url}/token`,
      revocation_endpoint: `${this.url}/revoke`,
      end_session_endpoint: `${this.url}/end`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['ES256'],
      token_endpoint_auth_methods_supported: ['client_secret_post'],
    };
  }

  /** Its person is signed in already, so the browser goes straight back. */
  #authorize(asked: URLSearchParams, response: ServerResponse): void {
    const code = randomUUID();
    this.#asked.set(code, asked);
    const { error } = this.temper;
    const answer: Record<string, string> =
      error === undefined ? { code } : { error, error_description: 'Jane Roe may not' };
    const query = new URLSearchParams({ ...answer, state: String(asked.get('state')) });
    response.writeHead(302, { location: `${asked.get('redirect_uri')}?${query}` }).end();
  }

  async #token(form: URLSearchParams, response: ServerResponse): Promise<void> {
    if (form.get('grant_type') === 'refresh_token') {
      // Each once, as issuers that look for stolen ones have it.
      const isKnown = this.#refreshTokens.delete(String(form.get('refresh_token')));
      if (!isKnown || this.temper.refuseRefresh) return json(response, 400, { error: 'invalid_grant' });
      this.renewals += 1;
      return json(response, 200, await this.#tokens());
    }
    const asked = this.#asked.get(String(form.get('code')));
    if (asked === undefined) return json(response, 400, { error: 'invalid_grant' });
    this.#asked.delete(String(form.get('code')));
    return json(response, 200, await this.#tokens(asked));
  }

  async #tokens(asked?: URLSearchParams): Promise<object> {
    const { lifetime, roles, audience, padding, refreshTokens } = this.temper;
    const padded = padding === 0 ? {} : { groups: 'g'.repeat(padding) };
    const refreshToken = randomUUID();
    if (refreshTokens) this.#refreshTokens.add(refreshToken);
    const nonce = this.temper.nonce ?? asked?.get('nonce') ?? undefined;
    return {
      token_type: 'Bearer',
      expires_in: lifetime,
      access_token: await this.#signed({ realm: { roles }, ...padded }, audience, lifetime),
      ...(refreshTokens ? { refresh_token: refreshToken } : {}),
      ...(asked?.get('scope')?.includes('openid') !== true
        ? {}
        : {
            id_token: await this.#signed(
              { nonce, name: 'Jane Roe', ...padded },
              String(asked?.get('client_id')),
              lifetime,
            ),
          }),
    };
  }

  #signed(claims: Record<string, unknown>, audience: string, lifetime: number): Promise<string> {
    const now = Math.floor(Date.now() / 1_000);
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'ES256', kid: 'one' })
      .setIssuer(this.url)
      .setAudience(audience)
      .setSubject('f3b1')
      .setIssuedAt(now)
      .setExpirationTime(now + lifetime)
      .sign(this.key);
  }
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
