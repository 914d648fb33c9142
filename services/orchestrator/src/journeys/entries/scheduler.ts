// Entries by schedule: begins what is due, finds its audience page by page, and asks for each customer's entry.
//
// A page's requests and its place in the list are one transaction, so a crash asks nobody twice and forgets nobody; the
// occurrence's row is locked meanwhile, so one replica works at it. After an outage only the last occurrence is made up
// for: nobody is written to five times because five days were missed.
import type { Outbox, OutgoingEvent } from '@continuo/messaging';
import type { Database } from '@continuo/persistence';
import type { Logger } from '@continuo/telemetry';
import { deriveId } from '../timeline/derive-id.js';
import { evaluateCondition } from '../domain/expressions/expression.js';
import type { Json } from '../domain/expressions/value.js';
import type { ScheduledEntry } from '../domain/language/plan.js';
import type { Edition, PlanBook } from '../definitions/plan-book.js';
import {
  beginOccurrence,
  databaseNow,
  moveOccurrence,
  newestBegun,
  nextProfiles,
  takeOccurrence,
  type OpenOccurrence,
} from './scheduler.store.js';

/** Who asks, in requests. */
const ACTOR = 'schedule';
const PAGE = 500;
/** Customers looked at in a second; their entries are a part of them. */
const PER_SECOND = 2_000;
const IDLE_MS = 1_000;

export interface SchedulerOptions {
  readonly database: Database;
  readonly outbox: Outbox;
  readonly plans: PlanBook;
  readonly page?: number;
  readonly perSecond?: number;
  /** Database time when left out. */
  readonly now?: () => number;
  readonly logger?: Pick<Logger, 'warn'>;
  /** Where a test may stop the world or throw. */
  readonly seam?: (seam: 'asked') => void;
}

export class Scheduler {
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(private readonly options: SchedulerOptions) {}

  start(): void {
    this.#again(0);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  #again(after: number): void {
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      this.#running = this.#turn().then((looked) => {
        const { perSecond = PER_SECOND } = this.options;
        this.#again(looked === 0 ? IDLE_MS : (looked * 1_000) / perSecond);
      });
    }, after);
    this.#timer.unref();
  }

  async #turn(): Promise<number> {
    try {
      await this.begin();
      return await this.work();
    } catch (error) {
      this.options.logger?.warn({ error }, 'a scheduled entry failed; it is tried again');
      return 0;
    }
  }

  /** Begins what is due by now; answers how many occurrences. */
  async begin(): Promise<number> {
    return this.options.database.transaction(async (tx) => {
      const scheduled = (await this.#edition(tx)).entered.filter((plan) => plan.schedules.length > 0);
      if (scheduled.length === 0) return 0;
      const now = this.options.now?.() ?? (await databaseNow(tx));
      const { begun, since } = await newestBegun(tx);
      let count = 0;
      for (const plan of scheduled) {
        for (const entry of plan.schedules) {
          const newest = begun.get(`${plan.journey}/${entry.at}`);
          const due = dueNow(entry, now, newest ?? null, since.get(plan.journey) ?? now);
          if (due === null) continue;
          const { journey, version } = plan;
          const { occurrence, missed } = due;
          if (await beginOccurrence(tx, { journey, entry: entry.at, version, occurrence }, missed))
            count += 1;
        }
      }
      return count;
    });
  }

  /** One page of the oldest open occurrence; answers how many customers were looked at. */
  async work(): Promise<number> {
    const { page = PAGE } = this.options;
    return this.options.outbox.transact(async (tx) => {
      const open = await takeOccurrence(tx);
      if (open === undefined) return { result: 0, outgoing: [] };
      const plan = (await this.#edition(tx)).current(open.journey);
      const entry = plan?.schedules.find(({ at }) => at === open.entry);
      const profiles = entry === undefined ? [] : await nextProfiles(tx, open.cursorId, page);
      const outgoing = profiles
        .filter(({ facts }) => entry !== undefined && isInAudience(entry, facts))
        .map(({ profileId }) => requestOf(open, profileId));
      await moveOccurrence(tx, open, {
        cursorId: profiles.at(-1)?.profileId ?? open.cursorId,
        asked: outgoing.length,
        looked: profiles.length,
        done: profiles.length < page,
      });
      this.options.seam?.('asked');
      return { result: Math.max(1, profiles.length), outgoing };
    });
  }

  async #edition(tx: Parameters<PlanBook['at']>[0]): Promise<Edition> {
    const { rows } = await tx.client.query<{ number: string | null }>(
      'select max(number) as number from publication',
    );
    return this.options.plans.at(tx, Number(rows[0]?.number ?? 0));
  }
}

/** The newest occurrence that is due and not begun, and how many before it nobody was there for. */
function dueNow(
  { schedule }: ScheduledEntry,
  now: number,
  newest: number | null,
  since: number,
): {
  readonly occurrence: NonNullable<ReturnType<ScheduledEntry['schedule']['latest']>>;
  readonly missed: number;
} | null {
  const occurrence = schedule.latest(now);
  // What was due before the journey was published is not made up for.
  if (occurrence === null || occurrence.due <= (newest ?? since - 1)) return null;
  const before = schedule.latest(newest ?? since - 1);
  return { occurrence, missed: occurrence.number - (before?.number ?? -1) - 1 };
}

function isInAudience({ audience }: ScheduledEntry, facts: string): boolean {
  const profile = JSON.parse(facts) as { readonly [fact: string]: Json };
  return evaluateCondition(audience, { key: '', vars: {}, visits: {}, event: null, profile }) === true;
}

/** The same for the same occurrence and customer, so that nobody enters twice by it. */
function requestOf({ journey, entry, due }: OpenOccurrence, profileId: string): OutgoingEvent {
  const requestId = deriveId(`schedule/${journey}/${entry}/${due.toISOString()}/${profileId}`);
  const value = {
    ...{ requestId, journey, journeyVersion: null, key: null, vars: {} },
    ...{ entry, actor: ACTOR, requestedAt: Date.now() },
  };
  return { type: 'continuo.orchestrator.InstanceEntryRequested.v1', key: profileId, profileId, value };
}
