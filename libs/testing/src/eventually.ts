// Waiting for a condition with a deadline: the only way a test may wait.
import { setTimeout as delay } from 'node:timers/promises';

export interface EventuallyOptions {
  /** Milliseconds until it gives up. @default 10_000 */
  readonly within?: number;
  /** Milliseconds between two looks. @default 20 */
  readonly every?: number;
  /** What is waited for, for the message of a failure. */
  readonly what?: string;
}

/**
 * Calls `probe` until it neither throws nor returns `false`, `undefined` or `null`, and answers what it returned.
 * `expect(…)` inside the probe works: its last failure is the error's cause and part of its message.
 */
export async function eventually<T>(
  probe: () => T | Promise<T>,
  options: EventuallyOptions = {},
): Promise<Exclude<T, false | undefined | null>> {
  const { within = 10_000, every = 20, what = 'the condition' } = options;
  const deadline = performance.now() + within;
  let last: unknown;
  for (;;) {
    try {
      const seen = await probe();
      last = seen;
      if (isThere(seen)) return seen;
    } catch (thrown) {
      last = thrown;
    }
    if (performance.now() >= deadline) throw gaveUp(what, within, last);
    await delay(every);
  }
}

function isThere<T>(value: T): value is Exclude<T, false | undefined | null> {
  return value !== false && value !== undefined && value !== null;
}

function gaveUp(what: string, within: number, last: unknown): Error {
  const seen = last instanceof Error ? last.message : JSON.stringify(last);
  return new Error(`${what} did not come about within ${within} ms; last seen: ${seen}`, { cause: last });
}
