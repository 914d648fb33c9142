// Asks the customer data platform how far the timeline is complete: no idle clock passes that time.
import type { ServiceTokens } from '@continuo/service-kit';

const PATH = '/api/customer-data-platform/low-water-mark';
const TIMEOUT_MS = 2_000;

/** `{ at: time or milliseconds, null when unknown }`, as the platform answers it. */
export class LowWaterMarkClient {
  constructor(
    private readonly platformUrl: string,
    private readonly tokens: ServiceTokens | null,
  ) {}

  /** Milliseconds, or null when the platform does not know or does not answer: then the clock stands. */
  async read(): Promise<number | null> {
    try {
      const token = await this.tokens?.get();
      const response = await fetch(new URL(PATH, this.platformUrl), {
        headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
        signal: AbortSignal.timeout(TIMEOUT_MS),
        redirect: 'error',
      });
      if (!response.ok) return null;
      const { at } = (await response.json()) as { at?: unknown };
      return markOf(at);
    } catch {
      return null;
    }
  }
}

function markOf(at: unknown): number | null {
  if (typeof at === 'number') return Number.isFinite(at) ? at : null;
  const time = typeof at === 'string' ? Date.parse(at) : Number.NaN;
  return Number.isNaN(time) ? null : time;
}
