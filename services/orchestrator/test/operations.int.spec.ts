// Operations on real servers: incidents listed and acted on in bulk, stuck journeys found, pictures with who is where.
import { eventually } from '@continuo/testing';
import { uuidv7 } from 'uuidv7';
import { Graphs } from '../src/journeys/definitions/graphs.service.js';
import { IncidentDetails } from '../src/journeys/incidents/incident-details.service.js';
import { Incidents } from '../src/journeys/incidents/incidents.service.js';
import { StayKeeper } from '../src/journeys/stuck/stay-keeper.js';
import { StuckJourneys } from '../src/journeys/stuck/stuck.service.js';
import { OrchestratorRig, tracked } from './orchestrator-rig.js';

const head = (name: string) => `
journey: ${name}
title: Looked at by operations
owner: tests
objective: somebody finds what stands
metrics: [found]
retention: short
entry:
  - on: continuo.cdp.TrackReceived.v1
    when: event.name == "${name}"
    key: event.properties.cart_id
    set: { text: event.properties.text }
steps:`;

const COUNTING = `${head('counting')}
  count: { office: back, set: { n: int(vars.text) } }
  counted: { end: counted }
`;

const WAITING = `${head('waiting')}
  thinking:
    office: front
    wait:
      - { on: continuo.cdp.TrackReceived.v1, when: event.name == "go" && event.properties.cart_id == key, next: gone }
      - { after: P20D, next: over }
  gone: { end: gone }
  over: { end: over }
`;

const FORKED = `${head('forked').replace('steps:', 'limits: { stuck: PT0.1S }\nsteps:')}
  both:
    office: middle
    parallel: all
    branches:
      asks:
        steps:
          think:
            office: front
            wait:
              - { on: continuo.cdp.TrackReceived.v1, when: event.name == "go" && event.properties.cart_id == key }
              - { after: P20D }
      tells:
        steps:
          say:
            office: front
            act: collaboration.SendMessage
            with: { template: "'hello'", purpose: "'service'", channel: "'email'" }
  joined: { end: joined }
`;

let rig: OrchestratorRig;
let incidents: Incidents;

beforeAll(async () => {
  rig = await OrchestratorRig.open();
  await rig.publish(COUNTING);
  await rig.publish(WAITING);
  await rig.publish(FORKED);
  await rig.consumer.start();
  incidents = new Incidents(rig.database, rig.outbox);
}, 60_000);

afterAll(() => rig.close(), 30_000);

/** Instances that count these texts; what is no number stands. */
async function counting(...texts: readonly string[]): Promise<void> {
  await rig.timeline(...texts.map((text) => tracked(uuidv7(), 'counting', { cart_id: text, text })));
  await rig.settled();
}

/** What the customer data platform does with requests. */
async function passOn(): Promise<void> {
  for (const record of await rig.records('orchestrator.requests')) {
    const id = String(record.headers['ce_id']);
    if (passed.has(id)) continue;
    passed.add(id);
    await rig.forward(record, String(record.key));
  }
  await rig.settled();
}
const passed = new Set<string>();

/** An operator's word, as it comes back on the timeline. */
async function asked(profileId: string, action: 'skip' | 'cancel', about: object): Promise<void> {
  const type = 'continuo.orchestrator.InstanceActionRequested.v1';
  const common = { requestId: uuidv7(), step: null, incidentId: null, requestedAt: Date.now() };
  await rig.timeline({ profileId, type, value: { ...common, action, ...about } });
  await rig.settled();
}

const filter = { journey: 'counting', step: 'count', code: 'no-such-overload' };

test('incidents are found by journey, step, code and age, page by page, each once', async () => {
  await counting('1', 'two', 'three', '4', 'five', 'six', 'seven', 'eight');
  const all = await incidents.list(filter, undefined, 100);
  expect(all).toHaveLength(6);
  const pages: string[] = [];
  for (let after: [number, string] | undefined, more = true; more;) {
    const page = await incidents.list(filter, after, 2);
    pages.push(...page.map(({ id }) => id));
    const last = page.at(-1);
    more = last !== undefined;
    if (last !== undefined) after = [last.at, last.id];
  }
  expect(pages).toEqual(all.map(({ id }) => id));
  expect(await incidents.list({ ...filter, code: 'other' }, undefined, 10)).toEqual([]);
  expect(await incidents.list({ ...filter, version: 2 }, undefined, 10)).toEqual([]);
  expect(await incidents.list({ before: '2020-01-01T00:00:00Z' }, undefined, 10)).toEqual([]);
  expect(await incidents.list({ after: '2020-01-01T00:00:00Z' }, undefined, 10)).toHaveLength(6);
});

test('what stands is told by kind, most first, with its oldest and newest', async () => {
  const [kind, ...others] = await incidents.kinds({ journey: 'counting' });
  expect(others).toEqual([]);
  expect(kind).toMatchObject({ version: 1, step: 'count', code: 'no-such-overload', count: 6 });
  expect(Date.parse(kind?.oldest ?? '')).toBeLessThanOrEqual(Date.parse(kind?.newest ?? ''));
  expect(await incidents.kinds({ ...filter, of: 'undo' })).toEqual([]);
  expect(await incidents.list({ of: 'step' }, undefined, 10)).toHaveLength(6);
});

test('an action on many is previewed, refused when others match by then, and done to the end, whoever goes on with it', async () => {
  const previewed = await incidents.preview('skip', filter, 'operator-1');
  if (!previewed.ok) throw new Error(previewed.refusal.code);
  const { id } = previewed.value;
  expect(previewed.value).toMatchObject({
    status: 'previewed',
    total: 6,
    kinds: [{ journey: 'counting', version: 1, step: 'count', code: 'no-such-overload', count: 6 }],
  });
  expect(await incidents.turn()).toBe(false);
  await counting('nine');
  const refused = await incidents.execute(id, 'refuse', undefined);
  expect(refused).toMatchObject({ ok: false, refusal: { code: 'incidents-changed' } });
  const begun = await incidents.execute(id, 'previewed', 4);
  expect(begun).toMatchObject({ ok: true, value: { status: 'running', outcomes: { waiting: 6 } } });
  await incidents.turn();
  expect(await incidents.state(id)).toMatchObject({ value: { outcomes: { pending: 4, waiting: 2 } } });
  expect(await incidents.turn()).toBe(false);
  // Another process goes on where this one was; begun again it is not done again.
  const other = new Incidents(rig.database, rig.outbox);
  expect(await other.execute(id, 'refuse', 100)).toMatchObject({ value: { status: 'running' } });
  await passOn();
  await eventually(
    async () => {
      if (await other.turn()) await passOn();
      const state = await other.state(id);
      return state.ok && state.value.status === 'done' && state.value.outcomes['applied'] === 6;
    },
    { what: 'all six skipped' },
  );
  const results = await incidents.results(id, 0, 10);
  expect(results.map(({ place, outcome }) => [place, outcome])).toEqual(
    [1, 2, 3, 4, 5, 6].map((place) => [place, 'applied']),
  );
  expect(passed.size).toBe(6);
  const left = await incidents.list(filter, undefined, 10);
  expect(left).toHaveLength(1);
  expect(await incidents.list({}, undefined, 10)).toHaveLength(1);
}, 40_000);

test('an action may take what came since, is refused for nothing and when it is old, and can be stopped', async () => {
  const previewed = await incidents.preview('cancel', filter, 'operator-1');
  if (!previewed.ok) throw new Error(previewed.refusal.code);
  await counting('ten');
  const begun = await incidents.execute(previewed.value.id, 'current', undefined);
  expect(begun).toMatchObject({ ok: true, value: { total: 2 } });
  expect(await incidents.stop(previewed.value.id)).toMatchObject({ value: { status: 'stopped' } });
  expect(await incidents.turn()).toBe(false);
  expect(await incidents.preview('skip', { journey: 'nobody' }, 'operator-1')).toMatchObject({
    refusal: { code: 'no-incidents' },
  });
  const old = await incidents.preview('skip', filter, 'operator-1');
  if (!old.ok) throw new Error(old.refusal.code);
  await rig.database.query(`update bulk_action set created_at = now() - interval '2 hours' where id = $1`, [
    old.value.id,
  ]);
  expect(await incidents.execute(old.value.id, 'refuse', undefined)).toMatchObject({
    refusal: { code: 'preview-expired' },
  });
  expect(await incidents.execute(uuidv7(), 'refuse', undefined)).toMatchObject({
    refusal: { code: 'bulk-not-found' },
  });
}, 20_000);

test('one incident tells how it came about and what each action would do, and afterwards who ended it', async () => {
  const details = new IncidentDetails(rig.database, rig.book);
  await counting('eleven');
  const [{ id, instanceId, profileId } = { id: '', instanceId: '', profileId: '' }] = await incidents.list(
    filter,
    undefined,
    1,
  );
  const open = await details.show(instanceId, id);
  expect(open).toMatchObject({
    value: {
      ...{ state: 'open', step: 'count', of: 'step', code: 'no-such-overload', resolved: null },
      raised: { input: 'continuo.cdp.TrackReceived.v1' },
      actions: {
        retry: { refused: null, stands: { step: 'count', code: 'no-such-overload' }, ends: null },
        skip: { refused: null, enters: ['counted'], ends: 'counted' },
        cancel: { refused: null, ends: 'cancelled' },
      },
    },
  });
  // Nothing is done by looking.
  expect(await details.show(instanceId, id)).toEqual(open);
  await asked(profileId, 'skip', { instanceId, incidentId: id, actor: 'operator-7' });
  expect(await details.show(instanceId, id)).toMatchObject({
    value: {
      state: 'resolved',
      actions: null,
      resolved: { how: 'skipped', by: 'operator-7', input: 'action' },
    },
  });
  expect(await details.show(uuidv7(), id)).toMatchObject({ refusal: { code: 'instance-not-found' } });
  expect(await details.show(instanceId, uuidv7())).toMatchObject({ refusal: { code: 'incident-not-found' } });
});

test('a preview says what would come to nothing by now, and actions that were begun are listed', async () => {
  await counting('twelve');
  const previewed = await incidents.preview('retry', filter, 'operator-2');
  if (!previewed.ok) throw new Error(previewed.refusal.code);
  const { id, total } = previewed.value;
  expect(previewed.value).toMatchObject({ askedBy: 'operator-2', filter, refusals: {}, startedAt: null });
  const [one] = await incidents.list(filter, undefined, 1);
  await asked(one?.profileId ?? '', 'cancel', { instanceId: one?.instanceId, actor: 'another' });
  expect(await incidents.state(id)).toMatchObject({ value: { total, refusals: { 'already-ended': 1 } } });
  const before = await incidents.actions(undefined, 10);
  expect(before.map((each) => each.id)).not.toContain(id);
  await incidents.execute(id, 'previewed', undefined);
  await incidents.stop(id);
  const [newest, second] = await incidents.actions(undefined, 10);
  expect(newest).toMatchObject({ id, action: 'retry', status: 'stopped', askedBy: 'operator-2' });
  expect((await incidents.actions(id, 1))[0]).toEqual(second);
});

test('who stands is found once a hundred others went on, nobody else; the picture shows who is where', async () => {
  const stuck = new StuckJourneys(rig.database, rig.book, 0);
  const stays = new StayKeeper(rig.database, 0);
  await stays.round();
  const well = Array.from({ length: 110 }, () => uuidv7());
  await rig.timeline(
    ...well.flatMap((profileId, at) => [
      tracked(profileId, 'waiting', { cart_id: `c-${at}`, text: '' }),
      tracked(profileId, 'go', { cart_id: `c-${at}` }),
    ]),
  );
  await rig.timeline(tracked(uuidv7(), 'waiting', { cart_id: 'left', text: '' }));
  await rig.settled();
  expect(await stuck.list({}, undefined, 10)).toEqual([]);
  const found = await eventually(
    async () => {
      await stays.round();
      const rows = await stuck.list({ journey: 'waiting' }, undefined, 10);
      return rows.length > 0 && rows;
    },
    { what: 'the one that stands' },
  );
  expect(found).toMatchObject([
    { journey: 'waiting', version: 1, step: 'thinking', limit: { by: 'percentile', stays: 110 } },
  ]);
  await stuck.look();
  expect(stuck.counts).toEqual([{ journey: 'waiting', step: 'thinking', count: 1 }]);
  expect(await stays.round()).toBe(0);
  const graph = await new Graphs(rig.database, rig.definitions).live('waiting', undefined, 7);
  expect(graph?.steps.find(({ name }) => name === 'thinking')).toMatchObject({ here: 1 });
  expect(graph?.edges.map(({ from, to, passes }) => [from, to, passes])).toEqual([
    ['thinking', 'gone', 110],
    ['thinking', 'over', 0],
  ]);
}, 40_000);

test('branches are judged by their own steps; what is held back is not stuck, whoever wrote it', async () => {
  const stuck = new StuckJourneys(rig.database, rig.book, 0);
  const found = async () => (await stuck.list({ journey: 'forked' }, undefined, 10)).map(({ step }) => step);
  const stands = (...steps: readonly string[]): Promise<unknown> =>
    eventually(async () => (await found()).sort().join() === steps.join(), { what: steps.join(' and ') });
  const turn = async (...stops: readonly { channel: string; purpose: string }[]): Promise<void> => {
    const { version } = await rig.guardrails.stops();
    await rig.guardrails.turn(stops, { version, by: 'test' });
  };
  await turn({ channel: '*', purpose: '*' });
  const profileId = uuidv7();
  await rig.timeline(tracked(profileId, 'forked', { cart_id: 'f-1', text: '' }));
  await rig.settled();
  // Neither the message nor the parallel around it, however long they stand there.
  await stands('think');
  await stuck.look();
  expect(stuck.counts).toContainEqual({ journey: 'forked', step: 'think', count: 1 });
  await turn();
  await stands('both', 'say', 'think');
  const [first, ...rest] = await stuck.list({ journey: 'forked' }, undefined, 10);
  const after = [first?.enteredAt ?? '', first?.instanceId ?? '', first?.step ?? ''] as const;
  expect(await stuck.list({ journey: 'forked' }, after, 10)).toEqual(rest);
  expect(await stuck.list({ journey: 'forked', step: 'say' }, undefined, 10)).toHaveLength(1);
  // The version before writes a row without saying how long it stands in its branches.
  const written = (state: string): Promise<unknown> =>
    rig.database.query(
      `update instance set changed_at = changed_at + interval '1 second', state = ${state} where profile_id = $1`,
      [profileId],
    );
  await written('state');
  expect(await found()).toEqual(['both']);
  await written(`replace(state, '"phase":"sent"', '"phase":"held"')`);
  expect(await found()).toEqual([]);
}, 40_000);

test('updates of open instances stay on their page', async () => {
  const rows = await rig.database.query<{ indexes: string }>(
    `select string_agg(indexdef, ';') as indexes from pg_indexes where tablename = 'instance'`,
  );
  for (const column of [
    'step',
    'status',
    'changed_at',
    'entered_at',
    'state',
    'outcome',
    'standing',
    'positions',
  ]) {
    expect(rows[0]?.indexes).not.toMatch(new RegExp(`\\([^)]*\\b${column}\\b`));
  }
});
