// Tries again for a moment what passes by itself: a topic made just now has no leader yet, a broker is being restarted.
import { setTimeout as delay } from 'node:timers/promises';
import { Fault } from '@continuo/kernel';

const ENOUGH_MS = 10_000;
const PAUSE_MS = 200;

/** The result of `work`, or its last error after ten seconds of passing ones. */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + ENOUGH_MS;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const mayPass = error instanceof Fault && error.retriable;
      if (!mayPass || performance.now() > deadline) throw error;
      await delay(PAUSE_MS);
    }
  }
}
