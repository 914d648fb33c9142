// The commands that read the bus, on a real broker and registry.
import type { KafkaClient } from '@continuo/messaging';
import { eventually, testServers, uniquePrefix } from '@continuo/testing';
import { startSmallSystem, type Said, type SmallSystem } from './small-system.js';

const TYPE = 'continuo.cdp.ProfileCreated.v1';
const PROFILE = '019aa000-0000-7000-8000-0000000000aa';
const EVENT = '019aa000-0000-7000-8000-0000000000bb';
const FOREIGN = '019aa000-0000-7000-8000-0000000000cc';

// Loaded lazily here too: the command line must not depend on them statically.
const { contract, createEncoder, createRegistryClient } = await import('@continuo/contracts');
const { kafkaClient, partitionOf } = await import('@continuo/messaging');

const servers = testServers();
const prefix = uniquePrefix('cli');
let system: SmallSystem;
let kafka: KafkaClient;

beforeAll(async () => {
  process.env.KAFKA_TOPIC_PREFIX = prefix;
  system = await startSmallSystem();
  system.answers.set('/status.json', [
    200,
    [{ name: 'orchestrator', title: 'Orchestrator', url: 'http://127.0.0.1:1', state: 'ready', failing: [] }],
  ]);
  kafka = kafkaClient({
    brokers: servers.kafkaBrokers.split(','),
    clientId: 'cli-test',
    topicPrefix: prefix,
  });
}, 30_000);

afterAll(async () => {
  await kafka.admin().delete(await kafka.admin().topics());
  await kafka.close();
  await system.close();
  delete process.env.KAFKA_TOPIC_PREFIX;
}, 30_000);

/** One event and one foreign record. */
async function publish(): Promise<void> {
  const registry = createRegistryClient({ url: servers.schemaRegistryUrl });
  const encoder = createEncoder(contract, registry);
  await encoder.warmUp(['cdp.profiles']);
  const value = { profileId: PROFILE, createdAt: 1_763_700_000_000 };
  const encoded = encoder.encode({
    type: TYPE,
    topic: 'cdp.profiles',
    key: PROFILE,
    profileId: PROFILE,
    value,
  });
  if (!encoded.ok) throw new Error(encoded.refusal.message);
  const key = Buffer.from(PROFILE);
  const partition = partitionOf(key, 8);
  const headers = { ce_id: EVENT, ce_type: TYPE, ce_source: '/cdp', ce_profileid: PROFILE };
  const messages = [
    { partition, key, value: encoded.value.bytes, headers },
    { partition, key: null, value: Buffer.from('no avro'), headers: { ce_id: FOREIGN } },
  ];
  // A topic that was made a moment ago may have no leader yet.
  await eventually(
    async () => {
      const producer = await kafka.producer();
      await producer.send('cdp.profiles', messages).finally(() => producer.close());
      return true;
    },
    { what: 'a leader for the new topic' },
  );
}

it('checks the contract offline', async () => {
  const { code, out } = await system.continuo('schemas', 'check');
  expect([code, out]).toEqual([0, expect.stringContaining('nothing is wrong')]);
});

it('registers schemas and creates topics, and does neither twice', async () => {
  expect((await system.continuo('schemas', 'register')).code).toBe(0);
  expect((await system.continuo('schemas', 'register')).out).toMatch(/^0 registered/);
  expect((await system.continuo('topics', 'apply', '--dry-run')).out).toContain('Nothing was done');
  const applied = await system.continuo('topics', 'apply');
  expect([applied.code, applied.out]).toEqual([0, expect.stringContaining('+ cdp.timeline 32 partitions')]);
  expect((await system.continuo('topics', 'apply')).out).toBe('Every topic is as the contract says.\n');
}, 60_000);

it('shows events decoded, and one that is not ours by what is wrong with it', async () => {
  await publish();
  const { code, out } = await system.continuoUntil(
    (said) => said.includes("can't be decoded"),
    'events',
    'tail',
    '-n',
    '9',
  );
  expect(code).toBe(0);
  expect(out).toMatch(/cdp\.ProfileCreated {2}cdp\.profiles\/\d@0 {2}profile 019aa000/);
  expect(out).toContain(`{"profileId":"${PROFILE}","createdAt":"2025-11-21T04:40:00.000Z"}`);
  const lines = await system.continuoUntil(
    (said) => said.includes(FOREIGN),
    '-o',
    'json',
    'events',
    'tail',
    '-n',
    '9',
    '-t',
    'cdp.profiles',
  );
  expect(JSON.parse(lines.out.split('\n')[0] ?? '')).toMatchObject({
    id: EVENT,
    topic: 'cdp.profiles',
    type: TYPE,
  });
}, 60_000);

it('finds where an event is and who has applied it', async () => {
  const partition = partitionOf(Buffer.from(PROFILE), 8);
  const position = { topic: 'cdp.profiles', partition, clock: null, heldKeys: 0, recordByRecord: false };
  system.answers.set(`/api/orchestrator/messaging/events/${EVENT}`, [200, { outbox: null, parked: [] }]);
  system.answers.set('/api/orchestrator/messaging/consumers', [
    200,
    {
      positions: [
        { ...position, group: 'reader', nextOffset: '1' },
        { ...position, group: 'late', nextOffset: '0' },
      ],
      incidents: [],
    },
  ]);
  system.answers.set('/api/orchestrator/instances', [200, { items: [] }]);
  const { code, out, err } = await system.continuo('events', 'where', EVENT);
  expect([code, err]).toEqual([0, '']);
  expect(out).toContain(`cdp.profiles/${partition}@0`);
  expect(out).toContain('applied by reader');
  expect(out).toContain('late has 0 records before it');
  const place = { group: 'reader', topic: 'cdp.profiles', partition, offset: '0' };
  const held = {
    ...place,
    ...{
      id: '7',
      key: PROFILE,
      state: 'held',
      type: TYPE,
      eventId: EVENT,
      code: 'key-held',
      reason: 'waits',
    },
    ...{ attempts: 0, parkedAt: '2026-11-21T04:40:00.000Z', waiting: 3 },
  };
  system.answers.set(`/api/orchestrator/messaging/events/${EVENT}`, [200, { outbox: null, parked: [held] }]);
  const aside = (await system.continuo('events', 'where', EVENT)).out;
  expect(aside).toContain('set aside by reader');
  expect(aside).not.toContain('applied by');
  expect(aside).toContain('orchestrator held: key-held');
  const nowhere = '019aa000-0000-7000-8000-0000000000dd';
  system.answers.set(`/api/orchestrator/messaging/events/${nowhere}`, [200, { outbox: null, parked: [] }]);
  expect((await system.continuo('events', 'where', nowhere)).code).toBe(4);
}, 60_000);

it('probes the whole way with one call, and names the part of it that the event did not come through', async () => {
  system.answers.set('/v1/track', [200, { success: true, accepted: 1, duplicates: 0, rejected: [] }]);
  const probe = async (...topics: readonly string[]): Promise<Said> => {
    system.posted.delete('/v1/track');
    const probing = system.continuo('events', 'probe', '--within', topics.length === 2 ? '30' : '3');
    await eventually(() => system.posted.has('/v1/track'), { what: 'the call', within: 20_000 });
    const { messageId } = system.posted.get('/v1/track') as { messageId: string };
    for (const topic of topics) await publishTracked(topic, messageId);
    return probing;
  };
  const through = await probe('cdp.tracking', 'cdp.timeline');
  expect([through.code, through.err]).toEqual([0, '']);
  expect(through.out).toMatch(/cdp\.tracking after \d+ ms[^]*cdp\.timeline after \d+ ms/);
  const stuck = await probe('cdp.tracking');
  expect([stuck.code, stuck.err]).toEqual([
    1,
    expect.stringContaining('did not come on cdp.timeline within 3 s'),
  ]);
  system.answers.set('/v1/track', [401, { code: 'write-key-unknown', detail: 'The write key is unknown.' }]);
  const refused = await system.continuo('events', 'probe');
  expect([refused.code, refused.err]).toEqual([5, expect.stringContaining('The write key is unknown.')]);
}, 60_000);

/** The timeline gets the bytes of the source topic. */
async function publishTracked(topic: string, messageId: string): Promise<void> {
  const encoder = createEncoder(contract, createRegistryClient({ url: servers.schemaRegistryUrl }));
  await encoder.warmUp(['cdp.tracking']);
  const at = 1_763_700_000_000;
  const value = {
    messageId,
    kind: 'track',
    name: 'Continuo probed',
    source: 'test',
    occurredAt: at,
    receivedAt: at,
  };
  const encoded = encoder.encode({
    type: 'continuo.cdp.TrackReceived.v1',
    topic: 'cdp.tracking',
    key: 'anonymous=continuo-probe',
    customer: [{ kind: 'anonymous', value: 'continuo-probe' }],
    value,
  });
  if (!encoded.ok) throw new Error(encoded.refusal.message);
  const key = Buffer.from(topic === 'cdp.timeline' ? PROFILE : 'anonymous=continuo-probe');
  const headers = { ce_type: 'continuo.cdp.TrackReceived.v1' };
  const message = { partition: partitionOf(key, 32), key, value: encoded.value.bytes, headers };
  const producer = await kafka.producer();
  await producer.send(topic, [message]).finally(() => producer.close());
}
