// Keeps the index as long as the timeline: weeks are made ahead of their records and dropped when all of it is over.
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Database } from '@continuo/persistence';
import { ActivityRetentionStore } from './activity-retention.store.js';
import { keptWeeks } from './domain/kept-time.js';

const hourMs = 60 * 60 * 1_000;
const countedMs = 3 * 24 * hourMs;

@Injectable()
export class ActivityRetention implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(ActivityRetentionStore) private readonly store: ActivityRetentionStore,
  ) {}

  /** Making is awaited: without this week's table no batch could be written. */
  async onApplicationBootstrap(): Promise<void> {
    await this.make(new Date());
    const keep = (): void => void this.keep().catch(() => undefined);
    // A failure is tried again in an hour: two weeks are there by then.
    this.timer = setInterval(keep, hourMs);
    this.timer.unref();
    keep();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  async keep(now = new Date()): Promise<{ readonly made: number; readonly dropped: number }> {
    const made = await this.make(now);
    const dropped = await this.database.transaction(async (tx) => {
      await this.store.forgetCounts(tx, new Date(now.getTime() - countedMs));
      return this.store.dropOthers(tx, keptWeeks(now));
    });
    return { made, dropped };
  }

  private make(now: Date): Promise<number> {
    return this.database.transaction((tx) => this.store.makeWeeks(tx, keptWeeks(now)));
  }
}
