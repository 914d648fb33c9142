// What is done again and again keeps a distance while it is busy: else every record would be fetched, and sent, alone.
import { setTimeout as delay } from 'node:timers/promises';

/** A fetch or a turn of the relay costs more than a record. What comes after a pause is not delayed. */
const GAP_MS = 10;

export class Gap {
  private openAt = 0;
  private waiting: Promise<void> | undefined;

  /** What is missing to the gap since the last time; all who wait at once wait for the same. */
  wait(now = performance.now()): Promise<void> {
    if (this.waiting !== undefined) return this.waiting;
    const missing = this.openAt + GAP_MS - now;
    this.openAt = Math.max(now, this.openAt + GAP_MS);
    if (missing <= 0) return Promise.resolve();
    this.waiting = delay(missing).then(() => {
      this.waiting = undefined;
    });
    return this.waiting;
  }
}
