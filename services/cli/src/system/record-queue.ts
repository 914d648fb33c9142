// Holds fetched batches until somebody reads them, and says when there are too many.
import type { KafkaBatch } from '@continuo/messaging';

const ENOUGH_RECORDS = 5_000;
const LOOK_EVERY_MS = 200;

export class RecordQueue {
  readonly #batches: KafkaBatch[] = [];
  #records = 0;
  #wake = (): void => undefined;
  #failure: Error | undefined;

  /** True when fetching should rest until the queue is empty. */
  push(batch: KafkaBatch): boolean {
    this.#batches.push(batch);
    this.#records += batch.records.length;
    this.#wake();
    return this.#records > ENOUGH_RECORDS;
  }

  fail(error: Error): void {
    this.#failure = error;
    this.#wake();
  }

  /** The next batch; undefined after a short wait without one. Throws what the consumer died of. */
  async next(): Promise<KafkaBatch | undefined> {
    if (this.#batches.length === 0 && this.#failure === undefined) await this.#pause();
    if (this.#failure !== undefined) throw this.#failure;
    const batch = this.#batches.shift();
    this.#records -= batch?.records.length ?? 0;
    return batch;
  }

  get isEmpty(): boolean {
    return this.#batches.length === 0;
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, LOOK_EVERY_MS);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
