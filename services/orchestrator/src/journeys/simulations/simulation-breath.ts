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

  /**
   * Lets others run. While they are busy, it waits as long as they took: by the process's own CPU time, because what other
   * processes do is no reason to stand aside here.
   */
  async take(): Promise<void> {
    const before = process.cpuUsage();
    await new Promise((resolve) => setImmediate(resolve));
    const { user, system } = process.cpuUsage(before);
    const others = (user + system) / 1_000;
    if (others > NOTICED_MS) await delay(Math.min(others, MOST_MS));
    this.#since = performance.now();
  }
}
