// The consumer on real servers: commands, timers, journals that replay, parked errors, merges over two partitions.
import { canonicalJson } from '@continuo/kernel';
import { listParked, openIncidents } from '@continuo/messaging';
import { eventually } from '@continuo/testing';
import { uuidv7 } from 'uuidv7';
import { journalOfInstance, replayStored } from '../src/journeys/instances/journal.store.js';
import { journeyErasures, OrchestratorRig, profileIn, tracked } from './orchestrator-rig.js';

const REMINDER = `
journey: cart-reminder
title: A full cart finds its way to the till
owner: online-shop
objective: fewer carts left behind
metrics: [orders-after-reminder]
retention: short
entry:
  - on: continuo.cdp.TrackReceived.v1
    when: event.name == "Checkout Started"
    key: event.properties.cart_id
steps:
  thinking:
    office: front
    wait:
      - on: continuo.cdp.TrackReceived.v1
        when: event.name == "Order Completed" && event.properties.cart_id == key
        next: bought
      - { after: PT1S, next: remind }
  remind:
    office: front
    act: collaboration.SendMessage
    with: { template: "'cart'", purpose: "'service'", channel: "'email'", variables: "{'cart': key}" }
    notAfter: PT4H
  reminded: { end: reminded }
  bought: { end: bought }
`;

const WAITING = REMINDER.replace('cart-reminder', 'cart-patience').replace('PT1S', 'P1D');

const PROMISE = `
journey: promise
title: What was promised is taken back
owner: online-shop
objective: nothing stays promised
metrics: [promises]
retention: short
entry:
  - on: continuo.cdp.TrackReceived.v1
    when: event.name == "Promised"
    key: event.properties.cart_id
steps:
  first:
    office: front
    act: collaboration.SendMessage
    with: { template: "'first'", purpose: "'service'", channel: "'email'" }
    compensate:
      act: collaboration.CloseTask
      with: { task: "'019aa000-0000-7000-8000-000000000000'", code: "'undo-first'" }
  second:
    office: front
    act: collaboration.SendMessage
    with: { template: "'second'", purpose: "'service'", channel: "'email'" }
    compensate:
      act: collaboration.CloseTask
      with: { task: "'019aa000-0000-7000-8000-000000000000'", code: "'undo-second'" }
  over: { end: over }
`;

/** Begins with an answer to another journey's command. */
const AFTER_SENT = `
journey: after-sent
title: Whoever was written to is looked after
owner: online-shop
objective: nobody is written to and forgotten
metrics: [looked-after]
retention: short
entry:
  - on: continuo.collaboration.MessageSent.v1
    when: event.template == "followed"
    key: event.deliveryId
steps:
  looked-after:
    office: front
    wait:
      - { after: P1D, next: over }
  over: { end: over }
`;

let rig: OrchestratorRig;
/** No-ops by their reason. */
const ignored = new Map<string, number>();
const [early, late] = [profileIn(11), profileIn(11)];

beforeAll(async () => {
  rig = await OrchestratorRig.open({
    observer: {
      count: (counter, amount, _place, code) => {
        if (counter === 'ignored' && code !== undefined) ignored.set(code, (ignored.get(code) ?? 0) + amount);
      },
    },
  });
  await rig.publish(REMINDER);
  await rig.publish(WAITING);
  // What happens while nobody reads: the order comes before the reminder is due, and after it.
  const begun = Date.now();
  await rig.timeline(
    tracked(early, 'Checkout Started', { cart_id: 'c-1' }),
    tracked(late, 'Checkout Started', { cart_id: 'c-1' }),
  );
  await rig.timeline(tracked(early, 'Order Completed', { cart_id: 'c-1' }));
  await eventually(() => Date.now() - begun > 1_300, { what: 'the reminder of a late order' });
  await rig.timeline(tracked(late, 'Order Completed', { cart_id: 'c-1' }));
  await rig.consumer.start();
}, 60_000);

afterAll(async () => {
  await rig.close();
}, 30_000);

async function instances(profileId: string, journey = 'cart-patience') {
  return rig.database.query<{
    id: string;
    status: string;
    outcome: string | null;
    step: string;
    state: string;
  }>(
    'select id, status, outcome, step, state from instance where profile_id = $1 and journey = $2 order by started_at, id',
    [profileId, journey],
  );
}

async function ended(profileId: string, journey: string) {
  return eventually(async () => {
    const [row] = await instances(profileId, journey);
    return row?.status === 'ended' ? row : undefined;
  });
}

test('from an event on the timeline, over a timer, to a command on Kafka, and its answer', async () => {
  const profileId = profileIn(1);
  await rig.timeline(tracked(profileId, 'Checkout Started', { cart_id: 'c-1' }));
  const command = await eventually(async () =>
    (await rig.records('collaboration.commands')).find(({ key }) => key?.toString() === profileId),
  );
  await rig.decoder.prepare([command.value]);
  expect(rig.decoder.decode(command.value ?? Buffer.alloc(0)).value).toMatchObject({
    template: 'cart',
    variables: { cart: 'c-1' },
  });
  const commandId = command.headers['commandid'] ?? '';
  await rig.timeline({
    profileId,
    commandId,
    type: 'continuo.collaboration.MessageSent.v1',
    value: {
      deliveryId: uuidv7(),
      template: 'cart',
      purpose: 'service',
      channel: 'email',
      sentAt: Date.now(),
    },
  });
  expect(await ended(profileId, 'cart-reminder')).toMatchObject({ outcome: 'reminded' });
  const typeOf = ({ headers }: { headers: Readonly<Record<string, string>> }) =>
    headers['ce_type']?.split('.')[2];
  // What was committed is on its way.
  const published = await eventually(async () => {
    const told = (await rig.records('orchestrator.instances')).filter(
      ({ key }) => key?.toString() === profileId,
    );
    return told.some((record) => typeOf(record) === 'JourneyEnded') ? told : undefined;
  });
  const types = published.map(typeOf);
  expect(types.filter((type) => type === 'JourneyStarted')).toHaveLength(2);
  expect(types).toEqual(expect.arrayContaining(['StepEntered', 'StepLeft', 'CommandIssued', 'JourneyEnded']));
  expect(published.every(({ headers }) => headers['ce_hops'] === '1')).toBe(true);
}, 30_000);

test('after an outage events and timers are applied in the order of their times', async () => {
  expect(await ended(early, 'cart-reminder')).toMatchObject({ outcome: 'bought' });
  const [reminded] = await eventually(async () => {
    const found = await instances(late, 'cart-reminder');
    return found.length > 0 ? found : undefined;
  });
  expect(reminded).toMatchObject({ status: 'running', step: 'remind' });
});

test('an order that comes in time ends the wait; the journal replays to itself', async () => {
  const profileId = profileIn(2);
  await rig.timeline(
    tracked(profileId, 'Checkout Started', { cart_id: 'c-1' }),
    tracked(profileId, 'Order Completed', { cart_id: 'another' }),
    tracked(profileId, 'Order Completed', { cart_id: 'c-1' }),
  );
  const { id } = await ended(profileId, 'cart-patience');
  const journal = await journalOfInstance(rig.database, id);
  expect(journal.map(({ entry }) => entry.seq)).toEqual([1, 2]);
  const replayed = await replayStored(rig.database, rig.decoder, await rig.plans(), id);
  expect(replayed.map((entry) => canonicalJson(entry))).toEqual(
    journal.map(({ entry }) => canonicalJson(entry)),
  );
});

test('an error of the engine parks its record alone; the rest of the profile waits behind it', async () => {
  const [broken, sound] = [profileIn(3), profileIn(3)];
  await rig.timeline(
    { ...tracked(broken, 'Checkout Started', { cart_id: 'c-1' }), headers: { ce_hops: '32' } },
    tracked(broken, 'Checkout Started', { cart_id: 'c-2' }),
    tracked(sound, 'Checkout Started', { cart_id: 'c-3' }),
  );
  await eventually(async () => (await instances(sound)).length === 1);
  await rig.settled();
  const parked = await listParked(rig.database, { key: broken }, { held: true });
  expect(parked.map(({ code, state }) => `${state} ${code}`)).toEqual(['parked loop', 'held key-held']);
  expect(await instances(broken)).toEqual([]);
  // A circle of events: somebody has to look at it, and is told which.
  expect(await openIncidents(rig.database)).toMatchObject([
    { code: 'loop', partition: 3, offset: parked[0]?.offset },
  ]);
  expect(parked[0]?.reason).toMatch(/^more than 32 hops; cart-\w+ is not started again$/);
});

test('a publication is marked where a partition takes it up, a clock where timers fired by it', async () => {
  await rig.settled();
  const marks = await rig.database.query<{ kind: string; count: string }>(
    'select kind, count(*) from mark group by kind',
  );
  expect(Object.fromEntries(marks.map(({ kind, count }) => [kind, Number(count) > 0]))).toEqual({
    clock: true,
    publication: true,
  });
});

describe('a merge over two partitions', () => {
  const merged = (loserId: string, survivorId: string, mergeId: string) =>
    [loserId, survivorId].map((profileId) => ({
      profileId,
      type: 'continuo.cdp.ProfileMerged.v1',
      value: { mergeId, loserId, survivorId, linkedBy: 'user', mergedAt: Date.now() },
    }));

  test.each([
    ['the loser first', 0],
    ['the survivor first', 1],
  ])(
    'moves what runs, whoever reads its marker first: %s',
    async (_who, first) => {
      const [loserId, survivorId, mergeId] = [profileIn(4), profileIn(5), uuidv7()];
      const markers = merged(loserId, survivorId, mergeId);
      await rig.timeline(tracked(loserId, 'Checkout Started', { cart_id: 'c-1' }));
      await eventually(async () => (await instances(loserId)).length === 1);
      await rig.timeline(markers[first]!);
      await eventually(
        async () =>
          (await rig.database.query('select from merge where merge_id = $1', [mergeId])).length === 1,
      );
      // The order follows the survivor's marker in its stream: held back until the loser's cart has come over.
      const order = tracked(survivorId, 'Order Completed', { cart_id: 'c-1' });
      await rig.timeline(...(first === 1 ? [order, markers[0]!] : [markers[1]!, order]));
      await eventually(async () => (await instances(survivorId))[0]?.outcome === 'bought');
      expect(await instances(loserId)).toEqual([]);
      await eventually(async () => (await rig.database.query('select from messaging.held_key')).length <= 1);
      const moved = (await rig.records('orchestrator.instances')).filter(
        ({ key, headers }) => key?.toString() === survivorId && headers['ce_type']?.includes('InstanceMoved'),
      );
      expect(moved.length).toBeGreaterThanOrEqual(1);
    },
    20_000,
  );

  test('is undone by moving back what it had moved', async () => {
    const [loserId, survivorId, mergeId] = [profileIn(6), profileIn(7), uuidv7()];
    await rig.timeline(
      tracked(loserId, 'Checkout Started', { cart_id: 'c-1' }),
      tracked(survivorId, 'Checkout Started', { cart_id: 'c-2' }),
    );
    await rig.timeline(...merged(loserId, survivorId, mergeId));
    await eventually(async () => (await instances(survivorId)).length === 2);
    await rig.timeline(
      ...[loserId, survivorId].map((profileId) => ({
        profileId,
        type: 'continuo.cdp.ProfileSplit.v1',
        value: { mergeId, restoredId: loserId, survivorId, splitAt: Date.now() },
      })),
    );
    await eventually(async () => (await instances(loserId)).length === 1);
    const [own] = await instances(loserId);
    expect(JSON.parse(own?.state ?? '{}')).toMatchObject({ key: 'c-1', profileId: loserId });
    expect(await instances(survivorId)).toHaveLength(1);
  }, 20_000);

  test('an answer that still comes to the loser follows its instance, and what it starts is started there, once', async () => {
    const [loserId, survivorId] = [profileIn(8), profileIn(9)];
    await rig.publish(AFTER_SENT);
    await rig.timeline(tracked(loserId, 'Checkout Started', { cart_id: 'c-1' }));
    const command = await eventually(async () =>
      (await rig.records('collaboration.commands')).find(({ key }) => key?.toString() === loserId),
    );
    await rig.timeline(...merged(loserId, survivorId, uuidv7()));
    await eventually(async () => (await instances(survivorId, 'cart-reminder')).length === 1);
    await rig.timeline({
      profileId: loserId,
      commandId: command.headers['commandid'] ?? '',
      type: 'continuo.collaboration.MessageSent.v1',
      value: {
        deliveryId: uuidv7(),
        template: 'followed',
        purpose: 'service',
        channel: 'email',
        sentAt: Date.now(),
      },
    });
    const forwarded = await eventually(async () =>
      (await rig.records('orchestrator.requests')).find(({ headers }) =>
        headers['ce_type']?.includes('AnswerForwarded'),
      ),
    );
    expect(forwarded.key?.toString()).toBe(survivorId);
    expect(await instances(loserId, 'after-sent')).toEqual([]);
    await rig.forward(forwarded, survivorId);
    expect(await ended(survivorId, 'cart-reminder')).toMatchObject({ outcome: 'reminded' });
    const [begun] = await instances(survivorId, 'after-sent');
    const journal = await journalOfInstance(rig.database, begun?.id ?? '');
    expect(journal.map(({ entry }) => entry.seq)).toEqual([1]);
  }, 20_000);
});

describe('an erasure', () => {
  const erased = (profileId: string, erasureId = uuidv7()) => ({
    profileId,
    type: 'continuo.cdp.ProfileErased.v1',
    value: { profileId, erasureId, erasedAt: Date.now() },
  });

  test('ends everything and leaves ids and rules only; its journal still replays, and is counted', async () => {
    const [profileId, erasureId] = [profileIn(10), uuidv7()];
    await rig.timeline(tracked(profileId, 'Checkout Started', { cart_id: 'cart-to-forget' }));
    await eventually(async () => (await instances(profileId)).length === 1);
    const before = await rig.database.query<{ entry: string }>(
      'select entry from journal where profile_id = $1',
      [profileId],
    );
    expect(before.map(({ entry }) => entry).join()).toContain('cart-to-forget');
    await rig.timeline(erased(profileId, erasureId));
    const { id } = await ended(profileId, 'cart-patience');
    const rows = await rig.database.query<{ entry: string; bytes: Buffer | null }>(
      'select entry, bytes from journal where instance_id = $1 order by seq',
      [id],
    );
    expect(rows).toHaveLength(2);
    expect(rows.every(({ bytes }) => bytes === null)).toBe(true);
    const left = await rig.database.query('select i::text from instance i where profile_id = $1', [
      profileId,
    ]);
    expect(JSON.stringify([rows, left])).not.toContain('cart-to-forget');
    const replayed = await replayStored(rig.database, rig.decoder, await rig.plans(), id);
    expect(replayed.map((entry) => canonicalJson(entry))).toEqual(rows.map(({ entry }) => entry));
    const report = await rig.database.transaction((tx) => journeyErasures().report(tx, erasureId));
    expect(report.map(({ store, rows: count }) => `${store} ${count}`)).toEqual([
      'decision 0',
      'instance 2',
      expect.stringMatching(/^journal [2-9]$/),
      'profile_facts 0',
      'profile_memory 0',
      'simulation_customer 0',
    ]);
    const now = await rig.database.transaction((tx) => journeyErasures().count(tx, [profileId]));
    expect(now.every(({ rows: count }) => count === 0)).toBe(true);
  });

  test('undoes what was done and what is under way, sends nothing more, and drops the answers that come later', async () => {
    const profileId = profileIn(13);
    await rig.publish(PROMISE);
    await rig.timeline(tracked(profileId, 'Promised', { cart_id: 'p-1' }));
    const sent = async () =>
      (await rig.records('collaboration.commands')).filter(({ key }) => key?.toString() === profileId);
    const first = await eventually(async () => (await sent())[0]);
    await rig.timeline(answered(profileId, first));
    const second = await eventually(async () => (await sent())[1]);
    await rig.timeline(erased(profileId));
    await ended(profileId, 'promise');
    const commands = await eventually(async () => (await sent()).length >= 4 && (await sent()));
    await rig.decoder.prepare(commands.map(({ value }) => value));
    const told = commands.map(({ value }) => {
      const { template, code } = rig.decoder.decode(value ?? Buffer.alloc(0)).value as {
        template?: string;
        code?: string;
      };
      return template ?? code;
    });
    expect(told).toEqual(['first', 'second', 'undo-second', 'undo-first']);
    const before = ignored.get('profile-erased') ?? 0;
    await rig.timeline(...[second, ...commands.slice(2)].map((command) => answered(profileId, command)));
    await rig.settled();
    expect((ignored.get('profile-erased') ?? 0) - before).toBe(3);
    expect(await sent()).toHaveLength(4);
    expect(await instances(profileId, 'promise')).toHaveLength(1);
  }, 20_000);

  test('passes what is parked of its person, held rows and all', async () => {
    const profileId = profileIn(14);
    await rig.timeline(
      { ...tracked(profileId, 'Checkout Started', { cart_id: 'c-1' }), headers: { ce_hops: '32' } },
      tracked(profileId, 'Checkout Started', { cart_id: 'c-2' }),
    );
    await eventually(
      async () => (await listParked(rig.database, { key: profileId }, { held: true })).length === 2,
    );
    expect((await openIncidents(rig.database)).map(({ partition }) => partition)).toEqual([14, 3]);
    await rig.timeline(erased(profileId));
    await eventually(
      async () => (await listParked(rig.database, { key: profileId }, { held: true })).length === 0,
    );
    expect((await openIncidents(rig.database)).map(({ partition }) => partition)).toEqual([3]);
    expect(await instances(profileId)).toEqual([]);
  });

  test('and the whole timeline read again gives the same journals, its own among them', async () => {
    await rig.settled();
    const fresh = await rig.readAgain([REMINDER, WAITING]);
    // When a move is applied depends on which of two partitions read the marker first; nothing else does.
    const journalsOf = (database: typeof rig.database) =>
      database.query(
        `select j.instance_id, j.seq, j.entry from journal j join instance i on i.id = j.instance_id
         where i.journey = 'cart-patience' and i.status = 'ended' and not exists (
           select from journal m where m.instance_id = i.id and m.entry like '%"kind":"moved"%')
         order by j.instance_id, j.seq`,
      );
    const here = await journalsOf(rig.database);
    expect(here.length).toBeGreaterThan(3);
    await eventually(async () => (await journalsOf(fresh.database)).length >= here.length, {
      within: 15_000,
    });
    expect(await journalsOf(fresh.database)).toEqual(here);
    await fresh.close();
  }, 40_000);
});

function answered(profileId: string, command: { readonly headers: Readonly<Record<string, string>> }) {
  const about = { template: 'cart', purpose: 'service', channel: 'email' };
  return {
    profileId,
    commandId: command.headers['commandid'] ?? '',
    type: 'continuo.collaboration.MessageSent.v1',
    value: { deliveryId: uuidv7(), ...about, sentAt: Date.now() },
  };
}
