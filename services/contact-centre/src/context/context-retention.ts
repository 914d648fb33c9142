// Forgets closed cases and orders that are over, so that the tables reach a plateau.
import { MESSAGING_OPTIONS, type MessagingOptions } from '@continuo/messaging';
import { Database } from '@continuo/persistence';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { ContextStore } from './context.store.js';

const HOUR_MS = 60 * 60 * 1_000;
const KEPT_DAYS = 30;
/** Rows of one statement, so that no transaction is long. */
const PORTION = 5_000;

@Injectable()
export class ContextRetention implements OnApplicationBootstrap, OnApplicationShutdown {
  #timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(ContextStore) private readonly store: ContextStore,
    @Inject(MESSAGING_OPTIONS) private readonly options: MessagingOptions,
  ) {}

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => {
      this.forget().catch((error: unknown) =>
        this.options.logger?.warn({ error }, 'old context could not be forgotten; tried again in an hour'),
      );
    }, HOUR_MS);
    this.#timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.#timer);
  }

  /** Deletes in portions until nothing is left that is old enough. */
  async forget(): Promise<number> {
    let all = 0;
    for (let gone = 1; gone > 0; all += gone) {
      gone = await this.database.transaction((tx) => this.store.forget(tx, KEPT_DAYS, PORTION));
    }
    return all;
  }
}
