// The service under test, in a process that can be killed and stopped: relay, and a consumer of each hop.
import { createDecoder, createEncoder, createRegistryClient } from '@continuo/contracts';
import {
  consumerContract,
  kafkaClient,
  Outbox,
  PartitionConsumer,
  Relay,
  WakeUp,
  type HandlerResult,
  type IncomingRecord,
  type OutgoingEvent,
  type PartitionConsumerOptions,
  type PartitionHandler,
  type PartitionScope,
} from '@continuo/messaging';
import { Database } from '@continuo/persistence';
import { appendFileSync } from 'node:fs';
import { FaultInjector, tell } from './fault-plan.js';
import { endWithParent, readOrder, type ServiceOrder } from './orders.js';
import {
  bucketOf,
  BUCKET_CHANGED,
  FIRST_HOP,
  PARTITIONS,
  pipelineContract,
  SECOND_HOP,
  type BucketChanged,
  type ItemChanged,
} from './pipeline-contract.js';
import { seeded } from './seeded.js';

endWithParent();
const order = readOrder<ServiceOrder>();
const { addresses } = order;
const faults = new FaultInjector(order.faults);
const draws = seeded(order.seed);
const counts = new Map<string, number>();

const note = (what: string, ...details: unknown[]): void =>
  appendFileSync(order.logFile, `${new Date().toISOString()} ${what} ${JSON.stringify(details)}\n`);
note('begins');

const database = await Database.open({
  url: addresses.databaseUrl,
  applicationName: 'verify-service',
  poolSize: 14,
  idleInTransactionTimeoutMs: 1_500,
});
const kafka = kafkaClient({
  brokers: addresses.kafkaBrokers.split(','),
  clientId: 'verify-service',
  topicPrefix: addresses.topicPrefix,
  requestTimeoutMs: 5_000,
  log: ({ level, message, details }) => note(`kafka ${level}`, message, details),
});
const contract = pipelineContract();
const registry = createRegistryClient({ url: addresses.schemaRegistryUrl });
const encoder = createEncoder(contract, registry);
await encoder.warmUp();
const wakeUp = new WakeUp();
const outbox = new Outbox({
  database,
  encoder,
  partitions: (topic) => (topic.endsWith('.dlq') ? 1 : PARTITIONS),
  service: 'verify',
  wake: () => wakeUp.ring(),
});
const relay = new Relay({
  database,
  kafka,
  service: 'verify',
  wakeUp,
  leaseMs: order.leaseMs,
  observer: {
    relayOwnership: (owner) => {
      note('owner of the outbox', owner);
      tell({ owner });
    },
    relayFailed: (error) => note('relay failed', error.message),
    sending:
      ({ topic, attempt }) =>
      ({ error }) => {
        if (error !== undefined) note('sending failed', topic, attempt, error.message);
      },
  },
  seam: (seam) => {
    faults.passes('relay', seam);
    // The broker has it, and the relay is told that it failed: the same batch comes again.
    if (seam === 'after-send' && draws.next() < order.repeatedSends) throw new Error('sent, and not known');
  },
});
const first = consumer('first', FIRST_HOP, { handle: applyItems });
const second = consumer('second', SECOND_HOP, { handle: applyBuckets });

// For whoever looks into a case that goes on for ever.
process.on('SIGUSR2', () => {
  for (const { live, dead, partitions } of [first.status(), second.status()])
    note(
      'status',
      live,
      dead,
      ...partitions.map(({ partition, state, code, epoch, lag }) => [
        partition,
        state,
        code,
        `${epoch}`,
        `${lag}`,
      ]),
    );
});
process.on('SIGTERM', () => void drain());
relay.start();
await Promise.all([first.start(), second.start()]);
tell({ ready: true });

function consumer(group: string, topic: string, handler: PartitionHandler): PartitionConsumer {
  const options: PartitionConsumerOptions = {
    group,
    topics: [topic],
    handler,
    contract: consumerContract(contract, createDecoder(contract, registry)),
    database,
    kafka,
    outbox,
    batchSize: order.batchSize,
    sessionTimeoutMs: order.sessionTimeoutMs,
    brokerCommitMs: 100,
    observer: {
      count: (counter, amount) => counts.set(counter, (counts.get(counter) ?? 0) + amount),
      troubled: (place, code, reason) => note('troubled', place, code, reason),
      recovered: (place) => note('recovered', place),
    },
    seams: (seam) => faults.passes('consumer', seam),
  };
  return new PartitionConsumer(options);
}

/** Counts each change in its bucket, and says so: the rows of the buckets are locked in one order before they change. */
async function applyItems(records: readonly IncomingRecord[], scope: PartitionScope): Promise<HandlerResult> {
  const changes = records.map((record) => record.value<ItemChanged & Record<string, unknown>>());
  await insertApplied(
    scope,
    1,
    changes.map(({ item, version }) => ({ key: item, version })),
  );
  const names = [...new Set(changes.map(bucketOf))].sort();
  const { rows } = await scope.tx.client.query<{ name: string; version: number }>(
    'select name, version from bucket where name = any($1) order by name for update',
    [names],
  );
  const versions = new Map(rows.map(({ name, version }) => [name, version]));
  const outgoing: OutgoingEvent[] = [];
  for (const change of changes) {
    const bucket = bucketOf(change);
    const version = (versions.get(bucket) ?? 0) + 1;
    versions.set(bucket, version);
    const value: BucketChanged = { bucket, version, counted: `${change.item}/${change.version}` };
    outgoing.push({ type: BUCKET_CHANGED, key: bucket, value });
  }
  await scope.tx.client.query(
    'update bucket set version = new.version from unnest($1::text[], $2::int[]) as new (name, version) where bucket.name = new.name',
    [[...versions.keys()], [...versions.values()]],
  );
  return { outgoing };
}

async function applyBuckets(
  records: readonly IncomingRecord[],
  scope: PartitionScope,
): Promise<HandlerResult> {
  const changes = records.map((record) => record.value<BucketChanged & Record<string, unknown>>());
  await insertApplied(
    scope,
    2,
    changes.map(({ bucket, version }) => ({ key: bucket, version })),
  );
  return {};
}

/** One row per record it was given: what is applied twice is there twice. */
async function insertApplied(
  scope: PartitionScope,
  hop: number,
  rows: readonly { readonly key: string; readonly version: number }[],
): Promise<void> {
  await scope.tx.client.query(
    'insert into applied (hop, key, version) select $1, k, v from unnest($2::text[], $3::int[]) as t (k, v)',
    [hop, rows.map(({ key }) => key), rows.map(({ version }) => version)],
  );
}

async function drain(): Promise<void> {
  await Promise.all([first.stop(), second.stop()]);
  await relay.stop();
  await kafka.close();
  await database.close();
  tell({ counts: Object.fromEntries(counts) });
  process.exit(0);
}
