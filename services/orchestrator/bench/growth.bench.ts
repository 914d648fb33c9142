// What an event costs among ten thousand instances and among a million: half of the events start an instance, half find
// theirs among all the others.
import type { Measure, TestDatabase } from '@continuo/testing';
import { uuidv7 } from 'uuidv7';
import { TIMELINE } from '../src/journeys/definitions/contract-catalogue.js';
import { OrchestratorRig, tracked, type TimelineEvent } from '../test/orchestrator-rig.js';
import { fillInstances, someProfiles, type Template } from './many-instances.js';

const FEW = 10_000;
const MANY = Number(process.env['BENCH_INSTANCES'] ?? 1_000_000);
const EVENTS = Number(process.env['BENCH_EVENTS'] ?? 16_000);
const MOST = 2;

const DEFINITION = `
journey: growth
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
      - { after: P30D, next: over }
  over: { end: over }
`;

/** When the first batch began: joining the group is not what is measured. */
let firstLock: number | undefined;

export async function bench(): Promise<Measure[]> {
  const rig = await OrchestratorRig.open({
    seams: (seam) => {
      if (seam === 'locked') firstLock ??= performance.now();
    },
  });
  try {
    await rig.publish(DEFINITION);
    await rig.consumer.start();
    const template = await one(rig);
    await fillInstances(rig.testDatabase, template, FEW);
    // Plans of statements and of the engine have settled before it is measured.
    await microseconds(rig, EVENTS / 4);
    const few = await microseconds(rig, EVENTS);
    await fillInstances(rig.testDatabase, template, MANY - FEW);
    await microseconds(rig, EVENTS / 4);
    const many = await microseconds(rig, EVENTS);
    const target = `less than ${MOST} times as with ${FEW}`;
    return [
      {
        name: `an event's cost with ${MANY} instances`,
        value: many,
        unit: 'µs',
        raw: few,
        ratio: many / few,
        target,
        met: many < MOST * few,
      },
    ];
  } finally {
    await rig.close();
  }
}

async function one(rig: OrchestratorRig): Promise<Template> {
  const profileId = uuidv7();
  const key = `first-${uuidv7()}`;
  await rig.timeline(tracked(profileId, 'Checkout Started', { cart_id: key }));
  await rig.settled();
  const [row] = await rig.testDatabase.query<{ id: string }>('select id from instance where key = $1', [key]);
  if (row === undefined) throw new Error('no instance was started');
  return { id: row.id, profileId, key };
}

/** Per event, from a full timeline to everything committed. */
async function microseconds(rig: OrchestratorRig, events: number): Promise<number> {
  const known = await someProfiles(rig.testDatabase, events / 2);
  const all = known.flatMap((profileId): readonly TimelineEvent[] => {
    const other = uuidv7();
    return [
      tracked(profileId, 'Order Completed', { cart_id: `cart-${profileId}` }),
      tracked(other, 'Checkout Started', { cart_id: other }),
    ];
  });
  await rig.renewed();
  for (let from = 0; from < all.length; from += 1_000) await rig.send(...all.slice(from, from + 1_000));
  const before = await ended(rig.testDatabase);
  const goal = (await read(rig.testDatabase)) + all.length;
  firstLock = undefined;
  await rig.consumer.start();
  await until(async () => (await read(rig.testDatabase)) >= goal);
  const took = performance.now() - (firstLock ?? Number.NaN);
  const done = (await ended(rig.testDatabase)) - before;
  if (done !== known.length) throw new Error(`${done} of ${known.length} orders found their instance`);
  return (took * 1_000) / all.length;
}

async function ended(database: TestDatabase): Promise<number> {
  const [row] = await database.query<{ n: number }>(`select count(*)::int as n from instance where not open`);
  return row?.n ?? 0;
}

async function read(database: TestDatabase): Promise<number> {
  const [row] = await database.query<{ n: string }>(
    'select coalesce(sum(next_offset), 0) as n from messaging.partition_position where topic = $1',
    [TIMELINE],
  );
  return Number(row?.n);
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 300_000;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error('not within five minutes');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
