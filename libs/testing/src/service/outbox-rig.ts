// A service's capabilities on a real database and registry, without Kafka: records go straight to their consumers, as the
// transport hands them over, and what is published is read from the outbox.
import { contract, createDecoder, createEncoder, type RecordDecoder } from '@continuo/contracts';
import { messagingMigrations, Outbox, RecordContext, type OutgoingEvent } from '@continuo/messaging';
import { Database, migrate, type MigrationSource } from '@continuo/persistence';
import { serviceKitMigrations } from '@continuo/service-kit';
import { testDatabase, type TestDatabase } from '../test-database.js';
import { recordOf, scopeOf, type CommandNames } from './given-records.js';
import { registryWithSchemas } from './registry.js';

/** A row of the outbox with its value decoded. */
export interface PublishedEvent {
  readonly id: string;
  readonly topic: string;
  /** Without namespace and version. */
  readonly name: string;
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: Readonly<Record<string, unknown>>;
}

export interface OutboxRigOptions {
  /** The service's name: it is the source of its events. */
  readonly service: string;
  readonly migrations: MigrationSource;
  /** Topics that it writes. */
  readonly topics: readonly string[];
  /** @default 20 */
  readonly poolSize?: number;
}

/** What a handler came to. */
export interface Handled {
  /** The answer: the last event, by its name without namespace and version, or `nothing`. */
  readonly name: string;
  readonly value: Record<string, unknown>;
  readonly event: OutgoingEvent | undefined;
  /** Names of the events before it. */
  readonly also: readonly string[];
}

export class OutboxRig {
  constructor(
    readonly own: TestDatabase,
    readonly database: Database,
    readonly outbox: Outbox,
    readonly decoder: RecordDecoder,
    private readonly service: string,
  ) {}

  /** Runs a handler as the transport does: one transaction, what it answers published by its last statement. */
  async handle(
    named: Partial<CommandNames>,
    handler: (context: RecordContext) => Promise<unknown>,
  ): Promise<Handled> {
    const record = recordOf(`${this.service}.commands`, named);
    const events = await this.outbox.transact(async (tx) => {
      const context = new RecordContext(record, scopeOf(tx, record));
      context.accept(await handler(context));
      const outgoing = (context.result.outgoing ?? []) as readonly OutgoingEvent[];
      return { result: outgoing, outgoing };
    }, record);
    const names = events.map(({ type }) => nameOf(type));
    const event = events.at(-1);
    return { name: names.at(-1) ?? 'nothing', value: { ...event?.value }, event, also: names.slice(0, -1) };
  }

  /** What was published so far, in order; of one key when one is named. */
  async published(key?: string): Promise<readonly PublishedEvent[]> {
    const rows = await this.own.query<{
      id: string;
      topic: string;
      key: Buffer;
      value: Buffer;
      headers: string;
    }>(
      `select id, topic, key, value, headers from messaging.outbox where $1::bytea is null or key = $1 order by id`,
      [key === undefined ? null : Buffer.from(key)],
    );
    await this.decoder.prepare(rows.map(({ value }) => value));
    return rows.map((row) => {
      const headers = JSON.parse(row.headers) as Record<string, string>;
      const value = this.decoder.decode(row.value).value as Record<string, unknown>;
      return { ...row, name: nameOf(headers.ce_type ?? ''), key: row.key.toString(), headers, value };
    });
  }

  async close(): Promise<void> {
    await this.database.close();
    await this.own.drop();
  }
}

export async function outboxRig(options: OutboxRigOptions): Promise<OutboxRig> {
  const { service, migrations, topics, poolSize = 20 } = options;
  const [own, registry] = await Promise.all([
    testDatabase(service.replaceAll('-', '_')),
    registryWithSchemas(),
  ]);
  const database = await Database.open({ url: own.url, applicationName: `${service}-rig`, poolSize });
  await migrate(database, [messagingMigrations, serviceKitMigrations, migrations]);
  const encoder = createEncoder(contract, registry);
  await encoder.warmUp(topics);
  const partitions = (topic: string): number | undefined => contract.topic(topic)?.partitions;
  const outbox = new Outbox({ database, encoder, partitions, service });
  return new OutboxRig(own, database, outbox, createDecoder(contract, registry), service);
}

function nameOf(type: string): string {
  return type.split('.')[2] ?? '';
}
