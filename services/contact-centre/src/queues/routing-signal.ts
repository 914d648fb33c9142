// The bell of routing inside one process: rung after a commit that may have changed who can talk to whom.
import type { Transaction } from '@continuo/persistence';
import { Injectable } from '@nestjs/common';

/** Saves the wait until the next poll. Nothing depends on it: other replicas only poll. */
@Injectable()
export class RoutingSignal {
  readonly #listeners = new Set<() => void>();

  /** Rings when this transaction has committed. */
  ringAfter(tx: Transaction): void {
    tx.afterCommit(() => this.#ring());
  }

  /** Told at every ring; the returned function ends it. */
  onRing(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #ring(): void {
    for (const listener of this.#listeners) listener();
  }
}
