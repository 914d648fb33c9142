// Makes room for the live path: after a few milliseconds of work everybody else comes first, and gets as much time again.
import { setTimeout as delay } from 'node:timers/promises';

const WORK_MS = 4;
const MOST_MS = 50;
/** Others that took less than this were not waiting. */
const NOTICED_MS = 1;

export class Breath {
  #since = performance.now();

  get isDue(): boolean {
    return performance.now() - this.#since > WORK_MS;
  }

  /** Lets others run. While they are busy, it waits as long as they took. */
  async take(): Promise<void> {
    const before = performance.now();
    await new Promise((resolve) => setImmediate(resolve));
    const others = performance.now() - before;
    if (others > NOTICED_MS) await delay(Math.min(others, MOST_MS));
    this.#since = performance.now();
  }
}
