// Forgets message ids and reasons of refusal once no SDK repeats them any more, so that both tables reach a plateau.
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Database } from '@continuo/persistence';
import { TrackingStore } from './tracking.store.js';
import { MESSAGE_ID_DAYS } from './tracking.tokens.js';

const hourMs = 60 * 60 * 1_000;
const dayMs = 24 * hourMs;
/** Rows of one statement, so that no transaction is long. */
const portion = 10_000;

@Injectable()
export class TrackingRetention implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(TrackingStore) private readonly store: TrackingStore,
    @Inject(MESSAGE_ID_DAYS) private readonly days: number,
  ) {}

  onApplicationBootstrap(): void {
    // A failure is tried again in an hour; nothing depends on when it happens.
    this.timer = setInterval(() => void this.forget().catch(() => undefined), hourMs);
    this.timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Deletes in portions until nothing is left that is old enough. Answers how many rows went. */
  async forget(now = new Date()): Promise<number> {
    const before = new Date(now.getTime() - this.days * dayMs);
    let all = 0;
    for (let gone = portion; gone >= portion; all += gone) {
      gone = await this.database.transaction((tx) => this.store.forgetBefore(tx, before, portion));
    }
    return all;
  }
}
