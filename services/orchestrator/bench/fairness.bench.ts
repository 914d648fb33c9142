// What one customer's flood costs the others: a hundred thousand events of one profile at once, then poisoned profiles,
// and how long everybody else's events take, in the same partition and in others, against the same run before it.
import { testServers, type Measure } from '@continuo/testing';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { TIMELINE } from '../src/journeys/definitions/contract-catalogue.js';
import { OrchestratorRig, profileIn, tracked, type TimelineEvent } from '../test/orchestrator-rig.js';
import type { Flood } from './flood-sender.js';
import { SteadyLoad } from './steady-load.js';

const FLOOD = Number(process.env['BENCH_FLOOD'] ?? 100_000);
/** As fast as the customer data platform is to write the timeline: nobody else writes it. */
const FLOOD_PER_SECOND = Number(process.env['BENCH_FLOOD_PER_SECOND'] ?? 12_000);
/** Code that is new to the machine is slow, and would make what comes later look good. */
const WARM_MS = 10_000;
const POISONED = 20;
const QUIET_MS = Number(process.env['BENCH_QUIET_MS'] ?? 20_000);
const PARTITION = 7;
const MOST = 2;

const DEFINITION = `
journey: fairness
title: A cart
owner: bench
objective: to be measured
metrics: [measured]
retention: short
entry:
  - { on: continuo.cdp.TrackReceived.v1, when: event.name == "Checkout Started", key: event.properties.cart_id }
steps:
  thinking:
    office: front
    wait:
      - { on: continuo.cdp.TrackReceived.v1, when: event.name == "Order Completed" && event.properties.cart_id == key, next: over }
      - { after: P1D }
  over: { end: over }
`;

export async function bench(): Promise<Measure[]> {
  const load = new SteadyLoad();
  const rig = await OrchestratorRig.open({ observer: load.observer, seams: load.seam });
  try {
    await rig.publish(DEFINITION);
    await rig.consumer.start();
    load.start(rig, { perSecond: 200, partition: PARTITION });
    await delay(WARM_MS);
    load.begin('before');
    await delay(QUIET_MS);
    load.begin('flood');
    const took = await flood(rig);
    load.begin('pause');
    await delay(3_000);
    load.begin('poison');
    await poison(rig);
    await delay(QUIET_MS / 2);
    load.begin('after');
    await load.stop();
    return measures(load, took);
  } finally {
    await rig.close();
  }
}

interface Took {
  readonly absorbedMs: number;
  readonly drainedMs: number;
}

/** Seconds until all of it was read, and until all of it was applied. */
async function flood(rig: OrchestratorRig): Promise<Took> {
  const profileId = profileIn(PARTITION);
  const { key, value, headers } = rig.message(tracked(profileId, 'Page Viewed', { page: '/' }));
  const { kafkaBrokers } = testServers();
  const order: Flood = {
    brokers: kafkaBrokers,
    topicPrefix: rig.prefix,
    topic: TIMELINE,
    partition: PARTITION,
    key: String(key),
    value: value?.toString('base64') ?? '',
    headers: headers ?? {},
    count: FLOOD,
    perSecond: FLOOD_PER_SECOND,
  };
  const child = fork(fileURLToPath(new URL('./flood-sender.ts', import.meta.url)));
  await once(child, 'message');
  const began = performance.now();
  child.send(order);
  await once(child, 'message');
  child.disconnect();
  const sentMs = performance.now() - began;
  await until(async () => (await lag(rig)) < 500);
  const absorbedMs = performance.now() - began;
  await until(async () => (await held(rig)) === 0);
  const drainedMs = performance.now() - began;
  console.log(
    `flood: sent in ${sentMs.toFixed(0)} ms, read in ${absorbedMs.toFixed(0)} ms, applied in ${drainedMs.toFixed(0)} ms`,
  );
  return { absorbedMs, drainedMs };
}

/** Keys that no database takes: each batch that has one fails. */
async function poison(rig: OrchestratorRig): Promise<void> {
  for (let n = 0; n < POISONED; n += 1) {
    const profileId = profileIn(PARTITION);
    const sick: TimelineEvent = tracked(profileId, 'Checkout Started', { cart_id: `\u0000${n}` });
    await rig.timeline(sick, tracked(profileId, 'Page Viewed', { page: '/' }));
    await delay(100);
  }
}

async function lag(rig: OrchestratorRig): Promise<number> {
  const { partitions } = rig.consumer.status();
  const [range] = [(await rig.kafka.admin().logRanges(TIMELINE)).get(PARTITION)];
  const position = partitions.find(({ partition }) => partition === PARTITION)?.position ?? 0n;
  return Number((range?.end ?? 0n) - position);
}

async function held(rig: OrchestratorRig): Promise<number> {
  const [row] = await rig.testDatabase.query<{ n: number }>(
    'select count(*)::int as n from messaging.held_key',
  );
  return row?.n ?? 0;
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 600_000;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error('not within ten minutes');
    await delay(200);
  }
}

function measures(load: SteadyLoad, { absorbedMs, drainedMs }: Took): Measure[] {
  const target = `at most ${MOST} times what it was before`;
  const row = (name: string, phase: string, where: 'same' | 'other'): Measure => {
    const value = load.p99(phase, where);
    const raw = load.p99('before', where);
    return {
      name: `others' p99, ${name}`,
      value,
      unit: 'ms',
      raw,
      ratio: value / raw,
      target,
      met: value <= MOST * raw,
    };
  };
  return [
    row(`${FLOOD} events of one customer, same partition`, 'flood', 'same'),
    row(`${FLOOD} events of one customer, other partitions`, 'flood', 'other'),
    row(`${POISONED} poisoned customers, same partition`, 'poison', 'same'),
    row(`${POISONED} poisoned customers, other partitions`, 'poison', 'other'),
    { name: 'flood read', value: (FLOOD * 1_000) / absorbedMs, unit: 'events/s' },
    {
      name: 'flood applied',
      value: (FLOOD * 1_000) / drainedMs,
      unit: 'events/s',
      target: 'about 1,000 a second',
    },
  ];
}
