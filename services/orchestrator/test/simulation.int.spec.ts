// Simulation of recorded history on real servers: the same version over the same log gives the live run's journals, another
// version says who would get or lose what, and nothing leaves it.
import { contract } from '@continuo/contracts';
import { canonicalJson } from '@continuo/kernel';
import { consumerContract, type KafkaClient, type KafkaLog } from '@continuo/messaging';
import { eventually } from '@continuo/testing';
import { uuidv7 } from 'uuidv7';
import { Lifecycle } from '../src/journeys/definitions/lifecycle.service.js';
import type { Change } from '../src/journeys/domain/engine/profile.js';
import type { Plan } from '../src/journeys/domain/language/plan.js';
import { knownOf } from '../src/journeys/simulations/simulation-baseline.store.js';
import { parseKnown } from '../src/journeys/simulations/simulation-known.js';
import type { SimulatedCustomer, SimulationReport } from '../src/journeys/simulations/simulation-report.js';
import type { SimulationRequest } from '../src/journeys/simulations/simulation-request.js';
import { fillInEnds } from '../src/journeys/instances/instance-ends.store.js';
import { SimulationRun } from '../src/journeys/simulations/simulation-run.js';
import { OrchestratorRig, profileIn, tracked, type TimelineEvent } from './orchestrator-rig.js';

const CARE = `
journey: care
title: Who leaves a cart is cared for
owner: online-shop
objective: fewer carts left behind
metrics: [orders]
retention: short
entry:
  - on: continuo.cdp.TrackReceived.v1
    when: event.name == "Checkout Started"
    key: event.properties.cart_id
    set: { worth: event.properties.worth }
exit:
  - on: continuo.cdp.TrackReceived.v1
    when: event.name == "Cart Emptied" && event.properties.cart_id == key
    outcome: emptied
steps:
  thinking:
    office: front
    wait:
      - on: continuo.cdp.TrackReceived.v1
        when: event.name == "Order Completed" && event.properties.cart_id == key
        next: bought
      - { after: PT1S, next: worthy }
  worthy:
    office: middle
    choose:
      - { when: vars.worth > 50, next: remind }
      - { else: true, next: let-go }
  remind:
    office: front
    act: collaboration.SendMessage
    with: { template: "'care'", purpose: "'service'", channel: "'email'" }
    retry: { attempts: 2, backoff: PT1S }
    notAfter: PT4H
    failed: let-go
  after:
    office: front
    wait:
      - on: continuo.cdp.TrackReceived.v1
        when: event.name == "Order Completed" && event.properties.cart_id == key
        next: bought
      - { after: PT1S, next: left }
  bought: { end: bought }
  left: { end: left }
  let-go: { end: let-go }
`;

/** Published while the day is lived through: what came before does not start it. */
const LATE = `
journey: late
title: Who looks again is counted
owner: online-shop
objective: to know who looks again
metrics: [looks]
retention: short
entry:
  - on: continuo.cdp.TrackReceived.v1
    when: event.name == "Page Viewed"
    key: event.properties.cart_id
steps:
  looking: { office: front, wait: [{ after: PT1S }] }
  looked: { end: looked }
`;

/** Two journeys compete for a customer; the one with the later name goes first, and its message is paced. */
const URGENT = `
journey: urgent
title: Who wants help is helped
owner: online-shop
objective: fewer who wait
metrics: [helped]
retention: short
priority: 80
group: attention
entry:
  - { on: continuo.cdp.TrackReceived.v1, when: event.name == "Help Wanted" }
steps:
  write:
    office: front
    act: collaboration.SendMessage
    with: { template: "'help'", purpose: "'service'", channel: "'whatsapp'" }
    notAfter: PT4H
  helped: { end: helped }
`;
const PATIENT = `
journey: patient
title: Who wants help may wait
owner: online-shop
objective: to know who waits
metrics: [waited]
retention: short
priority: 20
group: attention
entry:
  - { on: continuo.cdp.TrackReceived.v1, when: event.name == "Help Wanted" }
steps:
  waiting: { office: front, wait: [{ after: PT1S }] }
  waited: { end: waited }
`;
/** Of two who want the only seat at once one gets it. */
const SEATS = `
journey: seats
title: Who wants a seat gets one
owner: online-shop
objective: to know who sits
metrics: [seats]
retention: short
concurrency: { total: 1 }
entry:
  - { on: continuo.cdp.TrackReceived.v1, when: event.name == "Seat Wanted" }
steps:
  sitting:
    office: front
    wait:
      - { on: continuo.cdp.TrackReceived.v1, when: event.name == "Seat Left" }
      - { after: P1D }
  sat: { end: sat }
`;
/** Nobody enters it as it is; it is paused, and resumed before the day is over. */
const SHY = `
journey: shy
title: Who is worth it is written to
owner: online-shop
objective: fewer letters
metrics: [letters]
retention: short
entry:
  - { on: continuo.cdp.TrackReceived.v1, when: event.name == "Shy" && event.properties.worth > 50 }
steps:
  write:
    office: front
    act: collaboration.SendMessage
    with: { template: "'shy'", purpose: "'service'", channel: "'email'" }
    notAfter: PT4H
  written: { end: written }
`;
const GUARDRAILS = `
title: Ours
owner: online-shop
pace: [{ name: gentle, channels: [whatsapp], perMinute: 60 }]
`;

const DAY_MS = 86_400_000;
const seed = Number(process.env['SEED'] ?? 20260301);
let rig: OrchestratorRig;
let began = 0;
const people = Array.from({ length: 24 }, (_, n) => ({ id: profileIn(n % 8), n }));
const [helped, shy, ...sitting] = [profileIn(3), profileIn(6), profileIn(4), profileIn(5)];
/** One in each partition, who come when everybody else has gone. */
const lateComers = Array.from({ length: 8 }, (_, n) => profileIn(n));
/** Who lived something: one of those who wanted a seat did not get it, and nobody was written to shyly. */
const LIVED = people.length + 2;

beforeAll(async () => {
  began = Date.now() - 1_000;
  rig = await OrchestratorRig.open({ random: () => 0.25 });
  for (const definition of [CARE, URGENT, PATIENT, SEATS, SHY]) await rig.publish(definition);
  await rig.guardrails.publish(GUARDRAILS, { version: 0, by: 'test' });
  await turn('shy', 'pause');
  await rig.consumer.start();
  const start = ({ id, n }: (typeof people)[number]): TimelineEvent =>
    tracked(id, 'Checkout Started', { cart_id: `c-${n}`, worth: n % 3 === 0 ? 20 : 100 });
  await rig.timeline(...people.map(start), tracked(helped, 'Help Wanted', {}));
  await rig.timeline(
    ...sitting.map((id) => tracked(id, 'Seat Wanted', {})),
    tracked(shy, 'Shy', { worth: 10 }),
  );
  const some = (remainder: number, name: string): readonly TimelineEvent[] =>
    people
      .filter(({ n }) => n % 6 === remainder)
      .map(({ id, n }) => tracked(id, name, { cart_id: `c-${n}` }));
  await rig.timeline(...some(1, 'Order Completed'), ...some(2, 'Cart Emptied'), ...some(4, 'Page Viewed'));
  await eventually(
    async () => (await rig.database.query(`select from decision where rule = 'concurrency'`)).length > 0,
    { what: 'somebody who finds no seat' },
  );
  await rig.timeline(...sitting.map((id) => tracked(id, 'Seat Left', {})));
  await answerAll();
  await rig.settled();
  await rig.publish(LATE);
  await turn('shy', 'resume');
  await rig.timeline(...some(4, 'Page Viewed'), tracked(shy, 'Shy Again', {}));
  await rig.timeline(...lateComers.map((id) => tracked(id, 'Came Late', {})));
  await eventually(
    async () =>
      (await rig.database.query(`select from instance where journey = 'late' and not open`)).length > 0,
    { within: 30_000, what: 'the end of a journey that was published late' },
  );
  await eventually(async () => (await rig.database.query('select from instance where open')).length === 0, {
    within: 30_000,
    what: 'the end of all of them',
  });
  await rig.settled();
}, 90_000);

afterAll(async () => {
  await rig.close();
}, 30_000);

async function turn(journey: string, change: 'pause' | 'resume'): Promise<void> {
  const lifecycle = new Lifecycle(rig.database, rig.outbox);
  const seen = (await lifecycle.find(journey))?.publication ?? 0;
  const turned = await lifecycle.change(journey, { change, actor: 'test', seen, cancelRunning: false });
  if (!turned.ok) throw new Error(turned.refusal.message);
}

/** Answers every message, of some customers with a failure first, until all journeys have ended. */
async function answerAll(): Promise<void> {
  const answered = new Set<string>();
  const times = new Map<string, number>();
  await eventually(
    async () => {
      for (const { key, partition, offset, headers } of await rig.records('collaboration.commands')) {
        const place = `${partition}/${offset}`;
        if (answered.has(place)) continue;
        answered.add(place);
        const commandId = headers['commandid'] ?? '';
        const before = times.get(commandId) ?? 0;
        times.set(commandId, before + 1);
        const person = people.find(({ id }) => id === key?.toString());
        await rig.timeline(
          answer(key?.toString() ?? '', commandId, before === 0 && (person?.n ?? 0) % 4 === 1),
        );
      }
      return answered.size > 8 && (await rig.database.query('select from instance where open')).length === 0;
    },
    { within: 30_000, what: 'the end of all journeys' },
  );
}

function answer(profileId: string, commandId: string, fails: boolean): TimelineEvent {
  const about = { deliveryId: uuidv7(), template: 'care', purpose: 'service', channel: 'email' };
  return fails
    ? {
        profileId,
        commandId,
        type: 'continuo.collaboration.MessageFailed.v1',
        value: { ...about, code: 'provider-down', failedAt: Date.now() },
      }
    : {
        profileId,
        commandId,
        type: 'continuo.collaboration.MessageSent.v1',
        value: { ...about, sentAt: Date.now() },
      };
}

interface Simulated {
  readonly report: SimulationReport;
  readonly customers: readonly SimulatedCustomer[];
  readonly changes: readonly Change[];
}

async function simulate(
  candidate: Plan,
  more: Partial<SimulationRequest> = {},
  kafka: KafkaClient = rig.kafka,
): Promise<Simulated> {
  const customers: SimulatedCustomer[] = [];
  const changes: Change[] = [];
  const run = new SimulationRun(
    {
      database: rig.database,
      kafka,
      contract,
      records: consumerContract(contract, rig.decoder),
      plans: rig.book,
      guardrails: rig.guardrailsBook,
      random: () => 0.25,
    },
    {
      candidate,
      window: { from: began, to: Date.now() },
      profiles: null,
      sample: 1,
      keep: 100,
      inMemory: 1_000,
      ...more,
    },
    {
      progress: () => undefined,
      keep: (rows) => Promise.resolve(void customers.push(...rows)),
      changed: (change) => changes.push(change),
    },
    new AbortController().signal,
  );
  return { report: await run.run(), customers, changes };
}

async function published(journey = 'care'): Promise<Plan> {
  const plan = (await rig.plans()).version(journey, 1);
  if (plan === undefined) throw new Error('not published');
  return plan;
}

interface Entry {
  readonly instance: string;
  readonly seq: number;
  readonly facts?: object;
  readonly deeds?: readonly { readonly [detail: string]: unknown }[];
}

/** Journals by instance, as canonical JSON without real time and the slots of a pace, which only a live run has. */
function journalOf(entries: readonly Entry[]): readonly string[] {
  const withoutSlot = (deed: { readonly [detail: string]: unknown }) =>
    String(deed['rule']).startsWith('pace/') ? { ...deed, inputs: undefined } : deed;
  return entries
    .map(({ facts, deeds = [], ...rest }) => {
      const same = { ...facts, real: undefined, slots: undefined };
      return canonicalJson({ ...rest, facts: same, deeds: deeds.map(withoutSlot) } as never);
    })
    .sort();
}

describe(`a day that was lived through (seed ${seed})`, () => {
  test('the same version over the same log and marks gives the same journals', async () => {
    const { report, changes } = await simulate(await published());
    const rows = await rig.database.query<{ entry: string }>('select entry from journal');
    const live = journalOf(rows.map(({ entry }) => JSON.parse(entry) as Entry));
    expect(live.length).toBeGreaterThan(60);
    expect(journalOf(changes.map(({ journal }) => journal))).toEqual(live);
    expect(report.totals.customers).toEqual({ all: LIVED, different: 0 });
    expect(report.totals.entries).toEqual({ before: people.length, after: people.length });
    expect(report.totals.rules).toEqual({
      'declined group': { before: 1, after: 1 },
      'held pace/gentle': { before: 1, after: 1 },
    });
    expect(report.assumedAnswers).toEqual([]);
    expect(report.notes.map(({ code }) => code)).not.toContain('pace');
  }, 60_000);

  test('of journeys that compete the one of higher priority goes first, also where that is the candidate', async () => {
    const { report } = await simulate(
      await changed((yaml) => yaml.replace('priority: 20', 'priority: 90'), PATIENT),
    );
    expect(report.totals.entries).toEqual({ before: 0, after: 1 });
    expect(report.totals.contacts).toMatchObject({ lost: 1, gained: 0 });
    const urgent = await simulate(await published('urgent'));
    expect(urgent.report.totals.customers).toEqual({ all: LIVED, different: 0 });
    expect(urgent.report.notes.map(({ code }) => code)).toContain('pace');
  }, 60_000);

  test('who found no place finds none, unless there are more; what would be beyond them is counted', async () => {
    const same = await simulate(await published('seats'));
    expect(same.report.totals.entries).toEqual({ before: 1, after: 1 });
    expect(same.report.notes.map(({ code }) => code)).toContain('places');
    const two = await simulate(await changed((yaml) => yaml.replace('total: 1', 'total: 2'), SEATS));
    expect(two.report.totals.entries).toEqual({ before: 1, after: 2 });
    expect(two.report.totals.rules).not.toHaveProperty(['beyond concurrency']);
    const all = await simulate(
      await changed((yaml) => yaml.replace('Seat Wanted', 'Checkout Started'), SEATS),
    );
    expect(all.report.totals.entries.after).toBe(people.length);
    expect(all.report.totals.rules['beyond concurrency']?.after).toBe(people.length - 1);
  }, 60_000);

  test('what is held by a pause only here goes when the journey was resumed', async () => {
    // Long enough for the answer that is assumed, however slowly messages were answered here.
    const window = { from: began, to: Date.now() + 60_000 };
    const candidate = await changed((yaml) => yaml.replace('> 50', '> 5'), SHY);
    const { report, customers } = await simulate(candidate, { window });
    expect(report.totals.rules['held journey-paused']).toEqual({ before: 0, after: 1 });
    expect(customers).toMatchObject([{ profileId: shy, gained: [{ template: 'shy' }] }]);
    expect(report.totals.outcomes).toEqual({ written: { before: 0, after: 1 } });
  }, 60_000);

  test('read in slices, with room for few customers, it is the same', async () => {
    const whole = await simulate(await published());
    const sliced = await simulate(await published(), { inMemory: 1 });
    expect(sliced.report.totals).toEqual(whole.report.totals);
    expect(sliced.report.inputs).toBe(whole.report.inputs);
    expect(journalOf(sliced.changes.map(({ journal }) => journal)).filter(unique)).toEqual(
      journalOf(whole.changes.map(({ journal }) => journal)),
    );
  }, 60_000);

  test('another version says who would get and lose which contact, and how outcomes change', async () => {
    const candidate = await changed((yaml) => yaml.replace('vars.worth > 50', 'vars.worth < 50'));
    const before = await counts();
    const { report, customers } = await simulate(candidate);
    const { totals } = report;
    expect(totals.contacts).toMatchObject({ before: 9, lost: 8, gained: 8, kept: 1 });
    expect(totals.outcomeChanges).toMatchObject({ 'let-go → left': 8, 'left → let-go': 8 });
    expect(customers).toHaveLength(16);
    expect(report.assumedAnswers).toEqual([
      expect.objectContaining({
        act: 'collaboration.SendMessage',
        times: 8,
        type: expect.stringContaining('MessageSent'),
      }),
    ]);
    expect(report.assumedAnswers[0]?.samples).toBeGreaterThan(0);
    expect(report.notes.map(({ code }) => code)).toContain('reactions');
    // Whose log was begun and left for a later slice counts once.
    const sliced = await simulate(candidate, { inMemory: 3 });
    expect(sliced.report.assumedAnswers).toEqual(report.assumedAnswers);
    expect(sliced.report.totals).toEqual(totals);
    expect(await counts()).toEqual(before);
  }, 60_000);

  test('what the version before has written of its journals tells the same', async () => {
    const candidate = await changed((yaml) => yaml.replace('vars.worth > 50', 'vars.worth < 50'));
    const now = await simulate(candidate);
    const rows = await rig.database.query<{ id: string; seq: number; compared: string }>(
      'select instance_id as id, seq, compared from journal',
    );
    // Of some instances the version before wrote all, of others only the beginning.
    await rig.database.query(
      'update journal set compared = null where seq <= 2 or get_byte(uuid_send(instance_id), 0) < 128',
    );
    try {
      const { report, customers } = await simulate(candidate);
      expect(report.totals).toEqual(now.report.totals);
      expect(report.assumedAnswers).toEqual(now.report.assumedAnswers);
      expect(customers).toEqual(now.customers);
    } finally {
      await rig.database.query(
        `update journal j set compared = n.compared from unnest($1::uuid[], $2::int[], $3::text[]) as n(id, seq, compared)
         where j.instance_id = n.id and j.seq = n.seq`,
        [rows.map(({ id }) => id), rows.map(({ seq }) => seq), rows.map(({ compared }) => compared)],
      );
    }
  }, 60_000);

  test('instances tell the same whatever stands in their state, and whichever version wrote them', async () => {
    const candidate = await changed((yaml) => yaml.replace('vars.worth > 50', 'vars.worth < 50'));
    const now = await simulate(candidate);
    await rig.database.query('create table kept as select id, state, ended_at, open from instance');
    // Words of the state among what a customer said, before and behind it; a U+0000; no end, as rows of the version before,
    // also of those that are followed for their goals.
    await rig.database.query(
      `update instance set ended_at = case when b < 160 then ended_at end, open = open or b >= 220, state = case
           when b < 40 then replace(state, '"visits":{', '"said":{"visits":{"care":9}},"visits":{')
           when b < 80 then left(state, -1) || ',"said":{"visits":{"care":9}}}'
           when b < 120 then left(state, -1) || ',"said":"a\\u0000 \\\\u0000 \\"visits\\":{\\"x\\":1}"}'
           else state end
       from (select id as of, get_byte(uuid_send(id), 0) as b from instance) as first where id = of`,
    );
    try {
      const { report, customers } = await simulate(candidate);
      expect(report.totals).toEqual(now.report.totals);
      expect(customers).toEqual(now.customers);
      expect(await fillInEnds(rig.database)).toBeGreaterThan(0);
      const moved =
        'select from instance join kept using (id) where not instance.open and instance.ended_at is distinct from kept.ended_at';
      expect(await rig.database.query(moved)).toHaveLength(0);
    } finally {
      await rig.database.query(
        'update instance set state = kept.state, ended_at = kept.ended_at, open = kept.open from kept where kept.id = instance.id',
      );
      await rig.database.query('drop table kept');
    }
  }, 60_000);

  test('only the customers that were named, or a sample of them, always the same', async () => {
    const one = people[4]?.id ?? '';
    const { report } = await simulate(await published(), { profiles: new Set([one]) });
    expect(report.totals.customers.all).toBe(1);
    const [half, again] = [
      await simulate(await published(), { sample: 0.5 }),
      await simulate(await published(), { sample: 0.5 }),
    ];
    expect(half.report.totals).toEqual(again.report.totals);
    expect(half.report.totals.customers.all).toBeLessThan(people.length);
  }, 60_000);

  test('who was merged is left out, also who was given journeys before the first of their own', async () => {
    const [loserId, survivorId, mergeId] = [profileIn(30), profileIn(31), uuidv7()];
    await rig.timeline(tracked(loserId, 'Checkout Started', { cart_id: 'c-m', worth: 10 }));
    await eventually(async () => (await held(loserId)) === 1, { what: 'the loser’s journey' });
    const value = { mergeId, loserId, survivorId, linkedBy: 'user', mergedAt: Date.now() };
    for (const profileId of [survivorId, loserId])
      await rig.timeline({ profileId, type: 'continuo.cdp.ProfileMerged.v1', value });
    await eventually(async () => (await held(survivorId)) === 1, { what: 'the journey with the survivor' });
    await rig.timeline(tracked(survivorId, 'Checkout Started', { cart_id: 'c-n', worth: 10 }));
    await eventually(async () => (await held(survivorId)) === 2, { what: 'a journey of the survivor’s own' });
    const { report } = await simulate(await published());
    expect(report.leftOut).toEqual({ merged: 2 });
    expect(report.totals.customers).toEqual({ all: LIVED, different: 0 });
    const sliced = await simulate(await published(), { inMemory: 1 });
    expect(sliced.report.leftOut).toEqual({ merged: 2 });
    expect(sliced.report.inputs).toBe(report.inputs);
  }, 60_000);

  test('the same customers are kept, whichever partition is read first', async () => {
    const candidate = await changed((yaml) => yaml.replace('vars.worth > 50', 'vars.worth < 50'));
    const kept = async (slow: (partition: number) => boolean): Promise<readonly string[]> => {
      const held = Object.create(rig.kafka, {
        log: {
          value: () => ({
            ...rig.kafka.log(),
            fetch: async (asked: Parameters<KafkaLog['fetch']>[0]) => {
              const batch = await rig.kafka.log().fetch(asked);
              if (slow(asked.partition)) await new Promise((resolve) => setTimeout(resolve, 30));
              return batch;
            },
          }),
        },
      }) as KafkaClient;
      const { customers } = await simulate(candidate, { keep: 12, inMemory: 1 }, held);
      return customers.map(({ profileId }) => profileId);
    };
    const [even, odd] = [await kept((n) => n % 2 === 0), await kept((n) => n % 2 === 1)];
    expect(even).toHaveLength(12);
    expect(odd).toEqual(even);
  }, 60_000);

  test('what a journey did over several days is known as if it had been one', async () => {
    const window = { from: began - 2 * DAY_MS, to: Date.now() + DAY_MS };
    const [row] = await rig.database.query<{ id: string; profile: string }>(
      `select instance_id as id, profile_id as profile from journal where entry like '%"did":"answered"%' limit 1`,
    );
    const { id, profile } = row ?? { id: '', profile: '' };
    const deeds = async (): Promise<unknown> => {
      const known = parseKnown((await knownOf(rig.database, [profile], window)).get(profile)!, window);
      return known.instances.find((each) => each.id === id)?.deeds;
    };
    const before = await deeds();
    expect(before).toEqual(expect.arrayContaining([expect.arrayContaining(['answered'])]));
    await rig.database.query(`update journal set day = day - 1 where instance_id = $1 and seq <= 2`, [id]);
    await rig.database.query(`update journal set day = day + 1 where instance_id = $1 and seq > 3`, [id]);
    await rig.database.query(
      `update instance set started_at = started_at - interval '1 day', changed_at = changed_at + interval '1 day'
       where id = $1`,
      [id],
    );
    expect(await deeds()).toEqual(before);
  }, 60_000);
});

async function held(profileId: string): Promise<number> {
  return (await rig.database.query('select from instance where profile_id = $1', [profileId])).length;
}

function unique(value: string, at: number, all: readonly string[]): boolean {
  return all.indexOf(value) === at;
}

async function changed(edit: (yaml: string) => string, definition = CARE): Promise<Plan> {
  const { planFrom } = await import('./journey-under-test.js');
  const { contractCatalogue } = await import('../src/journeys/definitions/contract-catalogue.js');
  return planFrom(edit(definition), 2, contractCatalogue(contract));
}

/** Everything that a simulation might leave behind. */
async function counts() {
  const topics = ['collaboration.commands', 'orchestrator.instances', 'cdp.timeline'];
  const ends = await Promise.all(
    topics.map(async (topic) => [...(await rig.kafka.admin().logRanges(topic))].map(([, { end }]) => end)),
  );
  const tables = await rig.database.query(
    `select (select count(*) from instance) as instances, (select count(*) from journal) as journal,
       (select count(*) from timer) as timers, (select count(*) from messaging.outbox) as outbox`,
  );
  return { ends, tables };
}
