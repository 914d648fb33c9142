// Counts of journeys from outside: the list of journeys, a journey's picture and the list of instances say the same of
// generated instances, whichever filter they are asked by; what is no filter is refused.
import { uuidv7 } from 'uuidv7';
import { RunningOrchestrator } from './running-orchestrator.js';

const seed = Number(process.env['SEED'] ?? 20261128);
const DAY = 86_400_000;

const definitionOf = (journey: string, text = '1') => `
journey: ${journey}
title: Counted ${journey}
owner: ${journey === 'counted-b' ? 'retail' : 'tests'}
objective: counts agree
metrics: [agreed]
retention: short
entry:
  - on: continuo.operations.OrderAccepted.v1
    key: event.orderId
exit:
  - { on: continuo.operations.OrderCancelled.v1, when: event.orderId == key, outcome: cancelled }
steps:
  begin: { office: back, set: { n: "${text}" } }
  both:
    office: middle
    parallel: all
    branches:
      left:
        steps:
          call: { office: front, wait: [{ after: P2D }] }
      right:
        steps:
          pick: { office: back, wait: [{ after: P1D }] }
          pack: { office: back, wait: [{ after: P1D }] }
  wait: { office: front, wait: [{ on: continuo.operations.OrderReady.v1, next: good }, { after: P9D, next: bad }] }
  good: { end: good }
  bad: { end: bad }
`;

interface Open {
  readonly running: number;
  readonly stalled: number;
  readonly undoing: number;
}
interface Outcome {
  readonly outcome: string;
  readonly count: number;
}
interface Listed {
  readonly journey: string;
  readonly state: string;
  readonly counts: {
    readonly open: Open;
    readonly started: number;
    readonly ended: readonly Outcome[];
    readonly versions: readonly { readonly version: number; readonly open: Open }[];
  };
}
interface Graph {
  readonly window: { readonly from: string };
  readonly open: Open;
  readonly started: number;
  readonly ended: readonly Outcome[];
  readonly otherVersions: readonly { readonly version: number; readonly open: Open }[];
  readonly steps: readonly {
    readonly name: string;
    readonly here: number;
    readonly inState: Open;
    readonly ended: readonly Outcome[];
    readonly dropped: number;
    readonly lines: { readonly from: number; readonly to: number };
  }[];
}

let orchestrator: RunningOrchestrator;

beforeAll(async () => {
  orchestrator = await RunningOrchestrator.start();
  for (const text of [definitionOf('counted-a'), definitionOf('counted-a', '2'), definitionOf('counted-b')])
    await orchestrator.call('POST', 'definitions', 'designer', { body: { definition: text } });
  await insertInstances(400);
  await insertStays();
}, 60_000);

afterAll(() => orchestrator.stop(), 30_000);

/** Mulberry32: the same numbers for the same seed. */
function numbers(from: number): (below: number) => number {
  let state = from;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

/** Instances of every state, in every step, of three weeks; some of them in branches, some still followed for goals. */
async function insertInstances(count: number): Promise<void> {
  const random = numbers(seed);
  const pick = <T>(of: readonly [T, ...T[]]): T => of[random(of.length)] ?? of[0];
  const rows = Array.from({ length: count }, () => {
    const journey = pick(['counted-a', 'counted-a', 'counted-b']);
    const status = pick(['running', 'running', 'undoing', 'ended', 'ended']);
    const isEnded = status === 'ended';
    const outcome = isEnded ? pick(['good', 'bad', 'cancelled']) : null;
    const step = outcome === 'good' || outcome === 'bad' ? outcome : pick(['begin', 'both', 'wait']);
    const startedAt = Date.now() - random(21 * DAY);
    return {
      id: uuidv7(),
      journey,
      version: journey === 'counted-a' ? 1 + random(2) : 1,
      status,
      step,
      outcome,
      open: !isEnded || random(4) === 0,
      incident: !isEnded && random(4) === 0 ? 'too-costly' : null,
      positions:
        step === 'both' && status === 'running'
          ? pick<readonly string[]>([['call', 'pick'], ['call'], ['pack']])
          : null,
      startedAt,
      endedAt: isEnded ? startedAt + random(Date.now() - startedAt) : null,
    };
  });
  const column = <Name extends keyof (typeof rows)[number]>(name: Name) => rows.map((row) => row[name]);
  await orchestrator.rig.database.query(
    `insert into instance (id, profile_id, journey, version, key, customer, started_at, open, status, step, outcome,
       incident, changed_at, state, entered_at, positions, ended_at)
     select id, gen_random_uuid(), journey, version, id::text, 'user=u-1', to_timestamp(started_at / 1000), open, status,
       step, outcome, incident, now(), '{}', now(), positions::text[], to_timestamp(ended_at / 1000)
     from unnest($1::uuid[], $2::text[], $3::int[], $4::text[], $5::text[], $6::text[], $7::boolean[], $8::text[],
       $9::text[], $10::float8[], $11::float8[])
       as n(id, journey, version, status, step, outcome, open, incident, positions, started_at, ended_at)`,
    [
      column('id'),
      column('journey'),
      column('version'),
      column('status'),
      column('step'),
      column('outcome'),
      column('open'),
      column('incident'),
      column('positions').map((steps) => (steps === null ? null : `{${steps.join(',')}}`)),
      column('startedAt'),
      column('endedAt'),
    ],
  );
}

/** In version 2 of the first: 30 minutes usually, three hours for one in ten. */
async function insertStays(): Promise<void> {
  const stays = [
    ['begin', 'both', 1, 200],
    ['call', 'both', 297, 90],
    ['wait', 'good', 296, 90],
    ['wait', 'bad', 332, 10],
    ['both', 'wait', 296, 100],
  ] as const;
  for (const [step, next, bucket, count] of stays)
    await orchestrator.rig.database.query(
      `insert into step_stay (journey, version, step, next, day, bucket, count)
       values ('counted-a', 2, $1, $2, (now() at time zone 'UTC')::date, $3, $4)`,
      [step, next, bucket, count],
    );
}

async function get<T>(path: string): Promise<T> {
  const { status, body } = await orchestrator.call('GET', path, 'supervisor');
  expect({ path, status }).toEqual({ path, status: 200 });
  return body as T;
}

async function counted(query: string): Promise<number> {
  return (await get<{ count: number }>(`instances/count?${query}`)).count;
}

/** As many as its pages have in all. */
async function listed(query: string): Promise<number> {
  let found = 0;
  for (let cursor: string | undefined = ''; cursor !== undefined;) {
    const page: { items: unknown[]; nextCursor?: string } = await get(
      `instances?limit=50&${query}${cursor === '' ? '' : `&cursor=${cursor}`}`,
    );
    found += page.items.length;
    cursor = page.nextCursor;
  }
  return found;
}

const sum = ({ running, stalled, undoing }: Open): number => running + stalled + undoing;
const all = (outcomes: readonly Outcome[]): number => outcomes.reduce((whole, { count }) => whole + count, 0);

describe(`of generated instances (seed ${seed})`, () => {
  test.each([1, 7, 30])(
    'the list of journeys agrees with the list of instances over %d days',
    async (days) => {
      const { items, window } = await get<{ items: Listed[]; window: { from: string } }>(
        `definitions?include=counts&days=${days}`,
      );
      expect(items.map(({ journey }) => journey)).toEqual(['counted-a', 'counted-b']);
      for (const { journey, counts } of items) {
        const of = `definition=${journey}`;
        for (const state of ['running', 'stalled', 'undoing'] as const)
          expect([state, counts.open[state]]).toEqual([state, await counted(`${of}&state=${state}`)]);
        expect(sum(counts.open)).toBe(await counted(`${of}&state=open`));
        for (const { version, open } of counts.versions)
          expect(sum(open)).toBe(await counted(`${of}&state=open&version=${version}`));
        expect(counts.started).toBe(await counted(`${of}&startedAfter=${window.from}`));
        const ended = `${of}&state=ended&endedAfter=${window.from}`;
        for (const { outcome, count } of counts.ended)
          expect([outcome, count]).toEqual([outcome, await counted(`${ended}&outcome=${outcome}`)]);
        expect(all(counts.ended)).toBe(await counted(ended));
      }
    },
  );

  test.each([
    ['counted-a', 1, 7],
    ['counted-a', 2, 30],
    ['counted-b', 1, 1],
  ])(
    'the picture of %s %d agrees with the list of instances over %d days',
    async (journey, version, days) => {
      const graph = await get<Graph>(`definitions/${journey}/graph?version=${version}&days=${days}`);
      const of = `definition=${journey}&version=${version}`;
      const since = `endedAfter=${graph.window.from}`;
      for (const { name, here, inState, ended, dropped } of graph.steps) {
        expect([name, here]).toEqual([name, await counted(`${of}&step=${name}`)]);
        expect([name, here]).toEqual([name, await listed(`${of}&step=${name}`)]);
        for (const state of ['running', 'stalled', 'undoing'] as const)
          expect([name, state, inState[state]]).toEqual([
            name,
            state,
            await counted(`${of}&step=${name}&state=${state}`),
          ]);
        for (const { outcome, count } of ended)
          expect([name, outcome, count]).toEqual([
            name,
            outcome,
            await counted(`${of}&endedIn=${name}&outcome=${outcome}&${since}`),
          ]);
        expect([name, all(ended)]).toEqual([name, await listed(`${of}&endedIn=${name}&${since}`)]);
        expect(dropped).toBe(['good', 'bad'].includes(name) ? 0 : all(ended));
      }
      expect(sum(graph.open)).toBe(await counted(`${of}&state=open`));
      expect(all(graph.ended)).toBe(await counted(`${of}&state=ended&${since}`));
      expect(graph.started).toBe(await counted(`${of}&startedAfter=${graph.window.from}`));
      for (const other of graph.otherVersions)
        expect(sum(other.open)).toBe(
          await counted(`definition=${journey}&version=${other.version}&state=open`),
        );
    },
  );

  test('people are spread over every step, so that the agreement means something', async () => {
    const { steps, otherVersions } = await get<Graph>('definitions/counted-a/graph?days=30');
    for (const { name, here, ended } of steps)
      expect([name, name === 'good' || name === 'bad' ? all(ended) : here]).not.toEqual([name, 0]);
    expect(otherVersions).toHaveLength(1);
  });
});

test('a picture tells times, passes and which part went on; a parallel is entered once and opens every branch', async () => {
  const { body } = await orchestrator.call('GET', 'definitions/counted-a/graph?days=1', 'designer');
  const graph = body as unknown as Graph & {
    readonly edges: readonly { readonly from: string; readonly to: string; readonly passes: number }[];
    readonly steps: readonly Record<string, unknown>[];
  };
  const step = (name: string) => graph.steps.find((each) => each['name'] === name) as Record<string, unknown>;
  const wait = step('wait');
  expect(wait['entered']).toBe(100);
  expect(wait['left']).toBe(100 + Number(wait['dropped']));
  expect(Number(wait['medianSeconds'])).toBeGreaterThan(1_800 * 0.95);
  expect(Number(wait['medianSeconds'])).toBeLessThan(1_800 * 1.06);
  expect(Number(wait['p90Seconds'])).toBe(Number(wait['medianSeconds']));
  expect(wait['conversion']).toBeCloseTo(100 / Number(wait['left']));
  expect(step('good')).toMatchObject({ entered: 90, conversion: null });
  expect(step('both')).toMatchObject({ entered: 200, lines: { from: 15, to: 25 } });
  expect(step('call')).toMatchObject({ entered: 200, branch: { parallel: 'both', name: 'left' } });
  const passes = Object.fromEntries(graph.edges.map((edge) => [`${edge.from}/${edge.to}`, edge.passes]));
  expect(passes).toMatchObject({
    'begin/both': 200,
    'both/call': 200,
    'both/pick': 200,
    'call/both': 90,
    'both/wait': 100,
    'wait/bad': 10,
  });
});

test('journeys are searched, filtered by their state and paged; without counts nothing is counted', async () => {
  const names = async (query: string) =>
    (await get<{ items: Listed[] }>(`definitions?${query}`)).items.map(({ journey }) => journey);
  expect(await names('search=RETAIL')).toEqual(['counted-b']);
  expect(await names('search=counted')).toEqual(['counted-a', 'counted-b']);
  expect(await names(`search=${encodeURIComponent("%' or true --")}`)).toEqual([]);
  expect(await names('state=paused')).toEqual([]);
  const { etag } = await orchestrator.call('GET', 'definitions/counted-b/state', 'operator');
  await orchestrator.call('POST', 'definitions/counted-b/pause', 'operator', { ifMatch: etag });
  const paused = await get<{ items: Listed[]; window: unknown }>('definitions?state=paused');
  expect(paused).toMatchObject({ items: [{ journey: 'counted-b', state: 'paused' }], window: null });
  expect(paused.items[0]).not.toHaveProperty('counts');
  const first = await get<{ nextCursor: string }>('definitions?limit=1');
  expect(await names(`limit=1&cursor=${first.nextCursor}`)).toEqual(['counted-b']);
});

test('what is no filter is refused', async () => {
  for (const path of [
    'definitions?days=0',
    'definitions?days=36',
    'definitions?include=everything',
    'definitions?state=running',
    `definitions?search=${'x'.repeat(101)}`,
    'definitions?search=',
    'definitions?cursor=AAAA',
    'definitions/counted-a/graph?days=seven',
    'definitions/counted-a/graph?version=0',
    'definitions/counted-a/graph?version=99999999999',
    'definitions/Counted_A/graph',
    'instances/count?state=lost',
    'instances/count?endedAfter=yesterday',
    'instances/count?customer=me',
    'instances?state=lost',
    'instances?version=3000000000',
    'stuck?version=3000000000',
    'definitions?search=a%00b',
    'instances?definition=%00',
  ])
    expect([path, (await orchestrator.call('GET', path, 'operator')).status]).toEqual([path, 400]);
  for (const path of ['definitions/nobody-knows-it/graph', 'definitions/counted-a/graph?version=3'])
    expect(await orchestrator.call('GET', path, 'operator')).toMatchObject({
      status: 404,
      body: { code: 'definition-not-found' },
    });
});

test('counts follow every change of an instance, and begin with what was there before', async () => {
  const { beginCounts, tidyCounts } = await import('../src/journeys/instances/instance-counts.store.js');
  const { database } = orchestrator.rig;
  const truth = async () => {
    const rows = await database.query<{ kind: string; count: number }>(`
      select 'main ' || step as kind, count(*)::int as count from instance where open and status <> 'ended' group by step
      union all
      select 'branch ' || p, count(*)::int from instance cross join unnest(positions) p
        where open and status <> 'ended' group by p
      union all
      select 'started ' || version, count(*)::int from instance group by version
      union all
      select 'ended ' || outcome, count(*)::int from instance where status = 'ended' group by outcome`);
    return Object.fromEntries(rows.map(({ kind, count }) => [kind, count]));
  };
  const kept = async () => {
    const rows = await database.query<{ kind: string; count: number }>(`
      select kind || ' ' || case kind when 'started' then version::text when 'ended' then detail else step end as kind,
        sum(count)::int as count from instance_count group by 1 having sum(count) <> 0`);
    return Object.fromEntries(rows.map(({ kind, count }) => [kind, count]));
  };
  expect(await kept()).toEqual(await truth());
  const random = numbers(seed + 1);
  const changes = [
    `update instance set step = 'wait', positions = null where id in (select id from instance order by id limit $1)`,
    `update instance set version = 2 where id in (select id from instance order by id desc limit $1)`,
    `update instance set status = 'ended', open = false, outcome = 'good', ended_at = now()
       where id in (select id from instance order by profile_id limit $1)`,
    `update instance set incident = 'x' where status <> 'ended' and id in (select id from instance order by key limit $1)`,
    `delete from instance where id in (select id from instance order by key desc limit $1)`,
  ];
  for (const change of changes) {
    await database.query(change, [1 + random(40)]);
    expect(await kept()).toEqual(await truth());
  }
  await tidyCounts(database);
  expect(await kept()).toEqual(await truth());
  // As after a roll: instances are there, and nobody has counted.
  await database.query('delete from instance_count');
  await database.query(`delete from watermark where name = 'instance-count'`);
  await database.query(`update instance set step = 'begin' where step = 'wait'`);
  expect(await beginCounts(database)).toBe(true);
  expect(await beginCounts(database)).toBe(false);
  expect(await kept()).toEqual(await truth());
});

test('ends of rows that the version before wrote are filled in from what it wrote', async () => {
  const { fillInEnds } = await import('../src/journeys/instances/instance-ends.store.js');
  const { database } = orchestrator.rig;
  const endedAt = Date.UTC(2026, 0, 5, 12);
  const id = uuidv7();
  await database.query(
    `insert into instance (id, profile_id, journey, version, key, customer, started_at, open, status, step, outcome,
       changed_at, state) values ($1, $1, 'counted-b', 1, '', '', now(), false, 'ended', 'good', 'good', now(), $2)`,
    [id, JSON.stringify({ endedAt })],
  );
  expect(await fillInEnds(database)).toBe(1);
  expect(await fillInEnds(database)).toBe(0);
  const rows = await database.query<{ at: Date }>('select ended_at as at from instance where id = $1', [id]);
  expect(rows[0]?.at.getTime()).toBe(endedAt);
});
