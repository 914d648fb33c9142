// Who enters: re-entry, groups and priorities, hold-outs, limits; and the goals of all of them.
import { deriveId, journey, JourneyUnderTest, planFrom, START } from '../../../../test/journey-under-test.js';
import type { Plan } from '../language/plan.js';
import { advance } from './advance.js';
import { MOST_OPEN } from './entry.js';
import type { EventInput } from './input.js';

const STEPS = `
    pause:
      office: back
      wait: [{ after: P1D }]
    over: { end: over }`;
const SPLIT = `
    which:
      office: back
      split: { experiment: e, arms: [ { arm: a, weight: 50, next: pause }, { arm: b, weight: 50, next: pause } ] }
    pause:
      office: back
      wait: [{ after: P1D }]
    over: { end: over }`;
const ORDER = { orderId: 'o-1', storeId: 's-1' };

const named = (name: string, head: string, steps = STEPS): Plan =>
  planFrom(journey(steps, { head }).replace('journey: under-test', `journey: ${name}`));
const accepted = (test: JourneyUnderTest, orderId = 'o-1') =>
  test.event('operations.OrderAccepted', { ...ORDER, orderId });
const rules = (test: JourneyUnderTest) => test.declined.map(({ journey: name, rule }) => `${name} ${rule}`);
const standing = (test: JourneyUnderTest) =>
  [...test.state.instances.values()].map((each) =>
    `${each.journey} ${each.status} ${each.outcome ?? ''}`.trim(),
  );

const remembered = (test: JourneyUnderTest) =>
  (test.state.memory?.items ?? []).map(({ kind }) => kind).sort();

function replays(test: JourneyUnderTest): void {
  const { recorded, again } = test.replayed();
  expect(again).toBe(recorded);
}

describe('a condition of an entry', () => {
  const plan = planFrom(
    journey(STEPS).replace('.v1, key', ".v1, when: event.storeId == 's-1' && profile.vip == true, key"),
  );
  const facts = { now: START, real: START, random: 0.5, profile: { version: 1, facts: { vip: true } } };
  const order = (storeId: string): EventInput => ({
    ...{ kind: 'event', id: 'e-1', profileId: 'profile-1', type: 'continuo.operations.OrderAccepted.v1' },
    ...{ at: START, value: { ...ORDER, storeId }, hops: 0, customer: 'c', correlationId: 'e-1' },
  });

  test('that does not hold costs no id, as most events enter none of the journeys that begin with their type', () => {
    const derive = (name: string): string => {
      throw new Error(`${name} was named`);
    };
    expect(advance(plan, null, order('s-2'), facts, derive)).toMatchObject({ ignored: 'not-concerned' });
    expect(() => advance(plan, null, order('s-1'), facts, derive)).toThrow('under-test/e-1 was named');
  });

  test('that did not hold has decided too: replayed, the event enters by the same one', () => {
    const two = journey(STEPS).replace(
      '  - { on',
      '  - { on: continuo.operations.OrderAccepted.v1, when: "!has(profile.vip)", key: event.storeId }\n  - { on',
    );
    const test = new JourneyUnderTest(planFrom(two)).facts({ vip: true });
    accepted(test);
    expect(test.instance.key).toBe('o-1');
    replays(test);
  });

  test('has the profile that it looked at in the journal', () => {
    const { journal } = advance(plan, null, order('s-1'), facts, deriveId);
    expect(journal?.facts.profile).toEqual(facts.profile);
  });
});

describe('re-entry', () => {
  test('never: once, whatever the key', () => {
    const test = accepted(new JourneyUnderTest(named('once', 'reentry: never')));
    accepted(test, 'o-2').pass('P2D');
    accepted(test, 'o-3');
    expect(standing(test)).toEqual(['once ended over']);
    expect(test.declined).toMatchObject([
      { rule: 'reentry', inputs: { times: 1, max: 1 } },
      { rule: 'reentry', inputs: { times: 1, max: 1 } },
    ]);
    replays(test);
  });

  test('after a time from the end, and so often', () => {
    const test = accepted(new JourneyUnderTest(named('often', 'reentry: { after: P3D, max: 2 }')));
    test.pass('P2D');
    accepted(test, 'o-2');
    test.pass('P3D');
    accepted(test, 'o-3').pass('P30D');
    accepted(test, 'o-4');
    expect(standing(test)).toEqual(['often ended over', 'often ended over']);
    expect(test.declined.map(({ inputs }) => Object.keys(inputs).join())).toEqual([
      'last,until',
      'times,max',
    ]);
  });

  test('without a rule nothing is remembered', () => {
    const test = accepted(new JourneyUnderTest(named('free', ''))).pass('P2D');
    expect(test.state.memory?.items ?? []).toEqual([]);
  });
});

describe('very many at once', () => {
  test('of one customer so many run and no more; when one ends there is room again', () => {
    const test = new JourneyUnderTest(named('crowd', ''));
    for (let n = 0; n < MOST_OPEN + 3; n += 1) accepted(test, `o-${n}`);
    expect(test.state.instances.size).toBe(MOST_OPEN);
    expect(test.declined.map(({ rule, inputs }) => [rule, inputs])).toEqual(
      Array.from({ length: 3 }, () => ['crowd', { open: MOST_OPEN, max: MOST_OPEN }]),
    );
    test.pass('P2D');
    accepted(test, 'o-later');
    expect(standing(test).filter((each) => each === 'crowd running')).toHaveLength(1);
  });
});

describe('of a group one runs', () => {
  const low = (more = '') => named('low', `group: care\npriority: 10\n${more}`);
  const high = (more = '') => named('high', `group: care\npriority: 90\n${more}`);

  test('a new entry loses to an equal or higher one, and the winner is told', () => {
    const test = accepted(new JourneyUnderTest(high()));
    test.publish(low('preempts: true'));
    accepted(test, 'o-2');
    expect(rules(test)).toContain('low group');
    expect(test.declined.find(({ journey: name }) => name === 'low')?.winner).toMatchObject({
      journey: 'high',
    });
  });

  test('a higher one ends the lower where it says so, else it loses too', () => {
    const meek = accepted(new JourneyUnderTest(low()));
    meek.publish(high());
    accepted(meek, 'o-2');
    expect(rules(meek)).toContain('high group');
    const bold = accepted(new JourneyUnderTest(low()));
    bold.publish(high('preempts: true'));
    accepted(bold, 'o-2');
    expect(standing(bold)).toEqual(['low ended preempted', 'high running']);
    expect(bold.published.filter(({ name }) => name === 'JourneyEnded').at(-1)?.value).toMatchObject({
      ending: 'preempted',
    });
    replays(bold);
  });

  test('journeys of no group, or of another one, do not compete', () => {
    const test = accepted(new JourneyUnderTest(low(), named('else', 'group: other'), named('free', '')));
    expect(standing(test)).toHaveLength(3);
    expect(test.declined).toEqual([]);
  });
});

describe('held out', () => {
  const HEAD = `holdout: { percent: 40, name: spring }
goals: [ { name: bought, on: continuo.operations.OrderCollected.v1, when: event.orderId == key, within: P7D } ]`;
  const profileWith = (out: boolean): string => {
    for (let n = 0; ; n += 1) {
      const draw = Number.parseInt(deriveId(`holdout/spring/p-${n}`).slice(0, 8), 16) / 2 ** 32;
      if (draw < 0.4 === out) return `p-${n}`;
    }
  };
  const of = (profileId: string, ...plans: readonly Plan[]) => {
    const test = new JourneyUnderTest(...plans);
    test.state = { ...test.state, profileId };
    return test;
  };

  test('somebody does not enter, is followed for the goals, and is declined with the rule', () => {
    const test = accepted(of(profileWith(true), named('offer', HEAD)));
    expect(test.path).toEqual([]);
    expect(test.published).toEqual([]);
    expect(test.instance).toMatchObject({ status: 'ended', ending: 'held-out', outcome: 'held-out' });
    expect(test.declined).toMatchObject([{ rule: 'holdout', inputs: { name: 'spring', percent: 40 } }]);
    accepted(test);
    expect(test.declined).toHaveLength(1);
    test.pass('P2D').event('operations.OrderCollected', ORDER);
    expect(test.published).toMatchObject([{ name: 'GoalReached', value: { goal: 'bought', heldOut: true } }]);
    replays(test);
  });

  test('the same customers for one name, in every journey, and still when the share is changed', () => {
    const test = accepted(of(profileWith(false), named('offer', HEAD)));
    expect(standing(test)).toEqual(['offer running']);
    test.publish(named('other', HEAD.replace('percent: 40', 'percent: 100')));
    accepted(test, 'o-2');
    expect(standing(test)).toContain('other running');
  });

  test('about so many percent', () => {
    const offer = named('offer', HEAD);
    const out = Array.from({ length: 500 }, (_, n) => of(`c-${n}`, offer)).filter(
      (test) => accepted(test).declined.length > 0,
    );
    expect(out.length).toBeGreaterThan(150);
    expect(out.length).toBeLessThan(250);
  });
});

describe('goals', () => {
  const HEAD = `goals:
  - { name: ready, on: continuo.operations.OrderReady.v1, when: event.orderId == key, within: PT12H }
  - { name: collected, on: continuo.operations.OrderCollected.v1, when: event.orderId == key, within: P3D }`;

  test('are reached once, while it runs and after its end, within their time', () => {
    const test = accepted(new JourneyUnderTest(named('sold', HEAD)));
    test.event('operations.OrderReady', ORDER).event('operations.OrderReady', ORDER);
    test.event('operations.OrderCollected', { ...ORDER, orderId: 'another' });
    test.pass('P2D');
    expect(test.instance.status).toBe('ended');
    test.event('operations.OrderCollected', ORDER);
    const reached = test.published.filter(({ name }) => name === 'GoalReached');
    expect(reached.map(({ value }) => [value['goal'], value['ended'], value['heldOut']])).toEqual([
      ['ready', false, false],
      ['collected', true, false],
    ]);
    expect(test.instance.goals).toMatchObject({ until: null });
    expect(test.due).toBeNull();
    replays(test);
  });

  test('too late is not reached, and then nobody looks any more', () => {
    const test = accepted(new JourneyUnderTest(named('sold', HEAD)));
    test.pass('PT13H').event('operations.OrderReady', ORDER).pass('P3D');
    expect(test.instance.goals).toEqual({ until: null, reached: {} });
    test.event('operations.OrderCollected', ORDER);
    expect(test.published.filter(({ name }) => name === 'GoalReached')).toEqual([]);
    replays(test);
  });
});

describe('a limit', () => {
  test('lets in as long as there is a place; who starts takes one along', () => {
    const test = new JourneyUnderTest(named('few', 'concurrency: { total: 2 }'));
    test.places = 1;
    accepted(test);
    accepted(test, 'o-2');
    expect(standing(test)).toEqual(['few running']);
    expect(test.instance.place).toBe(true);
    expect(rules(test)).toEqual(['few concurrency']);
    replays(test);
  });

  test('is that of the current version, also for who enters by an older one', () => {
    const few = (version: number, head: string): Plan =>
      planFrom(journey(STEPS, { head }).replace('journey: under-test', 'journey: few'), version);
    const enter = (test: JourneyUnderTest, id: string) =>
      test.input({
        ...{ kind: 'start', id, profileId: 'profile-1', journey: 'few', version: 1, at: test.clock, key: id },
        ...{ vars: {}, actor: 'operator', hops: 0, customer: 'profile-1', correlationId: id },
      });
    const lifted = new JourneyUnderTest(few(1, 'concurrency: { total: 2 }'), few(2, ''));
    lifted.places = 0;
    enter(lifted, 'r-1');
    expect([standing(lifted), rules(lifted), lifted.instance.place]).toEqual([
      ['few running'],
      [],
      undefined,
    ]);
    replays(lifted);
    const limited = new JourneyUnderTest(few(1, ''), few(2, 'concurrency: { total: 2 }'));
    limited.places = 1;
    enter(enter(limited, 'r-1'), 'r-2');
    expect(limited.instance.place).toBe(true);
    expect([standing(limited), rules(limited)]).toEqual([['few running'], ['few concurrency']]);
    replays(limited);
  });
});

describe('by schedule', () => {
  const SCHEDULED = named('weekly', '').source;
  const plan = () =>
    planFrom(
      journey(STEPS)
        .replace('journey: under-test', 'journey: weekly')
        .replace(
          'entry:',
          `entry:
  - schedule: { every: P7D, from: 2026-01-01 }
    audience: profile.vip == true
    set: { tier: profile.tier }`,
        ),
    );
  const ask = (test: JourneyUnderTest, id = 'r-1', entry = 0) =>
    test.input({
      ...{ kind: 'start', id, profileId: 'profile-1', journey: 'weekly', version: null, at: test.clock },
      ...{ key: '', vars: {}, entry, actor: 'schedule', hops: 0, customer: 'profile-1', correlationId: id },
    });

  test('the audience is looked at again, and sets the vars', () => {
    expect(SCHEDULED.entry).toHaveLength(1);
    const test = ask(new JourneyUnderTest(plan()).facts({ vip: true, tier: 'gold' }));
    expect(test.instance).toMatchObject({ status: 'running', vars: { tier: 'gold' } });
    replays(test);
    const other = ask(new JourneyUnderTest(plan()).facts({ vip: false }));
    expect(rules(other)).toEqual(['weekly audience']);
    const gone = ask(new JourneyUnderTest(plan()), 'r-2', 7);
    expect(gone.ignored).toEqual(['schedule-gone']);
  });
});

describe('what is remembered at the door', () => {
  test('stays beside what the first steps remember: a hold-out, the end of who was preempted', () => {
    const drawn = accepted(
      new JourneyUnderTest(named('offer', 'holdout: { percent: 0.001, name: spring }', SPLIT)),
    );
    expect(remembered(drawn)).toEqual(['arm', 'holdout']);
    replays(drawn);
    const test = accepted(new JourneyUnderTest(named('low', 'group: care\npriority: 10\nreentry: never')));
    test.publish(named('high', 'group: care\npriority: 90\npreempts: true', SPLIT));
    accepted(test, 'o-2');
    expect(remembered(test)).toEqual(['arm', 'ended']);
    replays(test);
  });

  test('to be held out is not to have been in it', () => {
    const head = `reentry: never
goals: [ { name: bought, on: continuo.operations.OrderCollected.v1, when: event.orderId == key, within: P7D } ]`;
    const test = accepted(
      new JourneyUnderTest(named('offer', `${head}\nholdout: { percent: 100, name: spring }`)),
    );
    test.publish(named('offer', head));
    accepted(test, 'o-2');
    expect(rules(test)).toEqual(['offer holdout']);
    expect(standing(test)).toContain('offer running');
  });
});
