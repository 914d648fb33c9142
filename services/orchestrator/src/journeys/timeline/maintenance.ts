// What has to be done from time to time: partitions of the journal, and rows that nobody will ask for again.
import type { Database } from '@continuo/persistence';
import type { Logger } from '@continuo/telemetry';
import { keepJournalPartitions } from '../instances/journal-partitions.js';

const EVERY_MS = 3_600_000;
/** Receivers keep what they did for 30 days; an answer later than that finds no instance. */
const OLD = [
  `delete from command where sent_at < now() - interval '35 days'`,
  `delete from worker_task where state in ('completed', 'failed', 'withdrawn') and ended_at < now() - interval '35 days'`,
  `delete from request where at < now() - interval '7 days'`,
  `delete from simulation where asked_at < now() - interval '30 days'`,
  `delete from decision where at < now() - interval '400 days'`,
  `delete from mark where at < now() - interval '400 days' and value < (
     select max(m.value) from mark m where m.partition = mark.partition and m.kind = mark.kind)`,
  `delete from instance where not open and changed_at < now() - case (
     select j.class from journal j where j.instance_id = instance.id limit 1)
     when 'long' then interval '3660 days' when 'standard' then interval '400 days' else interval '30 days' end`,
];

export class Maintenance {
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;

  constructor(
    private readonly database: Database,
    private readonly logger: Pick<Logger, 'warn'> | undefined,
  ) {}

  /** The first round is awaited: without today's partition no batch could be written. */
  async start(): Promise<void> {
    await keepJournalPartitions(this.database, new Date());
    this.#timer = setInterval(() => {
      this.#running ??= this.#round().finally(() => (this.#running = undefined));
    }, EVERY_MS);
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  async #round(): Promise<void> {
    try {
      await keepJournalPartitions(this.database, new Date());
      for (const statement of OLD) await this.database.query(statement);
    } catch (error) {
      this.logger?.warn({ error }, 'maintenance failed; it is tried again in an hour');
    }
  }
}
