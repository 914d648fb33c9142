// Looks into the databases and topics of the services, reading only: what stands there once nothing moves any more.
import { contract, createDecoder, createRegistryClient } from '@continuo/contracts';
import { kafkaClient, type KafkaClient, type KafkaRecord } from '@continuo/messaging';
import type { ServiceName } from '@continuo/local-stack';
import pg from 'pg';
import { readLogs } from '../read-logs.js';
import type { Remains } from './journey-checks.js';
import type { LogRecord } from './log-checks.js';
import type { RunningServices } from './running-services.js';

/** Services with a database, and so with a transport. */
const STATEFUL = [
  'customer-data-platform',
  'orchestrator',
  'collaboration',
  'contact-centre',
  'crm',
  'operations',
] as const satisfies readonly ServiceName[];

export class Observer {
  private readonly pools = new Map<ServiceName, pg.Pool>();
  private readonly kafka: KafkaClient;
  private readonly registryUrl: string;

  constructor(services: RunningServices) {
    const { kafkaBrokers } = services.context.servers;
    this.registryUrl = services.context.servers.schemaRegistryUrl;
    this.kafka = kafkaClient({
      brokers: kafkaBrokers.split(','),
      clientId: 'verify-observer',
      topicPrefix: '',
    });
    for (const name of STATEFUL) {
      const pool = new pg.Pool({
        connectionString: services.databaseOf(name),
        max: 1,
        application_name: 'verify-observer',
      });
      pool.on('error', () => undefined);
      this.pools.set(name, pool);
    }
  }

  async rows<Row extends pg.QueryResultRow>(service: ServiceName, sql: string): Promise<Row[]> {
    const pool = this.pools.get(service);
    if (pool === undefined) throw new Error(`${service} has no database`);
    return (await pool.query<Row>(sql)).rows;
  }

  /** How often each marker is in a column. */
  async counts(service: ServiceName, markers: string): Promise<ReadonlyMap<string, number>> {
    const rows = await this.rows<{ marker: string; times: number }>(
      service,
      `select marker, count(*)::int as times from (${markers}) as found(marker) where marker is not null group by marker`,
    );
    return new Map(rows.map(({ marker, times }) => [marker, times]));
  }

  /** Markers by the id under which the bus knows them. */
  async names(service: ServiceName, pairs: string): Promise<ReadonlyMap<string, string>> {
    const rows = await this.rows<{ id: string; marker: string }>(
      service,
      `select id::text, marker from (${pairs}) as found(id, marker) where marker is not null`,
    );
    return new Map(rows.map(({ id, marker }) => [id, marker]));
  }

  async remains(): Promise<readonly Remains[]> {
    const ends = new Map<string, ReadonlyMap<number, { readonly end: bigint }>>();
    for (const { name, consumers } of contract.topics)
      if (consumers.length > 0) ends.set(name, await this.kafka.admin().logRanges(name));
    return Promise.all(STATEFUL.map((service) => this.remainsOf(service, ends)));
  }

  /** Every record of every topic, in offset order within its partition. */
  async log(): Promise<readonly LogRecord[]> {
    const records = await readLogs(
      this.kafka,
      contract.topics.map(({ name }) => name),
    );
    const decoder = createDecoder(contract, createRegistryClient({ url: this.registryUrl }));
    await decoder.prepare(records.map(({ value }) => value));
    return records.map((record) => recordOf(record, decoder.decode(record.value ?? Buffer.alloc(0)).value));
  }

  /** Also takes the topics away: other cases use the broker, too. */
  async close(): Promise<void> {
    const topics = [...contract.topics, ...contract.deadLetterTopics].map(({ name }) => name);
    await this.kafka
      .admin()
      .delete(topics)
      .catch(() => undefined);
    await this.kafka.close();
    await Promise.all([...this.pools.values()].map((pool) => pool.end()));
  }

  private async remainsOf(
    service: ServiceName,
    ends: ReadonlyMap<string, ReadonlyMap<number, { readonly end: bigint }>>,
  ): Promise<Remains> {
    const [row] = await this.rows<Omit<Remains, 'service' | 'behind'>>(
      service,
      `select (select count(*) from messaging.outbox)::int as outbox,
              (select count(*) from messaging.relay_batch)::int as "inFlight",
              (select count(*) from messaging.parked_record)::int
                + (select coalesce(sum(record_count), 0) from messaging.held_batch)::int as parked,
              (select count(*) from messaging.held_key)::int as "heldKeys",
              (select count(*) from messaging.consumer_incident where closed_at is null)::int as incidents,
              (select count(*) from messaging.intent)::int as intents`,
    );
    if (row === undefined) throw new Error(`the database of ${service} answers nothing`);
    const short = contract.services.find(({ name }) => name === service)?.short ?? service;
    const positions = await this.rows<{ topic: string; partition: number; next: string }>(
      service,
      'select topic, partition, next_offset::text as next from messaging.partition_position',
    );
    const known = new Map(
      positions.map(({ topic, partition, next }) => [`${topic}/${partition}`, BigInt(next)]),
    );
    let behind = 0;
    for (const { name, consumers } of contract.topics) {
      if (!consumers.includes(short)) continue;
      for (const [partition, { end }] of ends.get(name) ?? [])
        behind += Number(end - (known.get(`${name}/${partition}`) ?? 0n));
    }
    return { service, ...row, behind };
  }
}

function recordOf({ topic, partition, offset, key, headers }: KafkaRecord, value: unknown): LogRecord {
  const { ce_profileid: profileId, commandid: commandId } = headers;
  return {
    topic,
    partition,
    offset,
    key: key?.toString('utf8') ?? '',
    id: headers['ce_id'] ?? '',
    type: headers['ce_type'] ?? '',
    publisher: headers['publisher'] ?? '',
    sequence: Number(headers['publisher-sequence']),
    ...(profileId !== undefined && { profileId }),
    ...(commandId !== undefined && { commandId }),
    value: value as Readonly<Record<string, unknown>>,
  };
}
