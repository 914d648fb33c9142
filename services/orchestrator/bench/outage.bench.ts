// Catching up after an outage: events that came and timers that became due meanwhile, applied together in the order of
// their times; beside a bare loop that executes the same statements.
import type { Database } from '@continuo/persistence';
import type { Measure } from '@continuo/testing';
import { setTimeout as delay } from 'node:timers/promises';
import { uuidv7 } from 'uuidv7';
import { OrchestratorRig, tracked } from '../test/orchestrator-rig.js';
import { execute, rawDatabase, recording, sideBySide, type Recorded } from './raw-transactions.js';

const CUSTOMERS = Number(process.env['BENCH_CUSTOMERS'] ?? 8_000);
const WAITS_MS = 15_000;
const TARGET = 0.6;

const DEFINITION = `
journey: outage
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
      - { on: continuo.cdp.TrackReceived.v1, when: event.name == "Order Completed" && event.properties.cart_id == key, next: bought }
      - { after: PT${WAITS_MS / 1_000}S, next: left }
  bought: { end: bought }
  left: { end: left }
`;

let firstLock: number | undefined;

export async function bench(): Promise<Measure[]> {
  const transactions: Recorded[] = [];
  const rig = await OrchestratorRig.open({
    around: (database) => recording(database, transactions),
    seams: (seam) => {
      if (seam === 'locked') firstLock ??= performance.now();
    },
  });
  try {
    await rig.publish(DEFINITION);
    await rig.consumer.start();
    const profiles = Array.from({ length: CUSTOMERS }, () => uuidv7());
    await send(rig, 'Checkout Started', profiles);
    await rig.settled();
    await rig.renewed();
    // Half of them have bought in time; of the others the timers have become due.
    await send(rig, 'Order Completed', profiles.slice(0, CUSTOMERS / 2));
    await send(rig, 'Page Viewed', profiles.slice(CUSTOMERS / 2));
    await delay(WAITS_MS + 1_000);
    transactions.length = 0;
    firstLock = undefined;
    await rig.consumer.start();
    while ((await open(rig)) > 0) await delay(20);
    const took = performance.now() - (firstLock ?? Number.NaN);
    await rig.consumer.stop();
    const inputs = 1.5 * CUSTOMERS;
    const value = (inputs * 1_000) / took;
    const raw = (inputs * 1_000) / (await bareLoop(rig.database, transactions));
    const ratio = value / raw;
    const target = `at least ${TARGET * 100} % of raw`;
    return [
      {
        name: 'catching up, events and due timers',
        value,
        unit: 'inputs/s',
        raw,
        ratio,
        target,
        met: ratio >= TARGET,
      },
      await orders(rig),
    ];
  } finally {
    await rig.close();
  }
}

async function send(rig: OrchestratorRig, name: string, profiles: readonly string[]): Promise<void> {
  for (let from = 0; from < profiles.length; from += 1_000)
    await rig.send(...profiles.slice(from, from + 1_000).map((id) => tracked(id, name, { cart_id: id })));
}

async function open(rig: OrchestratorRig): Promise<number> {
  const [row] = await rig.testDatabase.query<{ n: number }>(
    'select count(*)::int as n from instance where open',
  );
  return row?.n ?? 0;
}

/** Who had bought in time was not taken for somebody who had left. */
async function orders(rig: OrchestratorRig): Promise<Measure> {
  const [row] = await rig.testDatabase.query<{ n: number }>(
    `select count(*)::int as n from instance where outcome = 'bought'`,
  );
  const wrong = Math.abs((row?.n ?? 0) - CUSTOMERS / 2);
  return {
    name: 'customers of the outage in the wrong order',
    value: wrong,
    unit: 'customers',
    target: 'none',
    met: wrong === 0,
  };
}

/** Milliseconds; partitions side by side, as the consumer has them. */
async function bareLoop(like: Database, transactions: readonly Recorded[]): Promise<number> {
  const raw = await rawDatabase(like);
  try {
    const began = performance.now();
    await sideBySide(transactions, (recorded) => execute(raw.database, recorded));
    return performance.now() - began;
  } finally {
    await raw.close();
  }
}
