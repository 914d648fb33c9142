// Asks every service whether it is ready, all at once, and at most once a second whoever asks.
import type { Upstream } from '../upstreams.js';

export type State = 'ready' | 'not-ready' | 'unreachable';

export interface StatusOf {
  readonly name: string;
  readonly title: string;
  readonly decides: string;
  /** Where it answers inside; not told in production. */
  readonly url?: string;
  readonly state: State;
  /** Which checks fail, when it answers and isn't ready. */
  readonly failing: readonly string[];
}

/** A service whose broker hangs says so after two seconds. */
const ANSWER_WITHIN_MS = 3_000;
const FRESH_FOR_MS = 1_000;

export class ServiceStatus {
  #last: { readonly at: number; readonly answer: Promise<readonly StatusOf[]> } | undefined;

  /** Without `addresses` nobody learns from here where services are. */
  constructor(
    private readonly upstreams: readonly Upstream[],
    private readonly addresses: boolean,
  ) {}

  all(): Promise<readonly StatusOf[]> {
    const now = performance.now();
    if (this.#last === undefined || now - this.#last.at > FRESH_FOR_MS) {
      this.#last = { at: now, answer: Promise.all(this.upstreams.map((one) => this.#ask(one))) };
    }
    return this.#last.answer;
  }

  async #ask({ name, title, decides, url }: Upstream): Promise<StatusOf> {
    const about = { name, title, decides, ...(this.addresses ? { url } : {}) };
    try {
      const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
      const response = await fetch(`${url}/health/ready`, { signal, redirect: 'error' });
      const { checks = [] } = (await response.json()) as {
        checks?: readonly { name: string; ok: boolean }[];
      };
      const failing = checks.filter(({ ok }) => !ok).map((check) => check.name);
      return { ...about, state: response.ok ? 'ready' : 'not-ready', failing };
    } catch {
      return { ...about, state: 'unreachable', failing: [] };
    }
  }
}
