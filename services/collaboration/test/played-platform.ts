// The customer data platform's answers about who somebody is and what they agreed to, as collaboration asks for them.
import type { IncomingHttpHeaders } from 'node:http';

export interface SaidConsent {
  readonly purpose: string;
  readonly channel: string;
  readonly granted: boolean;
  readonly saidAt: string;
}

const base = '/api/customer-data-platform/';

export class PlayedPlatform {
  /** `away` answers 503, `malformed` something else than was asked, `hangs` nothing at all. */
  state: 'up' | 'away' | 'malformed' | 'hangs' = 'up';
  /** Paths that it was asked for, in order. */
  readonly asked: string[] = [];
  readonly #profiles = new Map<string, string>();
  readonly #consents = new Map<string, readonly SaidConsent[]>();

  /** A customer whom the platform knows by `kind=value`, in the clear, and what they said about their location. */
  knows(identifier: string, profileId: string, said: 'yes' | 'no' | 'nothing'): void {
    this.#profiles.set(identifier, profileId);
    const consent = { purpose: 'location', channel: 'device', granted: said === 'yes' };
    this.#consents.set(
      profileId,
      said === 'nothing' ? [] : [{ ...consent, saidAt: '2026-01-01T00:00:00.000Z' }],
    );
  }

  /** Whether a path is one of those played here. */
  plays(path: string): boolean {
    return path === `${base}profiles:lookup` || /\/profiles\/[^/]+\/consents$/.test(path);
  }

  answer(
    path: string,
    headers: IncomingHttpHeaders,
    text: string,
  ): { readonly status: number; readonly body: unknown } | undefined {
    this.asked.push(path);
    if (this.state === 'hangs') return undefined;
    if (headers.authorization?.startsWith('Bearer ') !== true) return { status: 401, body: {} };
    if (this.state === 'away') return { status: 503, body: {} };
    if (this.state === 'malformed') return { status: 200, body: { profileIds: 'none', state: [{}] } };
    if (path.endsWith('/profiles:lookup')) return { status: 200, body: this.#lookUp(text) };
    const state = this.#consents.get(/profiles\/([^/]+)\/consents$/.exec(path)?.[1] ?? '');
    return state === undefined ? { status: 404, body: {} } : { status: 200, body: { state, history: state } };
  }

  #lookUp(text: string): object {
    const { customers } = JSON.parse(text) as { customers: { kind: string; value: string }[] };
    return { profileIds: customers.map(({ kind, value }) => this.#profiles.get(`${kind}=${value}`) ?? null) };
  }
}
