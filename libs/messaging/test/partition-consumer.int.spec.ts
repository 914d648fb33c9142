// The consumer on real Kafka and Postgres: order, positions, hand-over, rests, limits and time.
import { createDecoder, createRegistryClient } from '@continuo/contracts';
import { Fault } from '@continuo/kernel';
import { eventually, testDatabase, testServers, uniquePrefix, type TestDatabase } from '@continuo/testing';
import {
  consumerContract,
  listParked,
  openIncidents,
  redrive,
  type PartitionConsumer,
  type PartitionConsumerOptions,
} from '../src/index.js';
import { startGate } from '../src/consumer/start-gate.js';
import { ConsumerRig, effectHandler, type Effect, type RigRecord } from './consumer-rig.js';
import { obey } from './rig-acts.js';

const topics = ['order', 'handover', 'bounds', 'pause', 'limits', 'gate', 'hang', 'registry'].map(
  (name) => `rig.${name}`,
);
let own: TestDatabase;
let rig: ConsumerRig;

beforeAll(async () => {
  own = await testDatabase('consumer');
  const { kafkaBrokers, schemaRegistryUrl } = testServers();
  const topicPrefix = uniquePrefix('consumer');
  rig = await ConsumerRig.open(
    { databaseUrl: own.url, kafkaBrokers, schemaRegistryUrl, topicPrefix },
    { topics },
  );
}, 60_000);

afterAll(async () => {
  await rig?.close();
  await own.drop();
}, 60_000);

function some(
  topic: string,
  count: number,
  over: (n: number) => Partial<RigRecord> = () => ({}),
): RigRecord[] {
  return Array.from({ length: count }, (_, n) => ({
    topic,
    entity: `e${n % 7}`,
    number: n,
    act: 'fine',
    ...over(n),
  }));
}

async function effectsOn(topic: string, partition?: number): Promise<readonly Effect[]> {
  const effects = await rig.effects();
  return effects.filter(
    (one) => one.topic === topic && (partition === undefined || one.partition === partition),
  );
}

function consumerOf(topic: string, options: Partial<PartitionConsumerOptions> = {}): PartitionConsumer {
  return rig.consumer(effectHandler(obey), { group: topic, topics: [topic], ...options });
}

async function row(topic: string, partition = 0): Promise<Record<string, unknown>> {
  const rows = await rig.database.query(
    'select * from messaging.partition_position where topic = $1 and partition = $2',
    [topic, partition],
  );
  return rows[0] ?? {};
}

it('applies each record once, in order per partition, and moves position, clock and the committed offset', async () => {
  const topic = 'rig.order';
  const consumer = consumerOf(topic, { brokerCommitMs: 50 });
  await rig.send(some(topic, 1_000, (n) => ({ partition: n % 2 })));
  await consumer.start();
  await eventually(async () => (await effectsOn(topic)).length >= 1_000, { what: 'all effects' });
  for (const partition of [0, 1]) {
    const numbers = (await effectsOn(topic, partition)).map((one) => one.number);
    expect(numbers).toEqual(Array.from({ length: 500 }, (_, n) => 2 * n + partition));
  }
  await eventually(async () => {
    const offsets = await rig.kafka.admin().committed(topic, topic);
    return offsets.get(0) === 500n && offsets.get(1) === 500n;
  });
  expect(consumer.status()).toMatchObject({
    live: true,
    partitions: [{ state: 'running', lag: 0n }, { lag: 0n }],
  });
  await consumer.stop();
}, 60_000);

it('hands over cleanly, is careful without the mark, and takes a lost epoch again while it is a member', async () => {
  const topic = 'rig.handover';
  const first = consumerOf(topic);
  await rig.send(some(topic, 300));
  await first.start();
  await eventually(async () => (await effectsOn(topic)).length > 0);
  await first.stop();
  const left = await row(topic);
  expect(left['handed_over_epoch']).toBe(left['epoch']);
  const applied = (await effectsOn(topic)).length;
  expect(String(applied)).toBe(left['next_offset']);

  let alone = 0;
  const second = consumerOf(topic, {
    batchSize: 50,
    seams: (seam) => void (alone += seam === 'start-written' ? 1 : 0),
  });
  await second.start();
  await eventually(async () => (await effectsOn(topic)).length >= 300);
  expect(alone).toBe(0);
  const ofFirst = (): unknown => second.status().partitions.find((one) => one.partition === 0);
  const epoch = BigInt(left['epoch'] as string);
  await eventually(
    () => expect(ofFirst()).toMatchObject({ epoch: epoch + 1n, recordByRecordUntil: null }) ?? true,
  );

  await rig.database.query(
    'update messaging.partition_position set epoch = epoch + 5, handed_over_epoch = null where topic = $1',
    [topic],
  );
  await rig.send(some(topic, 20));
  await eventually(async () => (await effectsOn(topic)).length >= 320, { within: 15_000 });
  // A foreign owner was in between and left no mark: what was in the log by then goes record by record, and no more.
  expect(alone).toBe(20);
  await eventually(
    () => expect(ofFirst()).toMatchObject({ epoch: epoch + 7n, recordByRecordUntil: null }) ?? true,
  );
  await rig.send(some(topic, 20));
  await eventually(async () => (await effectsOn(topic)).length >= 340, { within: 15_000 });
  expect(alone).toBe(20);
  const numbers = (await effectsOn(topic)).map((one) => one.record_offset);
  expect(new Set(numbers).size).toBe(340);
  await second.stop();
}, 120_000);

it('stops a partition whose position does not fit the log, by name; others go on; it follows the operator', async () => {
  const topic = 'rig.bounds';
  const topicId = await rig.kafka.admin().topicId(topic);
  const put = (partition: number, id: string, next: number): Promise<unknown> =>
    rig.database.query(
      `insert into messaging.partition_position (group_name, topic, partition, topic_id, next_offset, epoch)
       values ($1, $1, $2, $3, $4, 1) on conflict (group_name, topic, partition)
       do update set topic_id = excluded.topic_id, next_offset = excluded.next_offset`,
      [topic, partition, id, next],
    );
  await put(0, topicId, 999);
  await rig.send(some(topic, 10, (n) => ({ partition: n % 2 })));
  const consumer = consumerOf(topic, { stoppedLookMs: 200 });
  await consumer.start();
  const state = (partition: number): unknown =>
    consumer.status().partitions.find((one) => one.partition === partition);
  await eventually(async () => (await effectsOn(topic, 1)).length === 5);
  await eventually(
    () => expect(state(0)).toMatchObject({ state: 'stopped', code: 'position-beyond-log-end' }) ?? true,
  );
  await put(0, topicId, -1);
  await eventually(
    () => expect(state(0)).toMatchObject({ state: 'stopped', code: 'position-below-log-start' }) ?? true,
  );
  await put(0, 'another-topic', 0);
  await eventually(
    () => expect(state(0)).toMatchObject({ state: 'stopped', code: 'topic-recreated' }) ?? true,
  );
  expect(state(1)).toMatchObject({ state: 'running' });
  await put(0, topicId, 2);
  await eventually(async () => (await effectsOn(topic, 0)).length === 3);
  expect(state(0)).toMatchObject({ state: 'running', position: 5n });
  await consumer.stop();
}, 120_000);

it('pauses while the registry is away, parks nothing, and goes on when it is back', async () => {
  const topic = 'rig.registry';
  let away = true;
  const decoders = ['http://127.0.0.1:9/', rig.servers.schemaRegistryUrl].map((url) =>
    consumerContract(rig.contract, createDecoder(rig.contract, createRegistryClient({ url }))),
  );
  const contract = {
    ...decoders[1]!,
    prepare: (values: readonly Buffer[]) => decoders[away ? 0 : 1]!.prepare(values),
  };
  const consumer = consumerOf(topic, { contract, backoff: { firstMs: 20, maxMs: 50 } });
  await rig.send(some(topic, 5));
  await consumer.start();
  await eventually(() => consumer.status().partitions.some((one) => one.code === 'registry-unreachable'));
  expect(await effectsOn(topic)).toEqual([]);
  away = false;
  await eventually(async () => (await effectsOn(topic)).length === 5);
  expect(await listParked(rig.database, { topic })).toEqual([]);
  await consumer.stop();
}, 60_000);

it('pauses a partition whose failure may pass, for as long as it takes, while others go on', async () => {
  const topic = 'rig.pause';
  let broken = true;
  let tries = 0;
  const handler = effectHandler((_happening, _record, scope) => {
    if (!broken || scope.partition !== 0) return;
    tries += 1;
    throw new Fault('the thing is away', { code: 'thing-away', retriable: true });
  });
  const consumer = rig.consumer(handler, {
    group: topic,
    topics: [topic],
    backoff: { firstMs: 20, maxMs: 100 },
    limits: { maxAttempts: 2 },
  });
  await consumer.start();
  await rig.send(some(topic, 5));
  await eventually(() => tries > 4);
  const slowest: number[] = [];
  for (let n = 0; n < 10; n += 1) {
    const sent = performance.now();
    await rig.send(some(topic, 1, () => ({ partition: 1 })));
    await eventually(async () => (await effectsOn(topic, 1)).length > n, { every: 2 });
    slowest.push(performance.now() - sent);
  }
  expect(consumer.status().partitions).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ partition: 0, state: 'paused', code: 'thing-away' }),
      expect.objectContaining({ partition: 1, state: 'running' }),
    ]),
  );
  expect(Math.max(...slowest)).toBeLessThan(2_000);
  broken = false;
  await eventually(async () => (await effectsOn(topic, 0)).length === 5);
  expect(await listParked(rig.database, { topic })).toEqual([]);
  await consumer.stop();
}, 120_000);

it('stops by name when held rows fill a partition, raises one incident per key, and goes on after a redrive', async () => {
  const topic = 'rig.limits';
  let healed = false;
  const incidents: string[] = [];
  const consumer = rig.consumer(
    effectHandler((happening) => {
      if (happening.act === 'bad' && !healed) throw new TypeError('bad');
    }),
    {
      group: topic,
      topics: [topic],
      limits: { maxAttempts: 1, heldBytesPerPartition: 4_000, rowsPerKey: 3 },
      observer: { incident: (_place, code) => incidents.push(code) },
      batchSize: 5,
    },
  );
  await consumer.start();
  await rig.send(some(topic, 40, (n) => ({ entity: 'full', act: n === 0 ? 'bad' : 'fine' })));
  await eventually(() => consumer.status().partitions.some((one) => one.code === 'held-bytes-limit'));
  expect(consumer.status().partitions.find((one) => one.partition === 0)).toMatchObject({ state: 'stopped' });
  expect(incidents).toEqual(['key-holds-too-many']);
  expect(await openIncidents(rig.database)).toMatchObject([
    { code: 'key-holds-too-many', topic, offset: null },
  ]);
  healed = true;
  expect(await redrive(rig.database, { topic })).toMatchObject({ marked: 1 });
  await eventually(async () => (await effectsOn(topic)).length === 40, { within: 15_000 });
  expect((await effectsOn(topic)).map((one) => one.number)).toEqual(Array.from({ length: 40 }, (_, n) => n));
  expect(await row(topic)).toMatchObject({ held_keys: 0, held_bytes: '0' });
  expect(await openIncidents(rig.database)).toEqual([]);
  await consumer.stop();
}, 120_000);

it('is not taken for hung while its record waits for those of other partitions', async () => {
  const topic = 'rig.gate';
  let failures = 1;
  const handler = effectHandler(() => {
    if (failures-- > 0) throw new Error('a batch that fails is taken record by record');
  });
  const handlerTimeoutMs = 400;
  const consumer = rig.consumer(handler, { group: topic, topics: [topic], handlerTimeoutMs });
  let open = (): void => undefined;
  const others = startGate.alone(() => new Promise<void>((resolve) => (open = resolve)));
  await consumer.start();
  await rig.send(some(topic, 2, () => ({ act: 'fine' })));
  await eventually(() => failures <= 0);
  const began = performance.now();
  await eventually(() => performance.now() - began > 5 * handlerTimeoutMs);
  expect(consumer.status()).toMatchObject({ live: true, dead: null });
  open();
  await others;
  await eventually(async () => (await effectsOn(topic)).length === 2);
  await consumer.stop();
}, 60_000);

it('leaves the group when a handler hangs, so that its record is taken over; one that progresses stays', async () => {
  const topic = 'rig.hang';
  const slow = async (scope: {
    progress(): void;
    tx: { client: { query(sql: string): Promise<unknown> } };
  }) => {
    for (let n = 0; n < 6; n += 1) {
      await scope.tx.client.query('select pg_sleep(0.2)');
      scope.progress();
    }
  };
  let wake = (): void => undefined;
  const never = new Promise<void>((resolve) => {
    wake = resolve;
  });
  const handler = effectHandler((happening, _record, scope) => {
    if (happening.act === 'slow') return slow(scope);
    return happening.act === 'hang' ? never : undefined;
  });
  const options = { group: topic, topics: [topic], handlerTimeoutMs: 700 };
  const hanging = rig.consumer(handler, options);
  await hanging.start();
  await rig.send(some(topic, 1, () => ({ act: 'slow' })));
  await eventually(async () => (await effectsOn(topic)).length === 1);
  expect(hanging.status().live).toBe(true);
  await rig.send(some(topic, 1, () => ({ act: 'hang', number: 1 })));
  await eventually(
    () => expect(hanging.status()).toMatchObject({ live: false, dead: 'handler-hung' }) ?? true,
  );
  const healthy = rig.consumer(effectHandler(), options);
  await healthy.start();
  await eventually(async () => (await effectsOn(topic)).length === 2, { within: 15_000 });
  expect(healthy.status().live).toBe(true);
  // Woken much later, its transaction is over: nothing of it stands.
  wake();
  await hanging.stop();
  expect((await effectsOn(topic)).length).toBe(2);
  healthy.crashed(new Error('over'), false);
  expect(healthy.status()).toMatchObject({ live: false, dead: 'consumer-crashed' });
  await healthy.stop();
}, 120_000);
