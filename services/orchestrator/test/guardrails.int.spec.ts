// Guardrails on real servers: policies taken up with a mark, a switch that loses nothing, what is remembered through merges.
import { canonicalJson } from '@continuo/kernel';
import { eventually } from '@continuo/testing';
import { uuidv7 } from 'uuidv7';
import type { Memory } from '../src/journeys/domain/engine/memory.js';
import { journalOfInstance, replayStored } from '../src/journeys/instances/journal.store.js';
import { journeyErasures, OrchestratorRig, profileIn, tracked } from './orchestrator-rig.js';

const OFFER = `
journey: offer
title: Something that one may like
owner: online-shop
objective: orders
metrics: [orders-after-offer]
retention: short
category: promotion
entry:
  - on: continuo.cdp.TrackReceived.v1
    when: event.name == "Offered"
    key: event.properties.offer
steps:
  draw:
    office: middle
    split:
      experiment: words
      arms: [{ arm: short, weight: 50, next: tell }, { arm: long, weight: 50, next: tell }]
  tell:
    office: front
    act: collaboration.SendMessage
    with: { template: "'offer'", purpose: "'marketing'", channel: "'email'" }
  told: { end: told }
`;
const POLICY = `title: Guardrails
owner: care
caps: [{ name: yearly, purposes: [marketing], max: 1, per: P366D, then: drop }]
matters: [{ name: trouble, categories: [promotion], while: [case], then: hold }]
`;

let rig: OrchestratorRig;

beforeAll(async () => {
  rig = await OrchestratorRig.open();
  await rig.publish(OFFER);
  await publish(POLICY);
  await rig.consumer.start();
}, 60_000);

afterAll(async () => {
  await rig.close();
}, 30_000);

async function publish(policy: string): Promise<void> {
  const version = (await rig.guardrails.policy())?.version ?? 0;
  expect(await rig.guardrails.publish(policy, { version, by: 'test' })).toMatchObject({ ok: true });
}

async function turn(...stopped: { channel: string; purpose: string }[]): Promise<void> {
  const { version } = await rig.guardrails.stops();
  expect(await rig.guardrails.turn(stopped, { version, by: 'test' })).toMatchObject({ ok: true });
}

const offered = (profileId: string, offer: string) => tracked(profileId, 'Offered', { offer });

async function instances(profileId: string) {
  return rig.database.query<{
    id: string;
    key: string;
    status: string;
    step: string;
    outcome: string | null;
  }>('select id, key, status, step, outcome from instance where profile_id = $1 order by started_at, id', [
    profileId,
  ]);
}

async function memoryOf(profileId: string): Promise<Memory['items']> {
  const rows = await rig.database.query<{ memory: string }>(
    'select memory from profile_memory where profile_id = $1',
    [profileId],
  );
  return rows[0] === undefined ? [] : (JSON.parse(rows[0].memory) as Memory).items;
}

const kinds = async (profileId: string) => (await memoryOf(profileId)).map(({ kind }) => kind).sort();

async function commandsOf(profileId: string) {
  return (await rig.records('collaboration.commands')).filter(({ key }) => key?.toString() === profileId);
}

async function expectReplay(id: string): Promise<void> {
  const journal = await journalOfInstance(rig.database, id);
  const again = await replayStored(rig.database, rig.decoder, await rig.plans(), id, rig.guardrailsBook);
  expect(again.map((entry) => canonicalJson(entry))).toEqual(
    journal.map(({ entry }) => canonicalJson(entry)),
  );
}

test('a cap counts from one batch to the next, the journal replays alone, the policy is marked where it was taken up', async () => {
  const profileId = profileIn(1);
  await rig.timeline(offered(profileId, 'o-1'));
  await eventually(async () => (await instances(profileId))[0]?.step === 'tell');
  expect(await kinds(profileId)).toEqual(['arm', 'contact']);
  await rig.timeline(offered(profileId, 'o-2'));
  const [, second] = await eventually(async () => {
    const found = await instances(profileId);
    return found.length === 2 && found;
  });
  expect(second).toMatchObject({ status: 'ended', outcome: 'told' });
  const journal = await journalOfInstance(rig.database, second?.id ?? '');
  const deeds = journal.flatMap(({ entry }) => entry.deeds);
  expect(deeds.find(({ did }) => did === 'skipped')).toMatchObject({
    rule: 'caps/yearly',
    ruleVersion: '1',
    inputs: { made: 1, max: 1 },
  });
  expect(deeds.find(({ did }) => did === 'assigned')).toMatchObject({ by: 'memory' });
  for (const { id } of await instances(profileId)) await expectReplay(id);
  const marks = await rig.database.query(
    "select value::int as value from mark where partition = 1 and kind = 'guardrails'",
  );
  expect(marks).toEqual([{ value: 1 }]);
  expect(await commandsOf(profileId)).toHaveLength(1);
}, 30_000);

test('a case that is open holds a promotion; closed, it goes at once', async () => {
  const profileId = profileIn(2);
  const matter = { caseId: uuidv7(), caseType: 'complaint' };
  await rig.timeline(
    {
      profileId,
      type: 'continuo.crm.CaseOpened.v1',
      value: { ...matter, channel: null, openedAt: Date.now() },
    },
    offered(profileId, 'o-1'),
  );
  await eventually(async () => (await rig.guardrails.held()).some(({ rule }) => rule === 'matters/trouble'));
  expect(await kinds(profileId)).toEqual(['arm', 'matter']);
  await rig.timeline({
    profileId,
    type: 'continuo.crm.CaseClosed.v1',
    value: { ...matter, resolution: 'answered', closedAt: Date.now() },
  });
  await eventually(async () => (await commandsOf(profileId)).length === 1);
  expect(await kinds(profileId)).toEqual(['arm', 'contact']);
  expect(await rig.guardrails.held()).toEqual([]);
  await expectReplay((await instances(profileId))[0]?.id ?? '');
}, 30_000);

test('the switch holds everything of its kind, and lets all of it go when it is turned, in every partition', async () => {
  await turn({ channel: 'email', purpose: '*' });
  const profiles = [profileIn(3), profileIn(4), profileIn(4)];
  await rig.timeline(...profiles.map((profileId) => offered(profileId, 'o-1')));
  await eventually(async () => (await rig.guardrails.held())[0]?.count === 3, { what: 'three that wait' });
  // Turned, but not for these: they are looked at again and stay.
  await turn({ channel: '*', purpose: 'marketing' });
  await eventually(
    async () => (await rig.database.query('select from held_send where stopped_under < 3')).length === 0,
    { what: 'all of them looked at again' },
  );
  for (const profileId of profiles) expect(await commandsOf(profileId)).toEqual([]);
  await turn();
  await eventually(async () => (await rig.guardrails.held()).length === 0, { what: 'all of them let go' });
  await rig.settled();
  for (const profileId of profiles) {
    expect(await commandsOf(profileId)).toHaveLength(1);
    await expectReplay((await instances(profileId))[0]?.id ?? '');
  }
}, 30_000);

describe('a merge over two partitions', () => {
  const markers = (loserId: string, survivorId: string, mergeId: string) =>
    [loserId, survivorId].map((profileId) => ({
      profileId,
      type: 'continuo.cdp.ProfileMerged.v1',
      value: { mergeId, loserId, survivorId, linkedBy: 'user', mergedAt: Date.now() },
    }));
  const split = (loserId: string, survivorId: string, mergeId: string) =>
    [loserId, survivorId].map((profileId) => ({
      profileId,
      type: 'continuo.cdp.ProfileSplit.v1',
      value: { mergeId, restoredId: loserId, survivorId, splitAt: Date.now() },
    }));

  test.each([
    ['the loser first', 0],
    ['the survivor first', 1],
  ])(
    'moves what is remembered, whoever reads its marker first, and its undoing moves it back: %s',
    async (_who, first) => {
      const [loserId, survivorId, mergeId] = [profileIn(5), profileIn(6), uuidv7()];
      await rig.timeline(offered(loserId, 'o-1'));
      await eventually(async () => (await kinds(loserId)).length === 2);
      const [one, other] = markers(loserId, survivorId, mergeId);
      await rig.timeline(...(first === 0 ? [one!] : [other!]));
      await eventually(
        async () =>
          (await rig.database.query('select from merge where merge_id = $1', [mergeId])).length === 1,
      );
      // Behind the survivor's marker: what the loser got counts for it.
      const next = offered(survivorId, 'o-2');
      await rig.timeline(...(first === 0 ? [other!, next] : [next, one!]));
      const [skipped] = await eventually(async () => {
        const found = (await instances(survivorId)).filter(({ key }) => key === 'o-2');
        return found[0]?.status === 'ended' && found;
      });
      const deeds = (await journalOfInstance(rig.database, skipped?.id ?? '')).flatMap(
        ({ entry }) => entry.deeds,
      );
      expect(deeds.find(({ did }) => did === 'skipped')).toMatchObject({ rule: 'caps/yearly' });
      expect(deeds.find(({ did }) => did === 'assigned')).toMatchObject({ by: 'memory' });
      expect(await memoryOf(loserId)).toEqual([]);
      await expectReplay(skipped?.id ?? '');
      await rig.timeline(...split(loserId, survivorId, mergeId));
      await eventually(async () => (await kinds(loserId)).length === 2, {
        what: 'the memory of who lives again',
      });
      expect(await memoryOf(survivorId)).toEqual([]);
      expect((await memoryOf(loserId)).every(({ via }) => via === undefined)).toBe(true);
    },
    30_000,
  );

  test('an undoing gives back what came since from somebody who had been merged before', async () => {
    const [first, second, third] = [profileIn(5), profileIn(6), profileIn(7)];
    const [inner, outer] = [uuidv7(), uuidv7()];
    await rig.timeline(...markers(first, second, inner));
    await rig.timeline(...markers(second, third, outer));
    const moved = async (mergeId: string, kind: string) =>
      rig.database.query('select from merge where merge_id = $1 and kind = $2 and moved_at is not null', [
        mergeId,
        kind,
      ]);
    await eventually(async () => (await moved(outer, 'merged')).length === 1);
    // By an identifier of the first: its own word on the third's stream.
    await rig.timeline({ ...offered(third, 'o-1'), headers: { ce_originprofileid: first } });
    await eventually(async () => (await kinds(third)).length === 2);
    await rig.timeline(...split(second, third, outer));
    await eventually(async () => (await kinds(second)).length === 2, { what: 'what the first one got' });
    expect(await memoryOf(third)).toEqual([]);
    expect(await instances(second)).toHaveLength(1);
  }, 30_000);

  test('moves what a stop holds, and the partition that has it lets it go', async () => {
    await turn({ channel: '*', purpose: '*' });
    const [loserId, survivorId] = [profileIn(7), profileIn(8)];
    await rig.timeline(offered(loserId, 'o-1'));
    await eventually(async () => (await rig.guardrails.held())[0]?.count === 1);
    await rig.timeline(...markers(loserId, survivorId, uuidv7()));
    await eventually(async () => (await instances(survivorId)).length === 1);
    expect(await rig.database.query('select partition from held_send')).toEqual([{ partition: 8 }]);
    await turn();
    await eventually(async () => (await commandsOf(survivorId)).length === 1);
  }, 30_000);
});

test('an erasure forgets everything that is remembered, and counts it', async () => {
  const [profileId, erasureId] = [profileIn(9), uuidv7()];
  await rig.timeline(offered(profileId, 'o-1'));
  await eventually(async () => (await kinds(profileId)).length === 2);
  const count = () => rig.database.transaction((tx) => journeyErasures().count(tx, [profileId]));
  expect(await count()).toContainEqual({ store: 'profile_memory', rows: 1 });
  await rig.timeline({
    profileId,
    type: 'continuo.cdp.ProfileErased.v1',
    value: { profileId, erasureId, erasedAt: Date.now() },
  });
  await eventually(async () => (await instances(profileId))[0]?.status === 'ended');
  expect((await count()).filter(({ rows }) => rows > 0)).toEqual([]);
  const [row] = await rig.database.query<{ entry: string }>(
    `select string_agg(entry, '') as entry from journal where profile_id = $1`,
    [profileId],
  );
  expect(row?.entry).not.toContain('"memory"');
}, 30_000);

test('a policy changed by somebody else meanwhile is refused, the same text again is no version', async () => {
  const version = (await rig.guardrails.policy())?.version ?? 0;
  expect(await rig.guardrails.publish(POLICY, { version: version - 1, by: 'other' })).toMatchObject({
    ok: false,
    refusal: { code: 'version-moved' },
  });
  expect(await rig.guardrails.publish(POLICY, { version, by: 'other' })).toMatchObject({
    ok: true,
    value: { version, isNew: false },
  });
  const many = Array.from({ length: 8 }, (_, n) =>
    rig.guardrails.publish(`${POLICY}# ${n}\n`, { version, by: `writer-${n}` }),
  );
  const published = (await Promise.all(many)).filter(({ ok }) => ok);
  expect(published).toHaveLength(1);
});

test('a pace gives each message of all partitions a slot of its own, and the journal replays with them', async () => {
  await publish('title: Pace\nowner: care\npace: [{ name: all, perMinute: 600 }]\n');
  const profiles = Array.from({ length: 12 }, (_, n) => profileIn(10 + (n % 2)));
  await rig.timeline(...profiles.map((profileId) => offered(profileId, 'o-1')));
  await eventually(
    async () => {
      const commands = await rig.records('collaboration.commands');
      const keys = new Set(commands.map(({ key }) => key?.toString()));
      return profiles.every((profileId) => keys.has(profileId));
    },
    { what: 'twelve paced messages', within: 15_000 },
  );
  const slots: number[] = [];
  for (const profileId of profiles) {
    const [instance] = await instances(profileId);
    const journal = await journalOfInstance(rig.database, instance?.id ?? '');
    const own = journal.flatMap(({ entry }) => entry.facts.slots ?? []).filter((slot) => slot !== null);
    expect(own).toHaveLength(1);
    slots.push(...own);
    await expectReplay(instance?.id ?? '');
  }
  const sorted = slots.sort((a, b) => a - b);
  const gaps = sorted.slice(1).map((slot, at) => slot - (sorted[at] ?? 0));
  expect(Math.min(...gaps)).toBeGreaterThan(99.9);
  const marks = await rig.database.query(
    "select distinct partition from mark where kind = 'pace' order by partition",
  );
  expect(marks).toEqual([{ partition: 10 }, { partition: 11 }]);
  expect(await rig.guardrails.held()).toEqual([]);
}, 30_000);

test('slots that lie between two milliseconds are waited for like others', async () => {
  await publish('title: Pace\nowner: care\npace: [{ name: slow, perMinute: 7 }]\n');
  const profiles = [12, 12, 12].map((partition) => profileIn(partition));
  await rig.timeline(...profiles.map((profileId) => offered(profileId, 'o-1')));
  const waiting = () =>
    rig.database.query(
      'select from timer where profile_id = any($1::uuid[]) and due > extract(epoch from now()) * 1000 + 3000',
      [profiles],
    );
  await eventually(async () => (await waiting()).length === 2, { what: 'two that wait for their slots' });
  const erased = { erasureId: uuidv7(), erasedAt: Date.now() };
  const type = 'continuo.cdp.ProfileErased.v1';
  await rig.timeline(...profiles.map((profileId) => ({ profileId, type, value: { profileId, ...erased } })));
  await eventually(async () => (await rig.guardrails.held()).length === 0, { what: 'nobody who waits' });
}, 30_000);
