// Forgets devices that were not heard of for a day: where somebody was then is nobody's business any more.
import { Database } from '@continuo/persistence';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { PresenceStore } from './presence.store.js';

const everyMs = 10 * 60 * 1_000;
const keptMs = 24 * 60 * 60 * 1_000;
/** Rows of one statement, so that no transaction is long. */
const portion = 5_000;

@Injectable()
export class PresenceRetention implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(PresenceStore) private readonly store: PresenceStore,
  ) {}

  onApplicationBootstrap(): void {
    // A failure is tried again at the next turn; nothing depends on when it happens.
    this.timer = setInterval(() => void this.forget().catch(() => undefined), everyMs);
    this.timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Deletes in portions until nothing is left that is old enough. Answers how many devices went. */
  async forget(now = new Date()): Promise<number> {
    const before = new Date(now.getTime() - keptMs);
    let all = 0;
    for (let gone = portion; gone >= portion; all += gone) {
      gone = await this.database.transaction((tx) => this.store.forgetBefore(tx, before, portion));
    }
    return all;
  }
}
