// Tells an observer what happens and survives it: counts by itself, and drops whatever the observer throws.
import type { IncomingRecord } from '../message.js';
import type { BatchOutcome } from './batch-outcome.js';
import type { ConsumerCounter, ConsumerObserver, PartitionPlace } from './consumer-observer.js';

export class SafeObserver {
  private readonly counted = new Map<ConsumerCounter, number>();

  constructor(private readonly inner: ConsumerObserver) {}

  /** All counts since the start. */
  get totals(): Readonly<Partial<Record<ConsumerCounter, number>>> {
    return Object.fromEntries(this.counted);
  }

  around<T>(place: PartitionPlace, records: readonly IncomingRecord[], run: () => Promise<T>): Promise<T> {
    return this.inner.around === undefined ? run() : this.inner.around(place, records, run);
  }

  count(counter: ConsumerCounter, amount: number, place: PartitionPlace, code?: string): void {
    if (amount === 0) return;
    this.counted.set(counter, (this.counted.get(counter) ?? 0) + amount);
    quietly(() => this.inner.count?.(counter, amount, place, code));
  }

  /** Counts what became of a batch. */
  batch(place: PartitionPlace, outcome: BatchOutcome): void {
    const { delivered, held, duplicates } = outcome;
    this.count('delivered', delivered, place);
    this.count('held', held, place);
    this.count('keys-deferred', outcome.deferredKeys, place);
    this.count('duplicate-offset', duplicates.offset, place);
    this.count('duplicate-sequence', duplicates.sequence, place);
    for (const code of outcome.parked) this.count('parked', 1, place, code);
    for (const [code, times] of Object.entries(outcome.ignored)) this.count('ignored', times, place, code);
    for (const code of outcome.incidents) this.incident(place, code);
  }

  troubled(place: PartitionPlace, code: string, reason: string): void {
    quietly(() => this.inner.troubled?.(place, code, reason));
  }

  recovered(place: PartitionPlace): void {
    quietly(() => this.inner.recovered?.(place));
  }

  incident(place: PartitionPlace, code: string): void {
    quietly(() => this.inner.incident?.(place, code));
  }
}

/** For hooks that others wrote: a partition's work does not end because its counter does. */
export function quietly(hook: () => void): void {
  try {
    hook();
  } catch {
    // Whoever wrote the hook sees that nothing comes; the records matter more.
  }
}
