// Customers of a simulation are played together, one part of the work after the other. Nobody notices: more of them than one
// group takes, with different numbers of records, and among them some that can't be played.
import { contract } from '@continuo/contracts';
import { canonicalJson, Fault } from '@continuo/kernel';
import { consumerContract, type ConsumerContract } from '@continuo/messaging';
import { uuidv7 } from 'uuidv7';
import type { Change } from '../src/journeys/domain/engine/profile.js';
import { clockMarks } from '../src/journeys/simulations/simulation-baseline.store.js';
import { SimulationRun } from '../src/journeys/simulations/simulation-run.js';
import { OrchestratorRig, profileIn, tracked, type TimelineEvent } from './orchestrator-rig.js';

const STEPS = 6;
const DEFINITION = `
journey: walk
title: Somebody walks
owner: tests
objective: to arrive
metrics: [arrived]
retention: short
entry:
  - { on: continuo.cdp.TrackReceived.v1, when: event.name == "Walk", set: { walker: event.properties.walker } }
steps:
${Array.from(
  { length: STEPS },
  (_, n) => `  s${n}:
    office: front
    wait:
      - { on: continuo.cdp.TrackReceived.v1, when: event.name == "Step" && event.properties.walker == vars.walker }
      - { after: P3D, next: over }`,
).join('\n')}
  over: { end: over }
`;

const PARTITION = 3;
const WALKERS = 150;
const walkers = Array.from({ length: WALKERS }, (_, n) => ({
  id: profileIn(PARTITION),
  n,
  steps: (n * 7) % 8,
}));
const [merged, unreadable] = [profileIn(PARTITION), profileIn(PARTITION)];
let rig: OrchestratorRig;
let began = 0;

beforeAll(async () => {
  began = Date.now() - 1_000;
  rig = await OrchestratorRig.open();
  await rig.publish(DEFINITION);
  await rig.consumer.start();
  const walk = (id: string, n: number): TimelineEvent => tracked(id, 'Walk', { walker: `w-${n}` });
  const step = (id: string, n: number): TimelineEvent => tracked(id, 'Step', { walker: `w-${n}` });
  await rig.timeline(...walkers.map(({ id, n }) => walk(id, n)));
  for (let round = 0; round < 8; round += 1)
    await rig.timeline(...walkers.filter(({ steps }) => steps > round).map(({ id, n }) => step(id, n)));
  const mergeId = uuidv7();
  const value = {
    mergeId,
    loserId: merged,
    survivorId: profileIn(4),
    linkedBy: 'user',
    mergedAt: Date.now(),
  };
  await rig.timeline(
    walk(merged, -1),
    walk(unreadable, -2),
    { profileId: merged, type: 'continuo.cdp.ProfileMerged.v1', value },
    step(merged, -1),
    step(unreadable, -2),
  );
  await rig.settled();
}, 60_000);

afterAll(() => rig?.close());

type Decode = ConsumerContract['decode'];

async function simulate(decode: (own: Decode) => Decode = (own) => own, inMemory = 3_000) {
  const plan = (await rig.plans()).version('walk', 1);
  if (plan === undefined) throw new Error('not published');
  const records = consumerContract(contract, rig.decoder);
  const changes: Change[] = [];
  const { database, kafka, book: plans, guardrailsBook: guardrails } = rig;
  const run = new SimulationRun(
    { database, kafka, contract, plans, guardrails, records: { ...records, decode: decode(records.decode) } },
    {
      candidate: plan,
      window: { from: began, to: Date.now() },
      profiles: null,
      sample: 1,
      keep: 100,
      inMemory,
    },
    {
      progress: () => undefined,
      keep: () => Promise.resolve(),
      changed: (change) => changes.push(change),
    },
    new AbortController().signal,
  );
  return { report: await run.run(), changes };
}

interface Entry {
  readonly facts: object;
}

const journalsOf = (entries: readonly Entry[]): readonly string[] =>
  entries
    .map((entry) => canonicalJson({ ...entry, facts: { ...entry.facts, real: undefined } } as never))
    .sort();

/** Somebody's second step is not what it says that it is. */
const spoilt =
  (error: Error) =>
  (own: Decode): Decode =>
  (type, value) => {
    const decoded = own(type, value) as { name?: string; properties?: string };
    if (decoded.name === 'Step' && JSON.stringify(decoded).includes('w--2')) throw error;
    return decoded;
  };

test('everybody’s journal is that of the live run, also where room is for few', async () => {
  const own = new Set(walkers.map(({ id }) => id));
  const rows = await rig.database.query<{ entry: string }>(
    `select entry from journal where instance_id in (select id from instance where profile_id = any($1::uuid[]))`,
    [[...own, unreadable]],
  );
  const live = journalsOf(rows.map(({ entry }) => JSON.parse(entry) as Entry));
  expect(live.length).toBe(walkers.reduce((sum, { steps }) => sum + 1 + Math.min(steps, STEPS), 0) + 2);
  for (const inMemory of [3_000, 40]) {
    const { report, changes } = await simulate(undefined, inMemory);
    const told = changes.filter(({ instance }) => instance.profileId !== merged);
    expect([...new Set(journalsOf(told.map(({ journal }) => journal)))]).toEqual(live);
    expect(report.leftOut).toEqual({ merged: 1 });
    expect(report.totals.customers).toEqual({ all: WALKERS + 1, different: 0 });
  }
}, 60_000);

test('a record that can’t be read leaves its own customer out, and nobody else', async () => {
  const { report } = await simulate(spoilt(new Error('broken')));
  expect(report.leftOut).toEqual({ merged: 1, 'engine-error': 1 });
  expect(report.totals.customers).toEqual({ all: WALKERS, different: 0 });
}, 60_000);

test('what may go by itself ends the simulation with its error, and leaves nobody out', async () => {
  const fault = new Fault('the registry is away', { code: 'registry-away', retriable: true });
  await expect(simulate(spoilt(fault))).rejects.toBe(fault);
}, 60_000);

test('of the idle clocks those of the partition and the window are read, in their order', async () => {
  const [from, to, day] = [2_000_000_000, 2_000_900_000, 86_400_000];
  await rig.database.query(
    `insert into mark (partition, kind, value, record_offset)
     select partition, 'clock', value, value / 1000 from unnest($1::int[], $2::bigint[]) as n(partition, value)`,
    [
      [5, 5, 5, 5, 6],
      [to, from - 1, from, to + 2 * day, from],
    ],
  );
  expect(await clockMarks(rig.database, 5, { from, to })).toEqual([
    { offset: BigInt(from / 1_000), value: from },
    { offset: BigInt(to / 1_000), value: to },
  ]);
});
