// How fast records of the source topics reach the timeline, next to a bare loop with the same statements and bytes.
import {
  contract,
  createDecoder,
  createEncoder,
  createRegistryClient,
  subjectOf,
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
} from '@continuo/messaging';
import { Database, migrate } from '@continuo/persistence';
import { testDatabase, testServer, uniquePrefix, type Measure } from '@continuo/testing';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { uuidv7 } from 'uuidv7';
import { ConsentStore } from '../src/consent/consent.store.js';
import { identityRules, parseIdentityRules } from '../src/identity/domain/identity-rules.js';
import { IdentityChangesStore } from '../src/identity/identity-changes.store.js';
import { IdentityStore } from '../src/identity/identity.store.js';
import { customerDataPlatformMigrations } from '../src/migrations/all-migrations.js';
import { ProfilesStore } from '../src/profiles/profiles.store.js';
import { Reachability } from '../src/timeline/reachability.js';
import { SuppressedAddressesStore } from '../src/timeline/suppressed-addresses.store.js';
import { TimelineResolver } from '../src/timeline/timeline.consumer.js';
import { rawLoop } from './raw-loop.js';

const EVENTS = 60_000;
const CUSTOMERS = 10_000;
const SOURCE = 'cdp.tracking';
const TIMELINE = 'cdp.timeline';
/** Something has gone wrong when it takes this long. */
const longestMs = 180_000;

/** A system of its own for one measurement: database, topics, and the same customers and records in each. */
interface Bench {
  readonly database: Database;
  readonly kafka: KafkaClient;
  readonly encoder: RecordEncoder;
  readonly end: () => Promise<void>;
}

/** The bare loop, the resolver, and the bare loop again. */
export async function bench(): Promise<Measure[]> {
  const before = await measured((one) => rawLoop(one, SOURCE, TIMELINE));
  const resolved = await measured(resolve);
  const after = await measured((one) => rawLoop(one, SOURCE, TIMELINE));
  const raw = (before + after) / 2;
  const ratio = resolved / raw;
  return [
    {
      name: 'identity resolution',
      value: resolved,
      unit: 'events/s',
      raw,
      ratio,
      target: 'at least 60 % of raw',
      met: ratio >= 0.6,
    },
  ];
}

/** Events a second, from the start of the work until every record is on the timeline. */
async function measured(work: (bench: Bench) => Promise<() => Promise<void>>): Promise<number> {
  const one = await prepared();
  try {
    const began = performance.now();
    const stop = await work(one);
    while ((await lengthOf(one.kafka, TIMELINE)) < EVENTS) {
      if (performance.now() - began > longestMs) throw new Error(`not done after ${longestMs} ms`);
      await delay(20);
    }
    const seconds = (performance.now() - began) / 1_000;
    await stop();
    return EVENTS / seconds;
  } finally {
    await one.end();
  }
}

/** What `main.ts` runs, without HTTP. */
async function resolve({ database, kafka, encoder }: Bench): Promise<() => Promise<void>> {
  const registry = createRegistryClient({ url: testServer('schemaRegistryUrl') });
  const [wakeUp, backlog] = [new WakeUp(), new Backlog()];
  const service = 'customer-data-platform';
  const counts = new Map(
    [...contract.topics, ...contract.deadLetterTopics].map(({ name, partitions }) => [name, partitions]),
  );
  const outbox = new Outbox({
    database,
    encoder,
    partitions: (topic) => counts.get(topic),
    service,
    wake: () => wakeUp.ring(),
    backlog,
  });
  const rules = parseIdentityRules({
    kinds: { user: { links: true, priority: 1, max: 1 }, anonymous: { links: true, priority: 2 } },
  });
  if (!rules.ok) throw new Error(rules.refusal.message);
  const handler = new TimelineResolver(
    identityRules(rules.value),
    new IdentityStore(),
    new IdentityChangesStore(),
    new ProfilesStore(),
    new ConsentStore(),
    new Reachability(new SuppressedAddressesStore()),
  );
  const relay = new Relay({ database, kafka, service, wakeUp, backlog });
  const consumer = new PartitionConsumer({
    group: 'cdp',
    topics: [SOURCE],
    handler,
    contract: consumerContract(contract, createDecoder(contract, registry)),
    database,
    kafka,
    outbox,
    batchSize: 1_000,
  });
  relay.start();
  await consumer.start();
  return async () => {
    await consumer.stop();
    await relay.stop();
  };
}

async function prepared(): Promise<Bench> {
  const own = await testDatabase('bench');
  const database = await Database.open({ url: own.url, applicationName: 'bench', poolSize: 12 });
  await migrate(database, [messagingMigrations, customerDataPlatformMigrations]);
  const brokers = testServer('kafkaBrokers').split(',');
  const kafka = kafkaClient({ brokers, clientId: 'bench', topicPrefix: uniquePrefix('bench') });
  const topics = [SOURCE, TIMELINE].map((topic) => ({
    topic,
    partitions: contract.topic(topic)?.partitions ?? 1,
  }));
  await kafka.admin().create(topics);
  const registry = createRegistryClient({ url: testServer('schemaRegistryUrl') });
  for (const { fullName, schema } of contract.typesOn(SOURCE))
    await registry.register(subjectOf(SOURCE, fullName), schema);
  const encoder = createEncoder(contract, registry);
  await encoder.warmUp([SOURCE]);
  await knowCustomers(database);
  await fillSource(kafka, encoder);
  return {
    database,
    kafka,
    encoder,
    end: async () => {
      await kafka.admin().delete(topics.map(({ topic }) => topic));
      await kafka.close();
      await database.close();
      await own.drop();
    },
  };
}

/** Customers with two identifiers each, as they are after their first visit. */
async function knowCustomers(database: Database): Promise<void> {
  const ids = Array.from({ length: CUSTOMERS }, () => uuidv7());
  await database.query(
    `insert into profile (id, root_id, created_at, rank, held)
     select id, id, now(), 1, jsonb_build_object('user', jsonb_build_array('u' || (n - 1)))
     from unnest($1::uuid[]) with ordinality as new (id, n)`,
    [ids],
  );
  await database.query(
    `insert into identifier (key, profile_id)
     select kind || (n - 1), id from unnest($1::uuid[]) with ordinality as new (id, n), (values ('anonymous=a'), ('user=u')) as kinds (kind)`,
    [ids],
  );
  await database.query('analyze');
}

/** Tracking calls as the service publishes them, in the order of their visitors. */
async function fillSource(kafka: KafkaClient, encoder: RecordEncoder): Promise<void> {
  const producer = await kafka.producer();
  const partitions = contract.topic(SOURCE)?.partitions ?? 1;
  const publisher = `bench/${randomUUID()}`;
  for (let from = 0; from < EVENTS; from += 5_000) {
    const messages = Array.from({ length: 5_000 }, (_, n): KafkaMessage => {
      const at = from + n;
      const who = (at * 7_919) % CUSTOMERS;
      const key = `anonymous=a${who}`;
      return {
        partition: partitionOf(Buffer.from(key), partitions),
        key: Buffer.from(key),
        ...trackCall(encoder, who, at, publisher),
      };
    });
    await producer.send(SOURCE, messages);
  }
  await producer.close();
}

function trackCall(
  encoder: RecordEncoder,
  who: number,
  at: number,
  publisher: string,
): Pick<KafkaMessage, 'value' | 'headers'> {
  const id = uuidv7();
  const customer = [
    { kind: 'anonymous', value: `a${who}` },
    { kind: 'user', value: `u${who}` },
  ];
  const value = {
    messageId: id,
    kind: 'track',
    name: 'Product Viewed',
    source: 'web',
    properties: {
      productId: `p-${at % 500}`,
      price: 19.99,
      currency: 'EUR',
      position: at % 20,
      inStock: true,
    },
    occurredAt: 1_795_000_000_000,
    receivedAt: 1_795_000_000_100,
  };
  const encoded = encoder.encode({
    type: 'continuo.cdp.TrackReceived.v1',
    topic: SOURCE,
    key: `anonymous=a${who}`,
    value,
    customer,
  });
  if (!encoded.ok) throw new Error(encoded.refusal.message);
  const headers = {
    ce_specversion: '1.0',
    ce_id: id,
    ce_source: '/customer-data-platform',
    ce_type: 'continuo.cdp.TrackReceived.v1',
    ce_time: '2026-11-22T04:00:00.000Z',
    ce_subject: `anonymous=a${who}`,
    ce_correlationid: id,
    ce_hops: '0',
    'content-type': 'application/avro',
    customer: `anonymous=a${who};user=u${who}`,
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    publisher,
    'publisher-sequence': String(at + 1),
  };
  return { value: encoded.value.bytes, headers };
}

/** How many records a topic has been given. */
async function lengthOf(kafka: KafkaClient, topic: string): Promise<number> {
  let length = 0n;
  for (const { end } of (await kafka.admin().logRanges(topic)).values()) length += end;
  return Number(length);
}
