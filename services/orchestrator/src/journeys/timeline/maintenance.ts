// What has to be done from time to time: partitions of the journal, and rows that nobody will ask for again.
import { contract } from '@continuo/contracts';
import type { Database, Transaction } from '@continuo/persistence';
import type { Logger } from '@continuo/telemetry';
import { TIMELINE } from '../definitions/contract-catalogue.js';
import type { PlanBook } from '../definitions/plan-book.js';
import { RETENTION_DAYS } from '../domain/language/compile-definition.js';
import { keepJournalPartitions } from '../instances/journal-partitions.js';

const EVERY_MS = 3_600_000;
const DAY = 86_400_000;
/** Receivers keep what they did for 30 days; an answer later than that finds no instance. */
const OLD = [
  `delete from command where sent_at < now() - interval '35 days'`,
  `delete from worker_task where state in ('completed', 'failed', 'withdrawn') and ended_at < now() - interval '35 days'`,
  `delete from request where at < now() - interval '7 days'`,
  `delete from simulation where asked_at < now() - interval '30 days'`,
  `delete from decision where at < now() - interval '400 days'`,
  `delete from mark where kind in ('publication', 'guardrails') and at < now() - interval '400 days' and value < (
     select max(m.value) from mark m where m.partition = mark.partition and m.kind = mark.kind)`,
];
/**
 * Marks of times (idle clocks, paces, leases) are read beside the log alone: an instance replays from its journal. Their
 * value is the time itself, by which their index finds them; the older ones are about records that are gone.
 */
const OLD_TIMES = `
  delete from mark using generate_series(0, $1::int - 1) as of(partition)
  where mark.partition = of.partition and mark.kind in ('clock', 'pace', 'lease') and mark.value < $2`;
/** A topic's segments end a while after their time. */
const TIMES_BEYOND_THE_LOG = 10 * DAY;

/** Removes the rows that nobody will ask for again. */
export async function forgetOld(database: Database, plans: PlanBook, now: Date): Promise<void> {
  for (const statement of OLD) await database.query(statement);
  const { partitions = 1, retentionMs = 90 * DAY } = contract.topic(TIMELINE) ?? {};
  await database.query(OLD_TIMES, [partitions, now.getTime() - retentionMs - TIMES_BEYOND_THE_LOG]);
  await database.transaction((tx) => forgetEnded(tx, plans));
}

/** Instances go with their journals: how long those are kept stands in the definition, and none is looked for. */
async function forgetEnded(tx: Transaction, plans: PlanBook): Promise<void> {
  const all = await plans.all(tx);
  await tx.client.query(
    `delete from instance i using unnest($1::text[], $2::int[], $3::int[]) as kept(journey, version, days)
     where i.journey = kept.journey and i.version = kept.version and not i.open
       and i.changed_at < now() - kept.days * interval '1 day'`,
    [
      all.map(({ journey }) => journey),
      all.map(({ version }) => version),
      all.map(({ retention }) => RETENTION_DAYS[retention]),
    ],
  );
}

export class Maintenance {
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;

  constructor(
    private readonly database: Database,
    private readonly plans: PlanBook,
    private readonly logger: Pick<Logger, 'warn'> | undefined,
    /** Milliseconds between two rounds. */
    private readonly every = EVERY_MS,
  ) {}

  /** The first round is awaited: without today's partition no batch could be written. */
  async start(): Promise<void> {
    await keepJournalPartitions(this.database, new Date());
    this.#timer = setInterval(() => {
      this.#running ??= this.#round().finally(() => (this.#running = undefined));
    }, this.every);
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  async #round(): Promise<void> {
    try {
      await keepJournalPartitions(this.database, new Date());
      await forgetOld(this.database, this.plans, new Date());
    } catch (error) {
      this.logger?.warn({ error }, 'maintenance failed; it is tried again in an hour');
    }
  }
}
