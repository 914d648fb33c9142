// A consumer does not run ahead of the relay beside it: what it publishes would come to nobody for as long as it catches up.
import { eventually, testDatabase, testServers, uniquePrefix, type TestDatabase } from '@continuo/testing';
import type { PartitionConsumer } from '../src/consumer/partition-consumer.js';
import { Backlog } from '../src/outbox/backlog.js';
import { ConsumerRig, effectHandler } from './consumer-rig.js';
import { transportRig, versionOf, type Rig } from './transport-rig.js';

let own: TestDatabase;

beforeEach(async () => {
  own = await testDatabase('backlog');
});

afterEach(() => own.drop());

it('counts what is committed until the broker has acknowledged it', async () => {
  const options = { url: own.url, broker: testServers().kafkaBrokers, prefix: uniquePrefix('backlog') };
  const rig: Rig = await transportRig({ ...options, topics: ['rig.a'] });
  try {
    const backlog = new Backlog({ bytes: 50, patienceMs: 60_000 });
    const outbox = rig.outboxWith({ backlog });
    let letGo = (): void => undefined;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    const relay = rig.relay({ backlog, seam: (seam) => (seam === 'before-send' ? held : undefined) });
    relay.start();
    await eventually(() => relay.isOwner);
    const outgoing = Array.from({ length: 5 }, (_, n) => versionOf('rig.a', 'key', n));
    await outbox.transact(() => Promise.resolve({ result: undefined, outgoing }));
    expect(backlog.bytes).toBeGreaterThan(50);
    let isOpen = false;
    const room = outbox.room().then(() => (isOpen = true));
    await new Promise((resolve) => setImmediate(resolve));
    expect(isOpen).toBe(false);
    letGo();
    await room;
    await eventually(() => backlog.bytes === 0);
  } finally {
    await rig.close();
  }
});

it('is asked by a partition before each batch', async () => {
  const servers = { ...testServers(), databaseUrl: own.url, topicPrefix: uniquePrefix('backlog') };
  const rig = await ConsumerRig.open(servers, { topics: ['rig.things'], partitions: 1 });
  try {
    const backlog = new Backlog({ bytes: 10, patienceMs: 60_000 });
    backlog.owns(true);
    backlog.committed('rig.out', 11);
    let asked = 0;
    const outbox = {
      insertOutgoing: () => Promise.resolve(),
      room: () => {
        asked += 1;
        return backlog.room();
      },
    };
    const consumer: PartitionConsumer = rig.consumer(effectHandler(), { outbox });
    await consumer.start();
    await rig.send([{ entity: 'a', number: 1, act: 'fine' }]);
    await eventually(() => asked === 1);
    expect(await rig.effects()).toEqual([]);
    backlog.sent('rig.out', 11);
    await eventually(async () => (await rig.effects()).length === 1);
  } finally {
    await rig.close();
  }
});
