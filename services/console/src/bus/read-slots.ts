// Who may read the bus now: one reading at a time for each person, a few for all, since each of them costs the broker.

import { ok, refuse, type Result } from '@continuo/kernel';

export type SlotRefusal = 'reader-busy' | 'too-many-readers';

const AT_ONCE = 4;
const PATIENCE_MS = 3_000;
const MAX_WAITING_OF_ONE = 2;

export class ReadSlots {
  readonly #busy = new Map<string, Promise<void>>();
  readonly #waiting = new Map<string, number>();

  /**
   * Runs the work when it is the caller's turn: after their own last one, if that ends soon. Refuses when it doesn't, or
   * when too many others read.
   */
  async run<T>(subject: string, work: () => Promise<T>): Promise<Result<T, SlotRefusal>> {
    do {
      if (!(await this.#turn(subject)))
        return refuse('reader-busy', 'Another reading of yours is still going on.');
    } while (this.#busy.has(subject));
    if (this.#busy.size >= AT_ONCE) return refuse('too-many-readers', 'Others read the bus just now.');
    const running = work();
    const ended = running.then(
      () => undefined,
      () => undefined,
    );
    this.#busy.set(subject, ended);
    try {
      return ok(await running);
    } finally {
      this.#busy.delete(subject);
    }
  }

  async #turn(subject: string): Promise<boolean> {
    const waiting = this.#waiting.get(subject) ?? 0;
    if (this.#busy.has(subject) && waiting >= MAX_WAITING_OF_ONE) return false;
    this.#waiting.set(subject, waiting + 1);
    const deadline = performance.now() + PATIENCE_MS;
    try {
      for (let last = this.#busy.get(subject); last !== undefined; last = this.#busy.get(subject)) {
        const left = deadline - performance.now();
        if (left <= 0) return false;
        await within(left, last);
      }
      return true;
    } finally {
      const left = (this.#waiting.get(subject) ?? 1) - 1;
      if (left > 0) this.#waiting.set(subject, left);
      else this.#waiting.delete(subject);
    }
  }
}

async function within(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)));
  await Promise.race([work, late]);
  clearTimeout(timer);
}
