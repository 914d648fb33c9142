// Gets this service's own token for calls to other services: client credentials, cached until shortly before expiry.
import { Fault } from '@continuo/kernel';
import { decodeJwt } from 'jose';

export interface ServiceTokensOptions {
  readonly issuer: string;
  readonly audience: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

const HTTP_TIMEOUT_MS = 5_000;
const RENEW_BEFORE_MS = 30_000;

/** `await tokens.get()` is a bearer token; many callers at once cause one request. */
export class ServiceTokens {
  #cached: { readonly token: string; readonly until: number } | undefined;
  #asking: Promise<string> | undefined;
  #endpoint: string | undefined;

  constructor(private readonly options: ServiceTokensOptions) {}

  /** A token that is valid for at least some seconds. Throws a retriable Fault while the issuer is away. */
  async get(): Promise<string> {
    if (this.#cached !== undefined && Date.now() < this.#cached.until) return this.#cached.token;
    this.#asking ??= this.#ask().finally(() => (this.#asking = undefined));
    return this.#asking;
  }

  async #ask(): Promise<string> {
    try {
      this.#endpoint ??= await this.#discover();
      const { clientId, clientSecret, audience } = this.options;
      const response = await fetch(this.#endpoint, {
        method: 'POST',
        headers: {
          authorization: `Basic ${Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`).toString('base64')}`,
          'content-type': 'application/x-www-form-urlencoded',
        },
        body: new URLSearchParams({ grant_type: 'client_credentials', audience }).toString(),
        // The secret is for this address and no other.
        redirect: 'error',
        signal: AbortSignal.timeout(HTTP_TIMEOUT_MS),
      });
      const body = (await response.json()) as { access_token?: unknown; expires_in?: unknown };
      if (!response.ok || typeof body.access_token !== 'string') throw new Error(`status ${response.status}`);
      const seconds = typeof body.expires_in === 'number' ? body.expires_in : secondsLeft(body.access_token);
      this.#cached = {
        token: body.access_token,
        until: Date.now() + Math.max(1_000, seconds * 1_000 - RENEW_BEFORE_MS),
      };
      return body.access_token;
    } catch (cause) {
      throw new Fault('the issuer gives no token', { code: 'issuer-unreachable', retriable: true, cause });
    }
  }

  async #discover(): Promise<string> {
    const response = await fetch(`${this.options.issuer}/.well-known/openid-configuration`, {
      signal: AbortSignal.timeout(HTTP_TIMEOUT_MS),
      redirect: 'error',
    });
    const { token_endpoint: endpoint } = (await response.json()) as { token_endpoint?: unknown };
    if (typeof endpoint !== 'string') throw new Error('the issuer names no token endpoint');
    return endpoint;
  }
}

function secondsLeft(token: string): number {
  const { exp } = decodeJwt(token);
  return exp === undefined ? 60 : exp - Date.now() / 1_000;
}
