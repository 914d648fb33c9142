// The orchestrator's consumer, outbox and relay on real servers, and a hand that writes the timeline.
import { randomUUID } from 'node:crypto';
import {
  contract,
  createDecoder,
  createEncoder,
  createRegistryClient,
  registerSchemas,
  wantedTopics,
  type WantedTopic,
  type RecordDecoder,
  type RecordEncoder,
} from '@continuo/contracts';
import {
  Backlog,
  consumerContract,
  kafkaClient,
  messagingMigrations,
  Outbox,
  PartitionConsumer,
  partitionOf,
  Relay,
  WakeUp,
  type KafkaClient,
  type KafkaMessage,
  type KafkaProducer,
  type KafkaRecord,
  type OutgoingBytes,
  type PartitionConsumerOptions,
} from '@continuo/messaging';
import { Database, migrate } from '@continuo/persistence';
import { Erasures, PersonalData, serviceKitMigrations } from '@continuo/service-kit';
import { eventually, testDatabase, testServers, uniquePrefix, type TestDatabase } from '@continuo/testing';
import { uuidv7 } from 'uuidv7';
import { contractCatalogue, TIMELINE } from '../src/journeys/definitions/contract-catalogue.js';
import { DefinitionReader } from '../src/journeys/definitions/definition-source.js';
import { Definitions } from '../src/journeys/definitions/definitions.service.js';
import { JourneyStores } from '../src/journeys/timeline/erasure.store.js';
import { keepJournalPartitions } from '../src/journeys/instances/journal-partitions.js';
import type { Plans } from '../src/journeys/domain/engine/profile.js';
import { GuardrailsBook } from '../src/journeys/guardrails/guardrails-book.js';
import { GuardrailsReader } from '../src/journeys/guardrails/guardrails-source.js';
import { GuardrailsService } from '../src/journeys/guardrails/guardrails.service.js';
import { PlanBook } from '../src/journeys/definitions/plan-book.js';
import { GROUP, RECORDS_PER_PROFILE, TimelineConsumer } from '../src/journeys/timeline/timeline.consumer.js';
import { orchestratorMigrations } from '../src/migrations/all-migrations.js';

const schemaFile = new URL('../../../schemas/journey.schema.json', import.meta.url);
const guardrailsSchemaFile = new URL('../../../schemas/guardrails.schema.json', import.meta.url);
export const TIMELINE_PARTITIONS = contract.topic(TIMELINE)?.partitions ?? 0;

export interface TimelineEvent {
  readonly profileId: string;
  readonly type: string;
  readonly value: object;
  readonly commandId?: string;
  readonly id?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export class OrchestratorRig {
  readonly definitions: Definitions;
  /** Another one after `renewed`. */
  consumer: PartitionConsumer;
  readonly #consumes: PartitionConsumerOptions;
  readonly book: PlanBook;
  readonly guardrails: GuardrailsService;
  readonly guardrailsBook = new GuardrailsBook(new GuardrailsReader(guardrailsSchemaFile));
  #stopped = false;
  #producer: KafkaProducer | undefined;
  #sent = 0;
  readonly #publisher = `rig/${randomUUID()}`;

  private constructor(
    readonly testDatabase: TestDatabase,
    readonly prefix: string,
    readonly database: Database,
    readonly kafka: KafkaClient,
    readonly outbox: Outbox,
    readonly relay: Relay,
    readonly encoder: RecordEncoder,
    readonly decoder: RecordDecoder,
    reader: DefinitionReader,
    options: Partial<PartitionConsumerOptions> & {
      readonly around?: (database: Database) => Database;
      readonly random?: () => number;
    },
  ) {
    this.definitions = new Definitions(database, outbox, reader);
    this.book = new PlanBook(reader);
    this.guardrails = new GuardrailsService(database, new GuardrailsReader(guardrailsSchemaFile));
    const { around = (own: Database) => own, random, ...rest } = options;
    const consumed = around(database);
    this.#consumes = {
      group: GROUP,
      topics: [TIMELINE],
      handler: new TimelineConsumer({
        database,
        contract,
        plans: this.book,
        guardrails: this.guardrailsBook,
        erasures: journeyErasures(),
        lowWaterMark: () => Promise.resolve(Date.now()),
        ...(random === undefined ? {} : { random }),
      }),
      contract: consumerContract(contract, decoder),
      database: consumed,
      kafka,
      outbox,
      recordsPerKey: RECORDS_PER_PROFILE,
      ...rest,
    };
    this.consumer = new PartitionConsumer(this.#consumes);
  }

  /** Stops the consumer; the one that is there afterwards is like it and not started yet. */
  async renewed(): Promise<void> {
    await this.consumer.stop();
    this.consumer = new PartitionConsumer(this.#consumes);
  }

  /** With `relay: false` the database is left to a service that sends by itself. */
  static async open(
    options: Partial<PartitionConsumerOptions> & {
      readonly relay?: boolean;
      /** What the consumer is given instead of the database: a bench records its statements. */
      readonly around?: (database: Database) => Database;
      /** What the engine draws, from 0 up to 1. */
      readonly random?: () => number;
      /** Another rig's database and topics, for a second process beside it. */
      readonly beside?: { readonly databaseUrl: string; readonly prefix: string };
    } = {},
  ): Promise<OrchestratorRig> {
    const servers = testServers();
    const { beside } = options;
    const own = beside === undefined ? await testDatabase('orchestrator') : borrowed(beside.databaseUrl);
    const database = await Database.open({ url: own.url, applicationName: 'orchestrator', poolSize: 20 });
    if (beside === undefined) {
      await migrate(database, [messagingMigrations, serviceKitMigrations, orchestratorMigrations]);
      await keepJournalPartitions(database, new Date());
    }
    const prefix = beside?.prefix ?? uniquePrefix('orchestrator');
    const kafka = kafkaClient({
      brokers: servers.kafkaBrokers.split(','),
      clientId: 'orchestrator',
      topicPrefix: prefix,
    });
    const registry = createRegistryClient({ url: servers.schemaRegistryUrl });
    if (beside === undefined) {
      await kafka.admin().create(ownTopics().map(({ name, ...rest }) => ({ topic: name, ...rest })));
      await registerSchemas(registry, contract);
    }
    const encoder = createEncoder(contract, registry);
    await encoder.warmUp();
    const [bell, backlog] = [new WakeUp(), new Backlog()];
    const counts = new Map(
      [...contract.topics, ...contract.deadLetterTopics].map((each) => [each.name, each.partitions]),
    );
    const outbox = new Outbox({
      database,
      encoder,
      partitions: (topic) => counts.get(topic),
      service: 'orchestrator',
      wake: () => bell.ring(),
      backlog,
    });
    const relay = new Relay({ database, kafka, service: 'orchestrator', wakeUp: bell, backlog });
    if (options.relay !== false) relay.start();
    const reader = new DefinitionReader(schemaFile, contractCatalogue(contract));
    const decoder = createDecoder(contract, registry);
    return new OrchestratorRig(
      own,
      prefix,
      database,
      kafka,
      outbox,
      relay,
      encoder,
      decoder,
      reader,
      options,
    );
  }

  /** Publishes a definition; throws what is wrong with it. */
  async publish(yaml: string): Promise<void> {
    const published = await this.definitions.publish(yaml, 'test');
    if (!published.ok) throw new Error(JSON.stringify(published.problems));
  }

  /** Writes events to the timeline, in this order, as the customer data platform does. */
  async timeline(...events: readonly TimelineEvent[]): Promise<void> {
    await this.outbox.transact(() =>
      Promise.resolve({ result: undefined, outgoing: events.map((each) => this.#onTimeline(each)) }),
    );
  }

  /** Writes events to the timeline at once, past the outbox: stamped as a relay of its own would. One call at a time. */
  async send(...events: readonly TimelineEvent[]): Promise<void> {
    this.#producer ??= await this.kafka.producer();
    const messages = events.map((event) => {
      const { partition, key, value, headers } = this.message(event);
      this.#sent += 1;
      const stamp = { publisher: this.#publisher, 'publisher-sequence': String(this.#sent) };
      return { partition, key, value, headers: { ...headers, ...stamp } };
    });
    await this.#producer.send(TIMELINE, messages);
  }

  /** An event as it lies on the timeline, without its publisher's stamp. */
  message(event: TimelineEvent): KafkaMessage {
    const { key, bytes, headers } = this.#onTimeline(event);
    const record = Buffer.from(String(key));
    return { partition: partitionOf(record, TIMELINE_PARTITIONS), key: record, value: bytes, headers };
  }

  #onTimeline({ profileId, type, value, commandId, id = uuidv7(), headers }: TimelineEvent): OutgoingBytes {
    const topic = contract.type(type)?.topics[0] ?? '';
    const about = contract.topic(topic)?.about;
    const customer = about === 'customer' ? [{ kind: 'user', value: 'u-1' }] : undefined;
    const field = contract.topic(topic)?.key.from.find((source) => source.startsWith('value.'));
    const own =
      field === undefined ? undefined : (value as Record<string, unknown>)[field.slice('value.'.length)];
    const key = typeof own === 'string' ? own : customer === undefined ? profileId : 'user=u-1';
    const who = customer === undefined ? { profileId } : { customer };
    const encoded = this.encoder.encode({ type, topic, key, value, ...who });
    if (!encoded.ok) throw new Error(encoded.refusal.message);
    return {
      topic: TIMELINE,
      key: profileId,
      bytes: encoded.value.bytes,
      headers: {
        ce_specversion: '1.0',
        ce_id: id,
        ce_source: '/customer-data-platform',
        ce_type: type,
        ce_time: new Date().toISOString(),
        ce_correlationid: id,
        ce_hops: '0',
        ce_profileid: profileId,
        'content-type': 'application/avro',
        ...(commandId === undefined ? {} : { commandid: commandId }),
        ...headers,
      },
    };
  }

  /** The published plans, as a partition would run them now. */
  plans(): Promise<Plans> {
    return this.database.transaction(async (tx) => {
      const { rows } = await tx.client.query<{ number: string }>(
        'select max(number) as number from publication',
      );
      return this.book.at(tx, Number(rows[0]?.number ?? 0));
    });
  }

  /** Puts a record of the requests on the timeline, as the customer data platform does. */
  async forward(record: KafkaRecord, profileId: string): Promise<void> {
    const { publisher: _publisher, 'publisher-sequence': _sequence, ...headers } = record.headers;
    const copy = {
      topic: TIMELINE,
      key: profileId,
      bytes: record.value,
      headers: { ...headers, ce_profileid: profileId },
    };
    await this.outbox.transact(() => Promise.resolve({ result: undefined, outgoing: [copy] }));
  }

  /** Everything that lies in a topic now. */
  async records(topic: string): Promise<readonly KafkaRecord[]> {
    const ranges = await this.kafka.admin().logRanges(topic);
    const open = new Set(
      [...ranges].filter(([, { start, end }]) => end > start).map(([partition]) => partition),
    );
    const records: KafkaRecord[] = [];
    if (open.size === 0) return records;
    const consumer = this.kafka.consumer({ group: `reader-${uuidv7()}`, topics: [topic], maxWaitMs: 20 });
    await new Promise<void>((resolve, reject) => {
      consumer
        .start({
          assigned: (partitions) =>
            partitions.forEach((one) => consumer.resume(one, ranges.get(one.partition)?.start ?? 0n)),
          revoked: () => undefined,
          batch: (batch) => {
            records.push(...batch.records);
            if (batch.nextOffset >= (ranges.get(batch.partition)?.end ?? 0n)) open.delete(batch.partition);
            if (open.size === 0) resolve();
          },
          positionLost: (partition) => reject(new Error(`position lost on ${partition.partition}`)),
          crashed: (error, restarts) => restarts || reject(error),
        })
        .catch(reject);
    });
    await consumer.stop();
    return records;
  }

  /** Waits until the consumer has read everything that is on the timeline, and the outbox is empty. */
  async settled(): Promise<void> {
    await eventually(async () => (await this.#pending()) === 0, { within: 25_000, what: 'an empty outbox' });
    await this.read();
    await eventually(async () => (await this.#pending()) === 0, { within: 25_000, what: 'an empty outbox' });
  }

  /** Waits until the consumer has read everything that is on the timeline. */
  async read(): Promise<void> {
    await eventually(
      async () => {
        const ranges = await this.kafka.admin().logRanges(TIMELINE);
        const rows = await this.database.query<{ partition: number; next_offset: string }>(
          'select partition, next_offset from messaging.partition_position where topic = $1',
          [TIMELINE],
        );
        const read = new Map(rows.map((row) => [row.partition, BigInt(row.next_offset)]));
        return [...ranges].every(([partition, { end }]) => (read.get(partition) ?? 0n) >= end);
      },
      { within: 25_000, what: 'a timeline read to its end' },
    );
  }

  async #pending(): Promise<number> {
    const rows = await this.database.query<{ count: string }>('select count(*) from messaging.outbox');
    return Number(rows[0]?.count);
  }

  /** Reads the whole timeline once more, into an empty database, while nobody else does. Publishes nothing. */
  async readAgain(definitions: readonly string[]): Promise<{ database: Database; close(): Promise<void> }> {
    await this.consumer.stop();
    const own = await testDatabase('orchestrator_again');
    const database = await Database.open({ url: own.url, applicationName: 'again', poolSize: 20 });
    await migrate(database, [messagingMigrations, serviceKitMigrations, orchestratorMigrations]);
    await keepJournalPartitions(database, new Date());
    const reader = new DefinitionReader(schemaFile, contractCatalogue(contract));
    const counts = new Map(
      [...contract.topics, ...contract.deadLetterTopics].map((each) => [each.name, each.partitions]),
    );
    const outbox = new Outbox({
      database,
      encoder: this.encoder,
      partitions: (topic) => counts.get(topic),
      service: 'orchestrator',
    });
    for (const yaml of definitions) await new Definitions(database, outbox, reader).publish(yaml, 'test');
    const consumer = new PartitionConsumer({
      group: GROUP,
      topics: [TIMELINE],
      handler: new TimelineConsumer({
        database,
        contract,
        plans: new PlanBook(reader),
        guardrails: new GuardrailsBook(new GuardrailsReader(guardrailsSchemaFile)),
        erasures: journeyErasures(),
        lowWaterMark: () => Promise.resolve(null),
      }),
      contract: consumerContract(contract, this.decoder),
      database,
      kafka: this.kafka,
      outbox,
    });
    await consumer.start();
    return {
      database,
      close: async () => {
        await consumer.stop();
        await database.close();
        await own.drop();
      },
    };
  }

  async close(): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
    await this.consumer.stop();
    await this.relay.stop();
    await this.#producer?.close();
    await this.kafka.admin().delete(ownTopics().map(({ name }) => name));
    await this.kafka.close();
    await this.database.close();
    await this.testDatabase.drop();
  }
}

/** Belongs to another rig, which drops it. */
function borrowed(url: string): TestDatabase {
  const refuse = (): never => {
    throw new Error('a borrowed database is asked by its own rig');
  };
  return { name: '', url, query: refuse, connect: refuse, drop: () => Promise.resolve() };
}

/** Erasures of the journeys' own stores; the transport's come with the service. */
export function journeyErasures(): Erasures {
  const personalData = new PersonalData();
  new JourneyStores(personalData);
  return new Erasures(personalData);
}

/** What the orchestrator reads and writes; the rest of the contract's topics would only take time. */
function ownTopics(): readonly WantedTopic[] {
  const names = [TIMELINE, `${TIMELINE}.${GROUP}.dlq`, 'collaboration.commands'];
  return wantedTopics(contract, { replicas: 1 }).filter(
    ({ name }) => names.includes(name) || (name.startsWith('orchestrator.') && !name.includes('.commands')),
  );
}

/** A profile id that lives in this partition of the timeline. */
export function profileIn(partition: number): string {
  for (;;) {
    const id = uuidv7();
    if (partitionOf(Buffer.from(id), TIMELINE_PARTITIONS) === partition) return id;
  }
}

/** A tracked event of a shop. */
export function tracked(
  profileId: string,
  name: string,
  properties: Record<string, string | number>,
): TimelineEvent {
  const now = Date.now();
  return {
    profileId,
    type: 'continuo.cdp.TrackReceived.v1',
    value: {
      messageId: uuidv7(),
      kind: 'track',
      name,
      source: 'shop',
      groupId: null,
      properties,
      occurredAt: now,
      sentAt: now,
      receivedAt: now,
    },
  };
}
