// Fetches of a busy consumer keep a distance: else every record would be fetched alone, by every group of its topic.
import { setTimeout as delay } from 'node:timers/promises';

/** A fetch costs more than a record, for both ends; what comes after a pause is not delayed. */
const GAP_MS = 10;

export class FetchGap {
  private openAt = 0;
  private waiting: Promise<void> | undefined;

  /** Waited for by every batch of a fetch before the next one: nothing, or what is missing to the gap. */
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
