// The orchestrator against its raw limit: timeline to committed state, journal and events on Kafka, and the same records
// fetched and the same statements executed by a bare loop, with no engine between. Both with the relay at work.
import { Relay } from '@continuo/messaging';
import type { Database } from '@continuo/persistence';
import type { Measure } from '@continuo/testing';
import { uuidv7 } from 'uuidv7';
import { TIMELINE } from '../src/journeys/definitions/contract-catalogue.js';
import { OrchestratorRig, tracked } from '../test/orchestrator-rig.js';
import { execute, rawDatabase, recording, sideBySide, type Recorded } from './raw-transactions.js';

const CUSTOMERS = 8_000;
const TARGET = 0.6;

const DEFINITION = `
journey: bench
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
      - { on: continuo.cdp.TrackReceived.v1, when: event.name == "Order Completed" && event.properties.cart_id == key, next: note }
      - { after: P1D, next: over }
  note: { office: middle, set: { bought: "true" } }
  over: { end: over }
`;

export async function bench(): Promise<Measure[]> {
  const transactions: Recorded[] = [];
  const rig = await OrchestratorRig.open({ around: (database) => recording(database, transactions) });
  try {
    await rig.publish(DEFINITION);
    const events = await fill(rig);
    const real = await realRate(rig, events);
    await rig.consumer.stop();
    const raw = await rawRate(rig, events, transactions);
    const ratio = real / raw;
    const target = `at least ${TARGET * 100} % of raw`;
    return [
      { name: 'orchestrator', value: real, unit: 'events/s', raw, ratio, target, met: ratio >= TARGET },
    ];
  } finally {
    await rig.close();
  }
}

/** Four events a customer: a checkout, two that concern no journey, an order. Interleaved over all customers. */
async function fill(rig: OrchestratorRig): Promise<number> {
  const profiles = Array.from({ length: CUSTOMERS }, () => uuidv7());
  const names = ['Checkout Started', 'Page Viewed', 'Page Viewed', 'Order Completed'];
  for (const name of names) {
    for (let from = 0; from < profiles.length; from += 1_000) {
      const some = profiles.slice(from, from + 1_000);
      await rig.timeline(...some.map((profileId) => tracked(profileId, name, { cart_id: `c-${profileId}` })));
    }
  }
  await emptied(rig.database);
  return CUSTOMERS * names.length;
}

async function realRate(rig: OrchestratorRig, events: number): Promise<number> {
  const begin = performance.now();
  await rig.consumer.start();
  await until(async () => (await positions(rig.database)) >= events);
  await emptied(rig.database);
  return (events * 1_000) / (performance.now() - begin);
}

/** The same bytes through the same client, then the same statements; partitions side by side, as the consumer has them. */
async function rawRate(
  rig: OrchestratorRig,
  events: number,
  transactions: readonly Recorded[],
): Promise<number> {
  const raw = await rawDatabase(rig.database);
  const { database } = raw;
  const relay = new Relay({ database, kafka: rig.kafka, service: 'orchestrator' });
  try {
    const begin = performance.now();
    relay.start();
    const fetched = fetchAll(rig, events);
    await sideBySide(transactions, (recorded) => execute(database, recorded));
    await fetched;
    await emptied(database);
    return (events * 1_000) / (performance.now() - begin);
  } finally {
    await relay.stop();
    await raw.close();
  }
}

/** Reads every record of the timeline once. */
async function fetchAll(rig: OrchestratorRig, events: number): Promise<void> {
  const consumer = rig.kafka.consumer({ group: `raw-${uuidv7()}`, topics: [TIMELINE], maxWaitMs: 100 });
  let seen = 0;
  await new Promise<void>((resolve, reject) => {
    consumer
      .start({
        assigned: (partitions) => partitions.forEach((one) => consumer.resume(one, 0n)),
        revoked: () => undefined,
        batch: ({ records }) => {
          seen += records.length;
          if (seen >= events) resolve();
        },
        positionLost: () => reject(new Error('a position was lost')),
        crashed: (error, restarts) => restarts || reject(error),
      })
      .catch(reject);
  });
  await consumer.stop();
}

async function positions(database: Database): Promise<number> {
  const rows = await database.query<{ read: string }>(
    'select coalesce(sum(next_offset), 0) as read from messaging.partition_position where topic = $1',
    [TIMELINE],
  );
  return Number(rows[0]?.read);
}

async function emptied(database: Database): Promise<void> {
  await until(async () => (await database.query('select from messaging.outbox limit 1')).length === 0);
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 120_000;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error('not within two minutes');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
