// Makes room for the live path: the simulation's thread turns to its messages after a few milliseconds of work, and stands
// aside for what the other threads of the process have done meanwhile, so that all of them together take one core.
import { setTimeout as delay } from 'node:timers/promises';

const WORK_MS = 4;
const MOST_MS = 50;
const ASKED_OFTEN = 16;
/** Less than this is what collecting garbage and compiling take. */
const NOTICED_MS = 2;

export class Breath {
  #since = performance.now();
  #used = usedMs();
  #asked = 0;

  /** Asked for at every record: the clock is looked at now and then. */
  get isDue(): boolean {
    this.#asked += 1;
    return this.#asked % ASKED_OFTEN === 0 && performance.now() - this.#since > WORK_MS;
  }

  /** By the process's own CPU time: what other processes do is no reason to stand aside here. */
  async take(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    let used = usedMs();
    let now = performance.now();
    const others = used - this.#used - (now - this.#since);
    if (others > NOTICED_MS) {
      await delay(Math.min(others, MOST_MS));
      used = usedMs();
      now = performance.now();
    }
    this.#since = now;
    this.#used = used;
  }
}

/** CPU time of all threads of this process. */
function usedMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
