// Entries by schedule: begins what is due, finds its audience page by page, and asks for each customer's entry.
//
// A page's requests and its place in the list are one transaction, so a crash asks nobody twice and forgets nobody; the
// occurrence's row is locked meanwhile, so one replica works at it. After an outage only the last occurrence is made up
// for: nobody is written to five times because five days were missed.
//
// A schedule is what it says (`identity`), not its place: a version that moves it goes on where the one before was, and one
// that adds or changes it begins with it. A row names it by version and place, which say what it was for good.
import type { Outbox, OutgoingEvent } from '@continuo/messaging';
import type { Database, Transaction } from '@continuo/persistence';
import type { Logger } from '@continuo/telemetry';
import { deriveId } from '../timeline/derive-id.js';
import { evaluateCondition } from '../domain/expressions/expression.js';
import type { Json } from '../domain/expressions/value.js';
import type { ScheduledEntry } from '../domain/language/plan.js';
import { standingSince } from '../domain/lifecycle/standing-since.js';
import type { Edition, PlanBook } from '../definitions/plan-book.js';
import {
  beginOccurrence,
  begunBefore,
  databaseNow,
  lockBeginning,
  moveOccurrence,
  newestBegun,
  nextProfiles,
  publicationsUntil,
  takeOccurrence,
  type OpenOccurrence,
  type SchedulePlace,
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
  #since: { readonly number: number; readonly by: ReadonlyMap<string, number> } | undefined;

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
      if (!(await lockBeginning(tx))) return 0;
      const edition = await this.#edition(tx);
      const scheduled = edition.entered.filter((plan) => plan.schedules.length > 0);
      if (scheduled.length === 0) return 0;
      const now = this.options.now?.() ?? (await databaseNow(tx));
      const begun = newestBySchedule(edition, await newestBegun(tx));
      const since = await this.#standing(tx, edition);
      let count = 0;
      for (const { journey, version, schedules } of scheduled) {
        for (const entry of schedules) {
          const name = nameOf(journey, entry);
          const due = dueNow(entry, now, begun.get(name) ?? null, since.get(name) ?? now);
          if (due === null) continue;
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
      const entry = await this.#openEntry(tx, open);
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

  /** By the version that began it, whatever was published since; nobody enters what is retired, or twice. */
  async #openEntry(tx: Transaction, open: OpenOccurrence): Promise<ScheduledEntry | undefined> {
    const edition = await this.#edition(tx);
    if (edition.current(open.journey) === undefined) return undefined;
    const entry = scheduleAt(edition, open);
    const others = (await begunBefore(tx, open)).map((place) => scheduleAt(edition, place));
    return others.some((other) => other?.identity === entry?.identity) ? undefined : entry;
  }

  /** Since when each schedule stands (ms); changes with publications only. */
  async #standing(tx: Transaction, edition: Edition): Promise<ReadonlyMap<string, number>> {
    if (this.#since?.number === edition.number) return this.#since.by;
    const published = await publicationsUntil(tx, edition.number);
    const by = new Map<string, number>();
    for (const { journey, schedules } of edition.entered) {
      for (const entry of schedules) {
        const isSaidBy = (version: number): boolean =>
          edition.version(journey, version)?.schedules.some((other) => other.identity === entry.identity) ===
          true;
        const since = standingSince(published.get(journey) ?? [], isSaidBy);
        if (since !== null) by.set(nameOf(journey, entry), since);
      }
    }
    this.#since = { number: edition.number, by };
    return by;
  }

  async #edition(tx: Transaction): Promise<Edition> {
    const { rows } = await tx.client.query<{ number: string | null }>(
      'select max(number) as number from publication',
    );
    return this.options.plans.at(tx, Number(rows[0]?.number ?? 0));
  }
}

function nameOf(journey: string, { identity }: ScheduledEntry): string {
  return `${journey}/${identity}`;
}

/** A row's schedule: that of the version which began it, since places shift with versions. */
function scheduleAt(
  edition: Edition,
  { journey, version, entry }: SchedulePlace,
): ScheduledEntry | undefined {
  return edition.version(journey, version)?.schedules.find(({ at }) => at === entry);
}

function newestBySchedule(
  edition: Edition,
  begun: Awaited<ReturnType<typeof newestBegun>>,
): ReadonlyMap<string, number> {
  const newest = new Map<string, number>();
  for (const { due, ...place } of begun) {
    const entry = scheduleAt(edition, place);
    if (entry === undefined) continue;
    const name = nameOf(place.journey, entry);
    newest.set(name, Math.max(due, newest.get(name) ?? due));
  }
  return newest;
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
  // What was due before the schedule was published is not made up for.
  const after = Math.max(newest ?? 0, since - 1);
  if (occurrence === null || occurrence.due <= after) return null;
  return { occurrence, missed: occurrence.number - (schedule.latest(after)?.number ?? -1) - 1 };
}

function isInAudience({ audience }: ScheduledEntry, facts: string): boolean {
  const profile = JSON.parse(facts) as { readonly [fact: string]: Json };
  return evaluateCondition(audience, { key: '', vars: {}, visits: {}, event: null, profile }) === true;
}

/**
 * Its id is the same for the same occurrence and customer, so that nobody enters twice by it. The place of the entry stays
 * that of the version which began the occurrence: the version before takes it for the same, and asks by the same id.
 */
function requestOf({ journey, version, entry, due }: OpenOccurrence, profileId: string): OutgoingEvent {
  const requestId = deriveId(`schedule/${journey}/${entry}/${due.toISOString()}/${profileId}`);
  const value = {
    ...{ requestId, journey, journeyVersion: version, key: null, vars: {} },
    ...{ entry, actor: ACTOR, requestedAt: Date.now() },
  };
  return { type: 'continuo.orchestrator.InstanceEntryRequested.v1', key: profileId, profileId, value };
}
