// Places of limited journeys and slots of paced messages on real servers: locked in one order, kept by what a timer took,
// refused to nobody while there are some, given back when they are not needed.
import { eventually } from '@continuo/testing';
import { recording, type Recorded } from '../bench/raw-transactions.js';
import { journalOfInstance } from '../src/journeys/instances/journal.store.js';
import { PartitionLeases } from '../src/journeys/timeline/leases.js';
import { TimelineBatch } from '../src/journeys/timeline/timeline-batch.js';
import { guardrailsOf } from './guardrails-under-test.js';
import { deriveId, journey, JourneyUnderTest, planFrom } from './journey-under-test.js';
import { OrchestratorRig, profileIn, tracked } from './orchestrator-rig.js';

const definition = (name: string, entry: string, limit: number | null, steps: string): string => `
journey: ${name}
title: Places and slots
owner: tests
objective: everybody comes in while there is room
metrics: [came-in]
retention: standard
${limit === null ? '' : `concurrency: { total: ${limit} }\n`}entry:
  - { on: continuo.cdp.TrackReceived.v1, when: event.name == "${entry}" }
steps:${steps}
  over: { end: over }
`;
const NAP = `
  nap: { office: back, wait: [{ after: PT1S }] }`;
const TELL = `
  tell:
    office: front
    act: collaboration.SendMessage
    with: { template: "'hello'", purpose: "'service'", channel: "'email'" }`;
const FEW = definition('few', 'Came', 5, NAP);
const PACED = definition('paced', 'Asked', null, `${NAP}${TELL}`);
const BOTH = definition('both', 'Told', 5, TELL);
const GUEST = definition(
  'guest',
  'Invited',
  3,
  `
  stay: { office: front, wait: [{ after: P5D }] }`,
);
const HOST = definition(
  'host',
  'Began',
  null,
  `${NAP}
  invite: { office: front, journey: guest }`,
);
const PAIR = definition(
  'pair',
  'Paired',
  null,
  `
  two:
    office: middle
    parallel: all
    branches:
      one: { steps: { first: { office: front, journey: guest, key: "'one'" } } }
      other: { steps: { second: { office: front, journey: guest, key: "'other'" } } }`,
);

let rig: OrchestratorRig;
const transactions: Recorded[] = [];

beforeAll(async () => {
  rig = await OrchestratorRig.open({ around: (database) => recording(database, transactions) });
  for (const each of [FEW, PACED, BOTH]) await rig.publish(each);
  const policy = 'title: Pace\nowner: tests\npace: [{ name: all, perMinute: 600 }]\n';
  expect(await rig.guardrails.publish(policy, { version: 0, by: 'test' })).toMatchObject({ ok: true });
}, 60_000);

afterAll(async () => {
  await rig.close();
}, 30_000);

/** Written while nobody reads, and read when their timers are due: what is due is fired by one transaction. */
async function readLater(...events: ReturnType<typeof tracked>[]): Promise<void> {
  await rig.renewed();
  await rig.timeline(...events);
  const written = Date.now();
  await eventually(() => Date.now() - written > 1_200, { what: 'timers that are due' });
}

async function instances(name: string) {
  return rig.database.query<{ id: string; status: string; step: string; incident: string | null }>(
    'select id, status, step, incident from instance where journey = $1 order by id',
    [name],
  );
}

async function places(name: string): Promise<{ taken: number; spare: number }> {
  const [row] = await rig.database.query<{ taken: number; spare: number }>(
    `select taken::int as taken, (select coalesce(sum(spare), 0)::int from concurrency_spare s
       where s.journey = c.journey) as spare from concurrency c where journey = $1`,
    [name],
  );
  return row ?? { taken: -1, spare: -1 };
}

/** Rows that all partitions share, in the order in which a transaction locked them. */
function locked({ statements }: Recorded): readonly string[] {
  return statements.flatMap(([query]) => {
    const text = typeof query === 'string' ? query : String((query as { readonly text?: unknown }).text);
    if (/from concurrency\s.*for update/s.test(text)) return ['places'];
    return /^\s*insert into pace \(/.test(text) ? ['slots'] : [];
  });
}

test('a transaction that takes both locks places before slots, at its beginning and at its end', async () => {
  const asking = [profileIn(3), profileIn(3), profileIn(3)];
  await readLater(
    tracked(profileIn(3), 'Came', {}),
    tracked(profileIn(3), 'Told', {}),
    ...asking.map((profileId) => tracked(profileId, 'Asked', {})),
  );
  await rig.consumer.start();
  await eventually(async () => (await rig.records('collaboration.commands')).length === 4, {
    what: 'four paced messages',
    within: 15_000,
  });
  const both = transactions.map(locked).filter((of) => of.includes('places') && of.includes('slots'));
  // The records' own, and that of the timers: there a place comes back while messages want slots.
  expect(both.length).toBeGreaterThanOrEqual(2);
  for (const order of both) expect(order).toEqual([...order].sort());
  expect(await places('few')).toEqual({ taken: 0, spare: 0 });
}, 60_000);

test('who waited by timer for a slot had one, each its own, and none is left over', async () => {
  await rig.settled();
  const slots: (number | null)[] = [];
  for (const { id } of [...(await instances('paced')), ...(await instances('both'))]) {
    const journal = await journalOfInstance(rig.database, id);
    const own = journal.flatMap(({ entry }) => entry.facts.slots ?? []).filter((slot) => slot !== null);
    expect(own).toHaveLength(1);
    slots.push(...own);
    const sent = journal.flatMap(({ entry }) => entry.deeds).filter(({ did }) => did === 'sent');
    expect(sent).toHaveLength(1);
  }
  expect(new Set(slots).size).toBe(4);
  const left = await rig.database.query<{ blocks: string }>('select blocks from pace_lease');
  const counts = left.flatMap(({ blocks }) => JSON.parse(blocks) as { count: number }[]);
  expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(0);
});

describe('a place that a step asks for', () => {
  test('stays with whom a timer gave it, though the record behind the timer is parked', async () => {
    for (const each of [GUEST, HOST, PAIR]) await rig.publish(each);
    const profileId = profileIn(5);
    await readLater(tracked(profileId, 'Began', {}));
    await rig.timeline({ ...tracked(profileId, 'Began', {}), headers: { ce_hops: '32' } });
    await rig.consumer.start();
    await eventually(async () => (await instances('guest')).length === 1, { what: 'a guest' });
    await rig.settled();
    expect(await rig.database.query(`select from messaging.parked_record where code = 'loop'`)).toHaveLength(
      1,
    );
    expect(await places('guest')).toEqual({ taken: 1, spare: 0 });
  }, 60_000);

  test('is given while there are some, also to several at once; beyond the limit to nobody', async () => {
    const [pair, late] = [profileIn(6), profileIn(7)];
    await rig.timeline(tracked(pair, 'Paired', {}));
    await rig.settled();
    expect(await instances('pair')).toMatchObject([{ status: 'running', incident: null }]);
    expect(await places('guest')).toEqual({ taken: 3, spare: 0 });
    await rig.timeline(tracked(late, 'Paired', {}));
    await rig.settled();
    expect(
      (await instances('pair')).filter(({ incident }) => incident === 'declined:concurrency'),
    ).toHaveLength(1);
    expect(await instances('guest')).toHaveLength(3);
    expect(await places('guest')).toEqual({ taken: 3, spare: 0 });
  }, 60_000);

  test('is looked for when more are wanted than the partition has in store', async () => {
    await rig.publish(GUEST.replace('journey: guest', 'journey: crowd').replace('total: 3', 'total: 128'));
    await rig.publish(
      PAIR.replace('journey: pair', 'journey: couple')
        .replaceAll('journey: guest', 'journey: crowd')
        .replace('Paired', 'Coupled'),
    );
    const here = (): string => profileIn(10);
    await rig.timeline(tracked(here(), 'Invited', {}));
    await rig.settled();
    // One more is kept there for the next who comes.
    expect(await places('crowd')).toEqual({ taken: 2, spare: 1 });
    await rig.timeline(tracked(here(), 'Coupled', {}));
    await rig.settled();
    expect(await instances('couple')).toMatchObject([{ status: 'running', incident: null }]);
    expect(await instances('crowd')).toHaveLength(3);
    expect(await places('crowd')).toEqual({ taken: 4, spare: 1 });
  }, 60_000);

  test('does not keep that of another journey from going back in the same transaction', async () => {
    await rig.timeline(tracked(profileIn(8), 'Came', {}));
    await eventually(
      async () => (await instances('few')).filter(({ status }) => status === 'ended').length === 2,
      {
        what: 'the end of a limited journey',
      },
    );
    expect(await places('few')).toEqual({ taken: 0, spare: 0 });
  }, 60_000);

  test('goes back when the engine fails over what a turn of the switch lets go', async () => {
    const child = (name: string, head: string) =>
      planFrom(
        journey('stay: { office: front, wait: [{ after: P1D }] }\nover: { end: over }', { head })
          .replace('under-test', name)
          .replace('OrderAccepted', 'OrderCollected'),
      );
    const calling = journey(`
    tell:
      office: front
      act: collaboration.SendMessage
      with: { template: "'t'", purpose: "'service'" }
      notAfter: PT1H
    call: { office: front, journey: counted, await: false }
    watch: { office: front, journey: watched, await: false }
    over: { end: over }`);
    const game = new JourneyUnderTest(
      planFrom(calling),
      child('counted', 'concurrency: { total: 1 }'),
      child('watched', 'holdout: { percent: 40, name: spring }'),
    );
    game.guardrails = guardrailsOf('', [{ channel: '*', purpose: '*' }]);
    game.event('operations.OrderAccepted', { orderId: 'o-1', storeId: 's' });
    const { around, state, clock, instance } = game;
    expect(instance.pending?.phase).toBe('held');
    const derive = (name: string): string => {
      if (name.startsWith('holdout/')) throw new Error('broken on purpose');
      return deriveId(name);
    };
    const numbers = { publication: 0, marked: 0, guardrails: 0, guardrailsMarked: 0 };
    const loaded = {
      instances: [{ instance, hop: null }],
      facts: new Map(),
      memories: new Map(),
      ...numbers,
    };
    await rig.database.query(`insert into concurrency (journey) values ('counted')`);
    await rig.database.transaction(async (tx) => {
      const limited = [{ journey: 'counted', total: 1 }];
      const here = { partition: 9, partitions: 32 };
      const leases = await PartitionLeases.open(tx, here, limited, new Map([['counted', 1]]));
      // By then its time is over: it goes on without the message, to the journeys behind it.
      const later = { ...around, real: clock + 86_400_000, places: leases, derive };
      const batch = new TimelineBatch(loaded, later, null, leases);
      batch.release(state.profileId, clock);
      expect(batch.ignored).toEqual({ 'release-failed': 1 });
      expect(batch.journalled).toBe(0);
      await leases.close(tx);
    });
    expect(await places('counted')).toEqual({ taken: 0, spare: 0 });
  });
});
