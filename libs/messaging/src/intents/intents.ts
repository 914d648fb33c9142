// Where a service registers how its calls to the outside are made, and where its transactions ask for them.
import { Fault } from '@continuo/kernel';
import type { Transaction } from '@continuo/persistence';
import { currentTrace } from '@continuo/telemetry';
import { uuidv7 } from 'uuidv7';
import type { IntentHandler, NewIntent } from './intent.js';
import type { IntentStore } from './intent-store.js';

/** The kinds of a service, and the bell of its worker. */
export class Intents {
  readonly #handlers = new Map<string, IntentHandler>();
  readonly #listeners = new Set<() => void>();

  constructor(private readonly store: IntentStore) {}

  /** Says how intents of one kind are carried out. Before the worker starts; once per kind. */
  register<Payload>(handler: IntentHandler<Payload>): void {
    if (this.#handlers.has(handler.kind)) {
      throw new Fault(`two handlers for intents ${handler.kind}`, {
        code: 'handler-duplicate',
        retriable: false,
      });
    }
    this.#handlers.set(handler.kind, handler as IntentHandler);
  }

  get handlers(): readonly IntentHandler[] {
    return [...this.#handlers.values()];
  }

  /**
   * Writes intents in a batch's or a request's transaction; the worker is woken after the commit. Answers their ids.
   * Those of one key are made in the order of this call: ask for them after the rows they depend on are locked.
   */
  async write(tx: Transaction, intents: readonly NewIntent[]): Promise<readonly string[]> {
    if (intents.length === 0) return [];
    const trace = currentTrace();
    const rows = intents.map((intent) => ({ ...intent, id: intent.id ?? uuidv7(), ...(trace && { trace }) }));
    await this.store.write(tx, rows);
    tx.afterCommit(() => this.wake());
    return rows.map(({ id }) => id);
  }

  /** Wakes the workers of this process. */
  wake(): void {
    for (const listener of this.#listeners) listener();
  }

  /** Told whenever there may be something to do; the returned function ends it. */
  onWake(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
