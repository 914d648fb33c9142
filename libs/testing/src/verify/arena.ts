// One case's own database and topics, and what an observer can read of them.
import { createDecoder, createRegistryClient, registerSchemas } from '@continuo/contracts';
import { kafkaClient, messagingMigrations, type KafkaClient } from '@continuo/messaging';
import { Database, migrate } from '@continuo/persistence';
import pg from 'pg';
import { uniqueName, uniquePrefix } from '../unique.js';
import type { AppliedRow, LoggedRecord } from './checker.js';
import type { PipelineAddresses } from './orders.js';
import {
  BUCKETS,
  FIRST_HOP,
  ITEMS,
  PARTITIONS,
  pipelineContract,
  SECOND_HOP,
  type BucketChanged,
  type ItemChanged,
} from './pipeline-contract.js';
import { readLogs } from './read-logs.js';

export interface ArenaServers {
  readonly kafkaBrokers: string;
  readonly databaseUrl: string;
  readonly schemaRegistryUrl: string;
  /** Of the topics. @default 1 */
  readonly replicationFactor?: number;
}

const contract = pipelineContract();
const TEMPLATE = 'verify_template';

/** Registers the schemas and makes the database that each case's own is copied from. */
export async function prepareArenas(servers: ArenaServers): Promise<void> {
  await registerSchemas(createRegistryClient({ url: servers.schemaRegistryUrl }), contract);
  await onServer(servers, `drop database if exists ${TEMPLATE} with (force)`);
  await onServer(servers, `create database ${TEMPLATE}`);
  const database = await Database.open({ url: urlOf(servers, TEMPLATE), applicationName: 'verify-template' });
  try {
    await migrate(database, [messagingMigrations]);
    await database.query('create table operation (id text primary key, item text not null)');
    await database.query('create table item (name text primary key, version int not null)');
    await database.query('create table bucket (name text primary key, version int not null)');
    await database.query(
      'create table applied (id bigint generated always as identity primary key, hop int, key text, version int)',
    );
    await database.query('insert into item select unnest($1::text[]), 0', [ITEMS]);
    await database.query('insert into bucket select unnest($1::text[]), 0', [BUCKETS]);
  } finally {
    await database.close();
  }
}

export class Arena {
  private constructor(
    private readonly servers: ArenaServers,
    private readonly name: string,
    readonly addresses: PipelineAddresses,
    private readonly pool: pg.Pool,
    private readonly kafka: KafkaClient,
  ) {}

  static async open(servers: ArenaServers): Promise<Arena> {
    const name = uniqueName('verify');
    await onServer(servers, `create database ${name} template ${TEMPLATE}`);
    const addresses = {
      databaseUrl: urlOf(servers, name),
      kafkaBrokers: servers.kafkaBrokers,
      schemaRegistryUrl: servers.schemaRegistryUrl,
      topicPrefix: uniquePrefix('verify'),
    };
    const pool = new pg.Pool({
      connectionString: addresses.databaseUrl,
      max: 2,
      application_name: 'verify-observer',
    });
    pool.on('error', () => undefined);
    const kafka = kafkaClient({
      brokers: servers.kafkaBrokers.split(','),
      clientId: 'verify-observer',
      topicPrefix: addresses.topicPrefix,
    });
    const replicationFactor = servers.replicationFactor ?? 1;
    const config = {
      'message.timestamp.type': 'LogAppendTime',
      'min.insync.replicas': String(replicationFactor > 1 ? replicationFactor - 1 : 1),
    };
    await kafka.admin().create([
      ...[FIRST_HOP, SECOND_HOP].map((topic) => ({
        topic,
        partitions: PARTITIONS,
        replicationFactor,
        config,
      })),
      ...contract.deadLetterTopics.map(({ name: topic }) => ({ topic, partitions: 1, replicationFactor })),
    ]);
    return new Arena(servers, name, addresses, pool, kafka);
  }

  /** True when all that was committed was published and applied on both hops. */
  async isQuiet(): Promise<boolean> {
    const { pending, operations, first, second } = await this.progress();
    return pending === 0 && first >= operations && second >= operations;
  }

  /** Where it stands, for whoever waits and for the message when that was in vain. */
  async progress(): Promise<Record<'pending' | 'operations' | 'first' | 'second', number>> {
    const [row] = await this.query<Record<'pending' | 'operations' | 'first' | 'second', number>>(
      `select (select count(*) from messaging.outbox)::int as pending, (select count(*) from operation)::int as operations,
              count(*) filter (where hop = 1)::int as first, count(*) filter (where hop = 2)::int as second from applied`,
    );
    if (row === undefined) throw new Error('the database answers nothing');
    return row;
  }

  async committed(): Promise<ReadonlyMap<string, string>> {
    const rows = await this.query<{ id: string; item: string }>('select id, item from operation');
    return new Map(rows.map(({ id, item }) => [id, item]));
  }

  async versions(table: 'item' | 'bucket'): Promise<ReadonlyMap<string, number>> {
    const rows = await this.query<{ name: string; version: number }>(`select name, version from ${table}`);
    return new Map(rows.map(({ name, version }) => [name, version]));
  }

  async applied(): Promise<readonly AppliedRow[]> {
    return this.query<AppliedRow & pg.QueryResultRow>('select hop, key, version from applied order by id');
  }

  async parked(): Promise<number> {
    const [row] = await this.query<{ n: number }>(
      `select ((select count(*) from messaging.parked_record)
         + (select coalesce(sum(record_count), 0) from messaging.held_batch))::int as n`,
    );
    return row?.n ?? 0;
  }

  /** Ends every connection but the observer's own. */
  async killConnections(): Promise<number> {
    const rows = await this.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and application_name like 'verify-%' and application_name <> 'verify-observer'`,
    );
    return rows.length;
  }

  /** Everything that lies in a topic, decoded, per partition in offset order. */
  async log(hop: 1 | 2): Promise<readonly LoggedRecord[]> {
    const records = await readLogs(this.kafka, [hop === 1 ? FIRST_HOP : SECOND_HOP]);
    const decoder = createDecoder(contract, createRegistryClient({ url: this.servers.schemaRegistryUrl }));
    await decoder.prepare(records.map(({ value }) => value));
    return records.map((record) => {
      const { partition, headers, value } = record;
      if (value === null) throw new Error('a record without a value');
      const stamp = {
        publisher: headers['publisher'] ?? '',
        sequence: Number(headers['publisher-sequence']),
      };
      const decoded = decoder.decode(value).value;
      if (hop === 1) {
        const { item: key, version, operation: about } = decoded as ItemChanged;
        return { partition, ...stamp, key, version, about };
      }
      const { bucket: key, version, counted: about } = decoded as BucketChanged;
      return { partition, ...stamp, key, version, about };
    });
  }

  async close(): Promise<void> {
    const topics = [FIRST_HOP, SECOND_HOP, ...contract.deadLetterTopics.map(({ name }) => name)];
    await this.kafka
      .admin()
      .delete(topics)
      .catch(() => undefined);
    await this.kafka.close();
    await this.pool.end();
    await onServer(this.servers, `drop database if exists ${this.name} with (force)`);
  }

  private async query<Row extends pg.QueryResultRow>(sql: string): Promise<Row[]> {
    return (await this.pool.query<Row>(sql)).rows;
  }
}

async function onServer({ databaseUrl }: ArenaServers, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function urlOf({ databaseUrl }: ArenaServers, name: string): string {
  const url = new URL(databaseUrl);
  url.pathname = `/${name}`;
  return url.toString();
}
