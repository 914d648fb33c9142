// A group member on a real broker whose client does what kafkajs does while a coordinator moves.
import { connect } from 'node:net';
import { Fault } from '@continuo/kernel';
import { eventually, FaultProxy, testServer, uniqueName, uniquePrefix } from '@continuo/testing';
import { logLevel, type Consumer, type ConsumerConfig, type InstrumentationEvent } from 'kafkajs';
import type { KafkaClient } from './kafka-client.js';
import { kafkaClient } from './kafkajs-client.js';
import { OwnKafka } from './kafkajs-connections.js';
import { KafkajsConsumer } from './kafkajs-consumer.js';

// Each waits most of the time, and has a group of its own: all at once.
const it = test.concurrent;
const brokers = testServer('kafkaBrokers').split(',');
const prefix = uniquePrefix('member');
let kafka: KafkaClient;
let topic: string;

beforeAll(async () => {
  kafka = kafkaClient({ brokers, clientId: 'member-test', topicPrefix: prefix });
  topic = uniqueName('topic');
  await kafka.admin().create([{ topic, partitions: 2 }]);
});

afterAll(async () => {
  await kafka.admin().delete([topic]);
  await kafka.close();
});

/** A client that can be made to say that the group is rebalancing, and then not to join: its join failed. */
class InterruptedKafka extends OwnKafka {
  private readonly rebalancing: ((event: InstrumentationEvent<never>) => void)[] = [];

  override consumer(config: ConsumerConfig): Consumer {
    const consumer = super.consumer(config);
    const on: Consumer['on'] = (name: string, listener: (event: InstrumentationEvent<never>) => void) => {
      if (name === consumer.events.REBALANCING) this.rebalancing.push(listener);
      return (consumer.on as (name: string, listener: unknown) => () => void)(name, listener);
    };
    return { ...consumer, on };
  }

  interrupt(): void {
    for (const listener of this.rebalancing)
      listener({ id: '0', type: 'consumer.rebalancing', timestamp: Date.now(), payload: undefined as never });
  }
}

it('has its partitions again when joining failed and the coordinator still takes it for a member', async () => {
  const client = new InterruptedKafka({ brokers, clientId: 'member-test', logLevel: logLevel.NOTHING });
  const consumer = new KafkajsConsumer(client, prefix, {
    group: 'interrupted',
    topics: [topic],
    sessionTimeoutMs: 2_000,
    maxWaitMs: 20,
  });
  const told: string[] = [];
  await consumer.start({
    assigned: (partitions) => void told.push(`assigned ${partitions.length}`),
    revoked: (partitions) => void told.push(`revoked ${partitions.length}`),
    batch: () => undefined,
    positionLost: () => undefined,
    crashed: (error) => void told.push(error.message),
  });
  try {
    await eventually(() => told.at(-1) === 'assigned 2' && consumer.lastFetchAt() > 0);
    // A coordinator that was still loading is no part of this.
    told.length = 0;
    client.interrupt();
    await eventually(() => told.length === 2);
    expect(told).toEqual(['revoked 2', 'assigned 2']);
  } finally {
    await consumer.stop();
  }
}, 30_000);

it('joins again by another client when kafkajs has given up on a broker that was away', async () => {
  const proxy = await FaultProxy.to(brokers[0] ?? '');
  const given: string[] = [];
  // Every connection goes through the proxy, whatever address the broker tells.
  const [host = '', port = ''] = proxy.address.split(':');
  const client = new OwnKafka({
    brokers: [proxy.address],
    clientId: 'member-test',
    logLevel: logLevel.NOTHING,
    socketFactory: ({ onConnect }) => connect({ host, port: Number(port) }, onConnect),
    retry: { retries: 0 },
  });
  const consumer = new KafkajsConsumer(client, prefix, {
    group: 'given-up',
    topics: [topic],
    sessionTimeoutMs: 2_000,
    heartbeatIntervalMs: 100,
    maxWaitMs: 20,
  });
  const assignments: number[] = [];
  await consumer.start({
    assigned: (partitions) => void assignments.push(partitions.length),
    revoked: () => undefined,
    batch: () => undefined,
    positionLost: () => undefined,
    crashed: (error, restarts) =>
      void given.push(`${error instanceof Fault ? error.code : error.message} ${restarts}`),
  });
  try {
    await eventually(() => assignments.length > 0 && consumer.lastFetchAt() > 0);
    proxy.refuse();
    // kafkajs tries ten times before it gives up.
    await eventually(() => given.length > 1, { within: 40_000 });
    expect(consumer.isRunning()).toBe(true);
    proxy.accept();
    await eventually(() => assignments.length > 1, { within: 20_000 });
    expect(new Set(given)).toEqual(new Set(['kafka-unavailable true']));
  } finally {
    await consumer.stop();
    await proxy.close();
  }
}, 60_000);

it('starts at once while the group still waits for a member that was killed, and can be stopped meanwhile', async () => {
  const proxy = await FaultProxy.to(brokers[0] ?? '');
  const [host = '', port = ''] = proxy.address.split(':');
  const group = 'left-by-death';
  const member = (viaProxy: boolean) =>
    new KafkajsConsumer(
      new OwnKafka({
        brokers: viaProxy ? [proxy.address] : brokers,
        clientId: 'member-test',
        logLevel: logLevel.NOTHING,
        ...(viaProxy && {
          socketFactory: ({ onConnect }: { onConnect: () => void }) =>
            connect({ host, port: Number(port) }, onConnect),
        }),
      }),
      prefix,
      { group, topics: [topic], sessionTimeoutMs: 6_000, maxWaitMs: 20 },
    );
  const assigned: string[] = [];
  const listener = (name: string) => ({
    assigned: () => void assigned.push(name),
    revoked: () => undefined,
    batch: () => undefined,
    positionLost: () => undefined,
    crashed: () => undefined,
  });
  const [killed, stopped, heir] = [member(true), member(false), member(false)];
  await killed.start(listener('killed'));
  await eventually(() => assigned.length === 1);
  proxy.refuse();
  const began = performance.now();
  await stopped.start(listener('stopped'));
  await stopped.stop();
  await heir.start(listener('heir'));
  expect(performance.now() - began).toBeLessThan(5_000);
  try {
    await eventually(() => assigned.includes('heir'), { within: 30_000 });
    // The one that was stopped while it joined is no member that nobody sees.
    await eventually(() => assigned.at(-1) === 'heir' && heir.lastHeartbeatAt() > Date.now() - 2_000);
    expect(assigned).toEqual(['killed', 'heir']);
  } finally {
    await Promise.all([heir.stop(), killed.stop()]);
    await proxy.close();
  }
}, 60_000);
