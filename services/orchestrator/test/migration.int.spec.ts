// Migration of running instances on real servers: refused with the list, resumed after a crash, and taken back.
import { canonicalJson } from '@continuo/kernel';
import { eventually } from '@continuo/testing';
import { BulkWorker } from '../src/journeys/bulk/bulk.worker.js';
import { journalOfInstance, replayStored } from '../src/journeys/instances/journal.store.js';
import { Migrations } from '../src/journeys/definitions/migrations.service.js';
import { workOff, workUntilCrash } from './bulk-under-test.js';
import { uuidv7 } from 'uuidv7';
import { OrchestratorRig, profileIn, tracked } from './orchestrator-rig.js';

const V1 = `
journey: onboarding
title: Who is new is shown around
owner: online-shop
objective: everybody finds everything
metrics: [shown]
retention: short
entry:
  - { on: continuo.cdp.TrackReceived.v1, when: event.name == "Joined", set: { tour: "'short'" } }
steps:
  pause:
    office: back
    wait:
      - { on: continuo.cdp.TrackReceived.v1, when: event.name == "Asked", next: show }
      - { after: P2D }
  show:
    office: front
    act: collaboration.SendMessage
    with: { template: "'tour'", purpose: "'service'", channel: "'email'" }
  over: { end: over }
`;
const V2 = V1.replace('  pause:', '  calm:').replace('P2D', 'P1D');
const PLAN = { from: 1, to: 2, map: { pause: 'calm' }, vars: {} };

let rig: OrchestratorRig;
let migrations: Migrations;
const profiles = [1, 2, 3, 4, 5, 6].map(profileIn);

beforeAll(async () => {
  rig = await OrchestratorRig.open();
  await rig.publish(V1);
  await rig.consumer.start();
  migrations = new Migrations(rig.database, rig.book);
  await rig.timeline(...profiles.map((profileId) => tracked(profileId, 'Joined', {})));
  await rig.settled();
  await rig.publish(V2);
}, 60_000);

afterAll(async () => {
  await rig.close();
}, 30_000);

const begin = (plan = PLAN) => migrations.begin('onboarding', plan, 'designer-1', () => undefined);

async function standing() {
  const rows = await rig.database.query<{ version: number; step: string; count: number }>(
    `select version, step, count(*)::int as count from instance where journey = 'onboarding'
     group by 1, 2 order by 1, 2`,
  );
  return rows.map(({ version, step, count }) => `${version} ${step} ${count}`);
}

test('refused with the list while anybody would be stranded', async () => {
  const refused = await begin({ ...PLAN, map: {} as typeof PLAN.map });
  expect(refused).toMatchObject({ ok: false, refusal: { code: 'would-strand' } });
  expect(refused.report).toMatchObject({ moves: 0, stays: 0, stranded: 6, byReason: { 'no-target': 6 } });
  expect(refused.report?.instances[0]?.reasons).toMatchObject([{ step: 'pause', code: 'no-target' }]);
  const after = refused.report?.instances[3]?.instanceId ?? '';
  const rest = await migrations.report('onboarding', { ...PLAN, map: {} }, after);
  const ids = refused.report?.instances.map(({ instanceId }) => instanceId) ?? [];
  expect(rest).toMatchObject({
    ok: true,
    value: { moves: 0, stays: 0, stranded: 6, byReason: { 'no-target': 6 }, next: null },
  });
  expect(rest.ok && rest.value.instances.map(({ instanceId }) => instanceId)).toEqual(ids.slice(4));
  expect(await standing()).toEqual(['1 pause 6']);
  const codes = await Promise.all(
    [
      { ...PLAN, to: 9 },
      { ...PLAN, to: 1 },
      { ...PLAN, map: { pause: 'nowhere' } },
      { ...PLAN, vars: { x: 'event.name' } },
    ].map((plan) => migrations.report('onboarding', plan)),
  );
  expect(codes.map((each) => (each.ok ? 'ok' : each.refusal.code))).toEqual([
    'version-not-found',
    'same-version',
    'map-unknown-step',
    'vars-invalid',
  ]);
});

test('a migration goes on after a crash, moves everybody once, and is taken back where no step was left', async () => {
  const begun = await begin();
  const id = begun.ok ? begun.value : '';
  const asBegun = await migrations.find('onboarding', id);
  let steps = 0;
  const crashing = new BulkWorker({
    outbox: rig.outbox,
    batch: 2,
    seam: () => {
      if ((steps += 1) === 2) throw new Error('crash');
    },
  });
  expect(await workUntilCrash(crashing)).toEqual(new Error('crash'));
  await workOff(rig, new BulkWorker({ outbox: rig.outbox, batch: 2 }));
  expect(await standing()).toEqual(['2 calm 6']);
  expect(await migrations.find('onboarding', id)).toMatchObject({
    state: 'done',
    progress: { asked: 6, applied: 6, stayed: 0, open: 0, reverted: 0 },
  });

  const [first] = profiles;
  await rig.timeline(tracked(first ?? '', 'Asked', {}));
  await rig.settled();
  const done = await migrations.find('onboarding', id);
  if (asBegun === undefined || done === undefined) throw new Error('gone');
  expect(await migrations.change(asBegun, 'revert', asBegun.version)).toMatchObject({
    refusal: { code: 'version-moved' },
  });
  // Whoever takes any version is not refused because it came to its end between two looks.
  expect(await migrations.change(asBegun, 'revert', undefined)).toMatchObject({ ok: true });
  expect(await migrations.change(done, 'revert', done.version)).toMatchObject({
    refusal: { code: 'version-moved' },
  });
  expect(await migrations.change(done, 'revert', undefined)).toMatchObject({
    refusal: { code: 'not-possible' },
  });
  // Paused before anybody was asked to go back, it knows its way all the same.
  for (const change of ['pause', 'resume'] as const) {
    const now = await migrations.find('onboarding', id);
    if (now !== undefined) await migrations.change(now, change, now.version);
  }
  expect(await migrations.find('onboarding', id)).toMatchObject({ state: 'reverting' });
  await workOff(rig, new BulkWorker({ outbox: rig.outbox, batch: 4 }));
  expect(await standing()).toEqual(['1 pause 5', '2 show 1']);
  expect((await migrations.find('onboarding', id))?.progress.reverted).toBe(5);
  const results = await migrations.instances(id, undefined, undefined, 10);
  expect(results.map(({ reverted }) => reverted).sort()).toEqual([
    ...Array<string>(5).fill('reverted'),
    'step-left',
  ]);

  for (const { instanceId } of results) {
    const recorded = await journalOfInstance(rig.database, instanceId);
    const again = await replayStored(rig.database, rig.decoder, await rig.plans(), instanceId);
    expect(again.map((entry) => canonicalJson(entry))).toEqual(
      recorded.map(({ entry }) => canonicalJson(entry)),
    );
  }
}, 60_000);

test('a message names the moment at which the version was published that its customer is on', async () => {
  const [moved = '', , taken = ''] = profiles;
  const rows = await rig.database.query<{ at: Date }>(
    `select published_at as at from definition where journey = 'onboarding' order by version`,
  );
  const [first, second] = rows.map(({ at }) => at.getTime());
  await rig.timeline(tracked(taken, 'Asked', {}));
  await rig.settled();
  const sent = await rig.records('collaboration.commands');
  await rig.decoder.prepare(sent.map(({ value }) => value));
  const asOf = new Map(
    sent.map(({ key, value }) => [
      key?.toString(),
      (rig.decoder.decode(value ?? Buffer.alloc(0)).value as { contentAsOf: number | null }).contentAsOf,
    ]),
  );
  expect(second).toBeGreaterThan(first ?? 0);
  expect([asOf.get(moved), asOf.get(taken)]).toEqual([second, first]);
}, 30_000);
test('the way back ends for everybody, whatever became of them meanwhile, and vars are as they were', async () => {
  const [, moved = '', erased = '', ended = '', plain = ''] = profiles;
  const survivor = profileIn(9);
  const instanceOf = async (profileId: string): Promise<{ id: string; vars: unknown }> => {
    const [row] = await rig.database.query<{ id: string; state: string }>(
      'select id, state from instance where profile_id = $1',
      [profileId],
    );
    return { id: row?.id ?? '', vars: (JSON.parse(row?.state ?? '{}') as { vars?: unknown }).vars };
  };
  const ids = Object.fromEntries(
    await Promise.all(
      Object.entries({ moved, erased, ended, plain }).map(async ([name, profileId]) => [
        name,
        (await instanceOf(profileId)).id,
      ]),
    ),
  ) as Record<'moved' | 'erased' | 'ended' | 'plain', string>;
  const plan = { ...PLAN, vars: { tour: "vars.tour + ' and long'", guide: "'new\\u0000'" } };
  const begun = await migrations.begin('onboarding', plan, 'designer-1', () => undefined);
  const id = begun.ok ? begun.value : '';
  const worker = new BulkWorker({ outbox: rig.outbox });
  await workOff(rig, worker);
  expect((await instanceOf(plain)).vars).toEqual({ tour: 'short and long', guide: 'new\u0000' });
  const done = await migrations.find('onboarding', id);
  if (done === undefined) throw new Error('gone');
  await migrations.change(done, 'revert', done.version);
  // They are asked, and before that is read one is another profile's, one is erased and one has ended.
  const asked = () =>
    rig.database.query('select from bulk_instance where bulk_id = $1 and revert_id is not null', [id]);
  await eventually(async () => (await worker.work()) && (await asked()).length === 5);
  const merge = { mergeId: uuidv7(), loserId: moved, survivorId: survivor };
  await rig.timeline(
    ...[moved, survivor].map((profileId) => ({
      profileId,
      type: 'continuo.cdp.ProfileMerged.v1',
      value: { ...merge, linkedBy: 'user', mergedAt: Date.now() },
    })),
    {
      profileId: erased,
      type: 'continuo.cdp.ProfileErased.v1',
      value: { profileId: erased, erasureId: uuidv7(), erasedAt: Date.now() },
    },
    {
      profileId: ended,
      type: 'continuo.orchestrator.InstanceActionRequested.v1',
      value: {
        ...{ requestId: uuidv7(), instanceId: ids.ended, action: 'cancel', actor: 'operator-1' },
        ...{ step: null, incidentId: null, requestedAt: Date.now() },
      },
    },
  );
  await eventually(async () => (await instanceOf(survivor)).id === ids.moved);
  await workOff(rig, worker, new Set([erased]));
  expect(await migrations.find('onboarding', id)).toMatchObject({ state: 'done', progress: { reverted: 3 } });
  const results = new Map(
    (await migrations.instances(id, undefined, undefined, 10)).map((each) => [
      each.instanceId,
      each.reverted,
    ]),
  );
  expect(Object.fromEntries(Object.entries(ids).map(([name, own]) => [name, results.get(own)]))).toEqual({
    moved: 'reverted',
    erased: 'gone',
    ended: 'ended',
    plain: 'reverted',
  });
  expect((await instanceOf(plain)).vars).toEqual({ tour: 'short' });
  for (const instanceId of [ids.moved, ids.plain]) {
    const recorded = await journalOfInstance(rig.database, instanceId);
    const again = await replayStored(rig.database, rig.decoder, await rig.plans(), instanceId);
    expect(again.map((entry) => canonicalJson(entry))).toEqual(
      recorded.map(({ entry }) => canonicalJson(entry)),
    );
  }
}, 60_000);
