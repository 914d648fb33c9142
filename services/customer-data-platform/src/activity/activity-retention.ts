// Keeps the index as long as the timeline: weeks are made ahead of their records and dropped when all of it is over.
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { Database } from '@continuo/persistence';
import { ActivityRetentionStore } from './activity-retention.store.js';
import { keptWeeks } from './domain/kept-time.js';

const hourMs = 60 * 60 * 1_000;
const countedMs = 3 * 24 * hourMs;

@Injectable()
export class ActivityRetention implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(ActivityRetention.name);
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(ActivityRetentionStore) private readonly store: ActivityRetentionStore,
  ) {}

  /** Making is awaited: without this week's table no batch could be written. Later weeks can wait. */
  async onApplicationBootstrap(): Promise<void> {
    const now = new Date();
    await this.make(now).catch(async (error: unknown) => {
      if (!(await this.database.transaction((tx) => this.store.hasWeekOf(tx, now)))) throw error;
    });
    const keep = (): void =>
      void this.keep().catch((error: unknown) => {
        this.logger.warn({ err: error }, 'weeks of the activity index were not kept; tried again in an hour');
      });
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
    const counted = new Date(now.getTime() - countedMs);
    // By itself: rows that it holds must not wait for the tables.
    await this.database.transaction((tx) => this.store.forgetCounts(tx, counted));
    const dropped = await this.database.transaction((tx) => this.store.dropOthers(tx, keptWeeks(now)));
    return { made, dropped };
  }

  private make(now: Date): Promise<number> {
    return this.database.transaction((tx) => this.store.makeWeeks(tx, keptWeeks(now)));
  }
}
