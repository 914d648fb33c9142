// A limit on open instances on real servers: partitions lease places at once and never go beyond it; ends give back.
import { Database } from '@continuo/persistence';
import { startTelemetry, type Telemetry } from '@continuo/telemetry';
import { PartitionLeases, type Wanted } from '../src/journeys/timeline/leases.js';
import { OrchestratorRig, profileIn, tracked } from './orchestrator-rig.js';

const FEW = `
journey: few
title: Only a few at once
owner: online-shop
objective: nobody waits long
metrics: [served]
retention: short
concurrency: { total: 5 }
entry:
  - { on: continuo.cdp.TrackReceived.v1, when: event.name == "Came" }
exit:
  - { on: continuo.cdp.TrackReceived.v1, when: event.name == "Left", outcome: left }
steps:
  pause:
    office: back
    wait: [{ after: P5D }]
  over: { end: over }
`;

let rig: OrchestratorRig;
let telemetry: Telemetry;

beforeAll(async () => {
  telemetry = startTelemetry({ service: 'orchestrator', version: 'test' });
  rig = await OrchestratorRig.open();
  await rig.publish(FEW);
  await rig.consumer.start();
}, 60_000);

afterAll(async () => {
  await rig.close();
  await telemetry.shutdown();
}, 30_000);

async function running(): Promise<number> {
  const [row] = await rig.database.query<{ count: number }>(
    `select count(*)::int as count from instance where journey = 'few' and status = 'running'`,
  );
  return row?.count ?? 0;
}

/** Leased and given: what is taken in all is what runs and what partitions keep. */
async function taken(journey = 'few'): Promise<{ taken: number; spare: number }> {
  const [row] = await rig.database.query<{ taken: number; spare: number }>(
    `select taken::int as taken, (select coalesce(sum(spare), 0)::int from concurrency_spare s
       where s.journey = c.journey) as spare from concurrency c where journey = $1`,
    [journey],
  );
  return row ?? { taken: 0, spare: 0 };
}

test('entries in many partitions never go beyond the limit, those beyond it are told, and ends let others in', async () => {
  const profiles = Array.from({ length: 16 }, (_, at) => profileIn(at));
  await rig.timeline(...profiles.map((profileId) => tracked(profileId, 'Came', {})));
  await rig.settled();
  expect(await running()).toBe(5);
  expect(await taken()).toEqual({ taken: 5, spare: 0 });
  const decisions = await rig.database.query<{ rule: string; inputs: string }>(
    'select rule, inputs from decision',
  );
  expect(decisions).toHaveLength(11);
  expect(JSON.parse(decisions[0]?.inputs ?? '{}')).toMatchObject({ total: 5 });
  expect(decisions.every(({ rule }) => rule === 'concurrency')).toBe(true);
  const marks = await rig.database.query<{ detail: string }>(`select detail from mark where kind = 'lease'`);
  expect(marks.map(({ detail }) => JSON.parse(detail) as object)).toContainEqual({ few: 0 });
  const told = (await rig.records('orchestrator.instances')).filter(({ headers }) =>
    headers['ce_type']?.includes('EntryDeclined'),
  );
  expect(told).toHaveLength(11);
  expect(await telemetry.metricsText()).toMatch(
    /^continuo_decisions_total\{[^}]*continuo_decision_outcome="concurrency"[^}]*\} 11( |$)/m,
  );

  await rig.timeline(...profiles.map((profileId) => tracked(profileId, 'Left', {})));
  await rig.settled();
  expect(await running()).toBe(0);
  expect(await taken()).toEqual({ taken: 0, spare: 0 });
  const late = profileIn(20);
  await rig.timeline(tracked(late, 'Came', {}));
  await rig.settled();
  expect(await running()).toBe(1);
  // Who came in is no declined entry.
  expect((await telemetry.metricsText()).match(/^continuo_decisions_total\{.*$/gm)).toHaveLength(1);
}, 60_000);

test('two partitions at once, in every interleaving that the database allows: the sum stays within the limit', async () => {
  await rig.database.query(`insert into concurrency (journey) values ('raced')`);
  const database = await Database.open({ url: rig.testDatabase.url, applicationName: 'race', poolSize: 12 });
  const limited = [{ journey: 'raced', total: 40 }];
  const wanted: Wanted = new Map([['raced', 3]]);
  const open = new Map<number, number>();
  let most = 0;
  const turn = (partition: number, round: number) =>
    database.transaction(async (tx) => {
      await tx.client.query('select pg_advisory_xact_lock(77, $1)', [partition]);
      const leases = await PartitionLeases.open(tx, { partition, partitions: 8 }, limited, wanted);
      const before = open.get(partition) ?? 0;
      let now = before;
      for (let at = 0; at < 3; at += 1) if (leases.take('raced')) now += 1;
      const ends = Math.min(now, (partition + round) % 3);
      for (let at = 0; at < ends; at += 1) leases.free('raced');
      await leases.close(tx);
      open.set(partition, now - ends);
      most = Math.max(
        most,
        [...open.values()].reduce((sum, count) => sum + count, 0),
      );
    });
  try {
    for (let round = 0; round < 20; round += 1) {
      await Promise.all(Array.from({ length: 8 }, (_, partition) => turn(partition, round)));
      expect((await taken('raced')).taken).toBeLessThanOrEqual(40);
    }
  } finally {
    await database.close();
  }
  const sum = [...open.values()].reduce((total, count) => total + count, 0);
  const { taken: all, spare } = await taken('raced');
  expect(all).toBe(sum + spare);
  expect(all).toBeLessThanOrEqual(40);
  expect(most).toBeGreaterThan(30);
}, 60_000);

describe('what a partition has to spare', () => {
  const partition = { partition: 3, partitions: 8 };
  const nothing: Wanted = new Map();
  async function given(journey: string, leased: number, spare: number): Promise<void> {
    await rig.database.query('insert into concurrency (journey, taken) values ($1, $2)', [journey, leased]);
    await rig.database.query(
      'insert into concurrency_spare (journey, partition, spare) values ($1, $2, $3)',
      [journey, partition.partition, spare],
    );
  }

  test('goes back beyond its portion also where nothing of it was touched', async () => {
    await given('idle', 7, 7);
    await rig.database.transaction(async (tx) => {
      const leases = await PartitionLeases.open(tx, partition, [{ journey: 'idle', total: 40 }], nothing);
      await leases.close(tx);
    });
    expect(await taken('idle')).toEqual({ taken: 1, spare: 1 });
  });

  test('of a journey that is not limited any more goes back as a whole with what ends', async () => {
    await given('once-limited', 5, 4);
    await rig.database.transaction(async (tx) => {
      const leases = await PartitionLeases.open(tx, partition, [], nothing);
      leases.free('once-limited');
      await leases.close(tx);
    });
    expect(await taken('once-limited')).toEqual({ taken: 0, spare: 0 });
  });
});
