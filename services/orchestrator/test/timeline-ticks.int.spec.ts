// Timers of several partitions in one transaction: each partition's rows, marks, places and slots stay its own.
import { contract } from '@continuo/contracts';
import { partitionOf, type HandlerResult, type PartitionScope } from '@continuo/messaging';
import type { Transaction } from '@continuo/persistence';
import { TIMELINE } from '../src/journeys/definitions/contract-catalogue.js';
import { GROUP, TimelineConsumer } from '../src/journeys/timeline/timeline.consumer.js';
import { OrchestratorRig, profileIn, TIMELINE_PARTITIONS, tracked } from './orchestrator-rig.js';

const definition = (name: string, head: string, steps: string): string => `
journey: ${name}
title: Ticks
owner: tests
objective: what is due goes together
metrics: [gone]
retention: standard
${head}entry:
  - { on: continuo.cdp.TrackReceived.v1, when: event.name == "${name}" }
steps:
  nap: { office: back, wait: [{ after: PT1H }] }${steps}
  over: { end: over }
`;
const TELL = `
  tell:
    office: front
    act: collaboration.SendMessage
    with: { template: "'hello'", purpose: "'service'", channel: "'email'" }`;
const INVITE = `
  invite: { office: front, journey: guest, await: false }`;
const HOUR = 3_600_000;

let rig: OrchestratorRig;
let consumer: TimelineConsumer;

beforeAll(async () => {
  rig = await OrchestratorRig.open({ relay: false });
  await rig.publish(definition('few', 'concurrency: { total: 5 }\n', ''));
  await rig.publish(definition('paced', '', TELL));
  await rig.publish(definition('guest', 'concurrency: { total: 5 }\n', ''));
  await rig.publish(definition('host', '', INVITE));
  const policy = 'title: Pace\nowner: tests\npace: [{ name: all, perMinute: 600 }]\n';
  expect(await rig.guardrails.publish(policy, { version: 0, by: 'test' })).toMatchObject({ ok: true });
  const unused = (): never => {
    throw new Error('no timer erases');
  };
  consumer = new TimelineConsumer({
    database: rig.database,
    contract,
    plans: rig.book,
    guardrails: rig.guardrailsBook,
    erasures: { count: unused, erase: unused },
    lowWaterMark: () => Promise.resolve(null),
  });
}, 60_000);

afterAll(async () => {
  await rig.close();
}, 30_000);

/** Lets the rig's consumer read these, and stop. */
async function started(...events: readonly ReturnType<typeof tracked>[]): Promise<void> {
  await rig.renewed();
  await rig.consumer.start();
  await rig.send(...events);
  await rig.read();
  await rig.consumer.stop();
}

const STARTED = Date.now();

/** One tick of these partitions, when all naps are over and so many seconds later, as the transport asks for it. */
function tick(seconds: number, ...partitions: readonly [number, ...number[]]): Promise<HandlerResult> {
  return rig.database.transaction((tx) => {
    const [first, ...others] = partitions;
    const scope = (partition: number): PartitionScope => scopeOf(tx, partition, seconds * 1_000);
    return consumer.timers.tick([scope(first), ...others.map(scope)]);
  });
}

function scopeOf(tx: Transaction, partition: number, later: number): PartitionScope {
  const unused = (): never => {
    throw new Error('no timer holds a key');
  };
  return {
    tx,
    group: GROUP,
    topic: TIMELINE,
    partition,
    nextOffset: BigInt(1_000 + partition),
    clockBefore: 0,
    clock: STARTED + 2 * HOUR + later,
    now: new Date(Date.now() + later),
    hold: unused,
    release: unused,
    held: unused,
    discard: unused,
    progress: () => undefined,
  };
}

test('each partition keeps its own journal, marks, places and slots', async () => {
  await started(
    tracked(profileIn(3), 'few', {}),
    tracked(profileIn(4), 'few', {}),
    ...[3, 4, 4, 5].map((partition) => tracked(profileIn(partition), 'paced', {})),
  );
  const published: string[] = [];
  // The first asks for slots, the others find them, one after the other.
  for (const seconds of [0, 1, 2, 3]) {
    const { outgoing = [] } = await tick(seconds, 3, 4, 5, 6);
    for (const one of outgoing) if ('type' in one) published.push(one.type);
  }
  expect(published.filter((type) => type.endsWith('SendMessage.v1'))).toHaveLength(4);
  const rows = await rig.database.query<{ partition: number; profile_id: string; entry: string }>(
    'select partition, profile_id, entry from journal where record_offset is null',
  );
  expect(rows.length).toBeGreaterThanOrEqual(6);
  for (const { partition, profile_id } of rows)
    expect(partition).toBe(partitionOf(Buffer.from(profile_id), TIMELINE_PARTITIONS));
  const slots = rows
    .flatMap(({ entry }) => (JSON.parse(entry) as { facts: { slots?: (number | null)[] } }).facts.slots ?? [])
    .filter((slot) => slot !== null);
  expect(new Set(slots).size).toBe(4);
  const marks = await rig.database.query<{ partition: number; kind: string; at: number }>(
    `select distinct partition, kind, record_offset::int as at from mark where kind in ('clock', 'pace')
     order by kind, partition`,
  );
  const told = [3, 4, 5].flatMap((partition) => ({ partition, at: 1_000 + partition }));
  expect(marks.filter(({ kind }) => kind === 'clock')).toMatchObject(told);
  expect(marks.filter(({ kind }) => kind === 'pace')).toMatchObject(told);
  const leased = await rig.database.query<{ value: string }>(`select value from mark where kind = 'pace'`);
  expect(leased.length).toBeGreaterThanOrEqual(3);
  expect(new Set(leased.map(({ value }) => value)).size).toBe(leased.length);
  expect(await rig.database.query(`select taken::int from concurrency where journey = 'few'`)).toEqual([
    { taken: 0 },
  ]);
}, 60_000);

test('a partition that has to lease places does so alone', async () => {
  await started(...[7, 8].map((partition) => tracked(profileIn(partition), 'host', {})));
  await expect(tick(0, 7, 8)).rejects.toMatchObject({ code: 'places-not-looked-up' });
  for (const partition of [7, 8] as const) await tick(0, partition);
  expect(await rig.database.query(`select count(*)::int as n from instance where journey = 'guest'`)).toEqual(
    [{ n: 2 }],
  );
}, 60_000);
