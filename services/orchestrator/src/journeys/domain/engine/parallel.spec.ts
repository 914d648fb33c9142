// Several ways at once: all come back or the first does, losers are left, and every position is found by what is its own.
import {
  JourneyUnderTest,
  journey,
  planFrom,
  problemsOf,
  START,
} from '../../../../test/journey-under-test.js';

const ORDER = { orderId: 'o-1', storeId: 's-1', fulfilment: 'collect' };
const HOUR = 3_600_000;

function started(yaml: string): JourneyUnderTest {
  return new JourneyUnderTest(planFrom(yaml)).event('operations.OrderAccepted', ORDER);
}

const both = (join: 'all' | 'any'): string =>
  journey(
    `
    both:
      office: middle
      parallel: ${join}
      branches:
        stock:
          steps:
            reserve:
              office: back
              act: operations.ReserveStock
              with: { orderId: key }
              compensate: { act: operations.ReleaseStock, with: { orderId: key } }
            packed:
              office: back
              wait: [{ on: continuo.operations.OrderReady.v1 }, { after: P2D, next: both }]
        word:
          steps:
            tell:
              office: front
              act: collaboration.SendMessage
              with: { template: "'hello'", purpose: "'service'" }
              compensate: { act: operations.ReleaseStock, with: { orderId: "'word'" } }
            heard: { office: front, wait: [{ on: continuo.collaboration.PlaceEntered.v1 }, { after: P1D }] }
    after: { office: front, wait: [{ after: PT1H }] }
    over: { end: over, undo: true }`,
    { exit: '  - { on: continuo.operations.OrderCancelled.v1, outcome: cancelled, undo: true }' },
  );

describe('parallel: all', () => {
  test('walks every branch, and goes on when the last has come back', () => {
    const when = started(both('all'));
    expect(when.path).toEqual(['both', 'reserve', 'tell']);
    expect(when.instance.branches?.map(({ step }) => step)).toEqual(['reserve', 'tell']);
    when.answer('collaboration.MessageSent').answer('operations.StockReserved', when.commands[0]);
    expect(when.instance.branches?.map(({ step }) => step)).toEqual(['packed', 'heard']);
    when.event('operations.OrderReady', ORDER);
    expect(when.instance.branches?.map(({ step }) => step)).toEqual(['heard']);
    expect(when.instance.step).toBe('both');
    when.pass('P1D');
    expect(when.instance.step).toBe('after');
    expect(when.instance.branches).toBeUndefined();
    expect(when.path).toEqual(['both', 'reserve', 'tell', 'heard', 'packed', 'after']);
  });

  test('undoes what the branches did in the reverse order of its completion', () => {
    const when = started(both('all'));
    when.answer('collaboration.MessageSent').answer('operations.StockReserved', when.commands[0]);
    when.event('operations.OrderCancelled', ORDER);
    expect(when.instance).toMatchObject({ status: 'undoing', step: 'both' });
    expect(when.instance.branches).toBeUndefined();
    when.answer('operations.StockReleased').answer('operations.StockReleased');
    expect(when.commands.slice(2).map(({ value }) => value['orderId'])).toEqual(['o-1', 'word']);
    expect(when.instance.status).toBe('ended');
  });

  test('an exit leaves the commands of all branches, and undoes those that succeed later', () => {
    const when = started(both('all')).event('operations.OrderCancelled', ORDER);
    expect(when.instance).toMatchObject({ status: 'ended', outcome: 'cancelled' });
    expect(when.instance.left.map(({ step }) => step)).toEqual(['reserve', 'tell']);
    when.answer('operations.StockReserved', when.commands[0]);
    expect(when.instance.status).toBe('undoing');
  });

  test('an erasure undoes what any branch had under way', () => {
    const when = started(both('all'));
    when.input({ kind: 'erased', id: 'erasure', at: when.clock });
    expect(when.commands.slice(2).map(({ value }) => value['orderId'])).toEqual(['o-1', 'word']);
    expect(when.instance).toMatchObject({ status: 'ended', vars: {}, pending: null });
    expect(when.instance.branches).toBeUndefined();
  });

  test('fires timers in their order; of those that are due at once each is an input of its own', () => {
    const when = started(
      journey(`
    both:
      office: middle
      parallel: all
      branches:
        a: { steps: { one: { office: back, wait: [{ after: PT1H }] } } }
        b: { steps: { two: { office: back, wait: [{ after: PT1H }] } } }
        c: { steps: { three: { office: back, wait: [{ after: PT30M }] } } }
    over: { end: over }`),
    );
    expect(when.due).toBe(START + HOUR / 2);
    when.pass('PT2H');
    const left = when.deeds.filter(({ did }) => did === 'left').map(({ step }) => step);
    expect(left).toEqual(['three', 'one', 'two', 'both', 'over']);
    expect(when.changes.map(({ journal }) => journal.input.kind)).toEqual([
      'event',
      'timer',
      'timer',
      'timer',
    ]);
  });

  test('an event satisfies one wait of an instance, that of the first branch', () => {
    const when = started(
      journey(`
    both:
      office: middle
      parallel: all
      branches:
        a: { steps: { one: { office: back, wait: [{ on: continuo.operations.OrderReady.v1 }, { after: P1D }] } } }
        b: { steps: { two: { office: back, wait: [{ on: continuo.operations.OrderReady.v1 }, { after: P1D }] } } }
    over: { end: over }`),
    ).event('operations.OrderReady', ORDER);
    expect(when.instance.branches?.map(({ step }) => step)).toEqual(['two']);
    when.event('operations.OrderReady', ORDER);
    expect(when.instance.outcome).toBe('over');
  });

  test('keeps what a wait further down in any branch, or behind the parallel, will want', () => {
    const when = started(
      journey(`
    both:
      office: middle
      parallel: all
      branches:
        a:
          steps:
            one: { office: back, wait: [{ after: PT1H }] }
            one-more: { office: back, wait: [{ on: continuo.operations.OrderReady.v1 }, { after: P1D }] }
        b: { steps: { two: { office: back, wait: [{ after: PT2H }] } } }
    later: { office: back, wait: [{ on: continuo.operations.OrderCollected.v1 }, { after: P1D }] }
    over: { end: over }`),
    );
    when.event('operations.OrderReady', ORDER).event('operations.OrderCollected', ORDER);
    expect(when.instance.mailbox).toHaveLength(2);
    when.pass('PT2H');
    expect(when.instance.outcome).toBe('over');
  });

  test('a first step that waits for what came before the parallel finds it, whatever branch it is in', () => {
    const when = started(
      journey(`
    before: { office: back, wait: [{ after: PT1H }] }
    both:
      office: middle
      parallel: all
      branches:
        a: { steps: { one: { office: back, act: operations.ReserveStock, with: { orderId: key } } } }
        b: { steps: { two: { office: back, wait: [{ on: continuo.operations.OrderReady.v1 }, { after: P1D }] } } }
    over: { end: over }`),
    );
    when.event('operations.OrderReady', ORDER).pass('PT1H');
    expect(when.instance.branches?.map(({ step }) => step)).toEqual(['one']);
  });

  test('an end in a branch ends the journey, and the other branches with it', () => {
    const when = started(
      journey(`
    both:
      office: middle
      parallel: all
      branches:
        a:
          steps:
            ask:
              office: back
              wait: [{ on: continuo.operations.OrderReady.v1, next: enough }, { after: P1D, next: both }]
            enough: { end: enough }
        b: { steps: { two: { office: back, act: operations.ReserveStock, with: { orderId: key } } } }
    over: { end: over }`),
    ).event('operations.OrderReady', ORDER);
    expect(when.instance).toMatchObject({ status: 'ended', outcome: 'enough' });
    expect(when.instance.left.map(({ step }) => step)).toEqual(['two']);
  });

  test('is walked again on a loop, branches and all', () => {
    const when = started(
      journey(`
    both:
      office: middle
      parallel: all
      branches:
        a: { steps: { one: { office: back, wait: [{ after: PT1H }] } } }
        b: { steps: { two: { office: back, wait: [{ after: PT2H }] } } }
    again: { office: middle, choose: [{ when: visits.both < 3, next: both }, { else: true, next: over }] }
    over: { end: over }`),
    ).pass('PT6H');
    expect(when.instance).toMatchObject({ outcome: 'over', visits: { both: 3, one: 3, two: 3 } });
  });
});

describe('parallel: any', () => {
  test('goes on with the first, and leaves the others', () => {
    const when = started(both('any')).answer('operations.StockReserved', undefined);
    expect(when.instance.branches?.map(({ step }) => step)).toEqual(['reserve', 'tell']);
    when.answer('operations.StockReserved', when.commands[0]).event('operations.OrderReady', ORDER);
    expect(when.instance.step).toBe('after');
    expect(when.instance.left.map(({ step }) => step)).toEqual(['tell']);
    const left = when.deeds
      .filter(({ did }) => did === 'left')
      .map(({ step, outcome }) => `${step} ${outcome}`);
    expect(left.slice(-2)).toEqual(['tell lost', 'both stock']);
  });

  test('undoes the success of a loser that comes after it', () => {
    const when = started(both('any'));
    when.answer('operations.StockReserved', when.commands[0]).event('operations.OrderReady', ORDER);
    when.answer('collaboration.MessageSent', when.commands[1]);
    expect(when.commands.at(-1)?.value).toEqual({ orderId: 'word' });
    expect(when.instance).toMatchObject({ status: 'running', step: 'after' });
  });

  test('a branch that comes back at once spares the others their beginning', () => {
    const when = started(
      journey(`
    any:
      office: middle
      parallel: any
      branches:
        a: { steps: { one: { office: middle, set: { quick: "true" } } } }
        b: { steps: { two: { office: back, act: operations.ReserveStock, with: { orderId: key } } } }
    over: { end: over }`),
    );
    expect(when.path).toEqual(['any', 'one', 'over']);
    expect(when.commands).toEqual([]);
  });

  test('leaves what is open inside a loser, and settles its incident', () => {
    const when = started(
      journey(`
    outer:
      office: middle
      parallel: any
      branches:
        slow:
          steps:
            inner:
              office: middle
              parallel: all
              branches:
                x: { steps: { deep: { office: back, act: operations.ReserveStock, with: { orderId: key } } } }
                y: { steps: { wrong: { office: middle, set: { a: vars.missing } } } }
        quick: { steps: { time: { office: middle, wait: [{ after: PT1H }] } } }
    over: { office: middle, wait: [{ after: PT1H }] }
    end: { end: over }`),
    );
    expect(when.instance.incidents.map(({ step }) => step)).toEqual(['wrong']);
    expect(when.instance.branches?.map(({ step }) => step)).toEqual(['inner', 'time', 'deep', 'wrong']);
    when.pass('PT1H');
    expect(when.instance).toMatchObject({ step: 'over', incidents: [] });
    expect(when.instance.branches).toBeUndefined();
    expect(when.instance.left.map(({ step }) => step)).toEqual(['deep']);
  });
});

describe('incidents of several branches', () => {
  const wrong = journey(`
    both:
      office: middle
      parallel: all
      branches:
        a: { steps: { one: { office: back, act: operations.ReserveStock, with: { orderId: key } } } }
        b: { steps: { two: { office: middle, set: { x: vars.missing } } } }
    over: { end: over }`);
  const standing = (): JourneyUnderTest => started(wrong).answer('operations.StockRefused');

  test('stand beside each other, oldest first', () => {
    expect(standing().instance.incidents.map(({ step }) => step)).toEqual(['two', 'one']);
  });

  test('an operator means the oldest, or the one of a step, or one by its id', () => {
    expect(
      standing()
        .action('skip')
        .instance.incidents.map(({ step }) => step),
    ).toEqual(['one']);
    expect(
      standing()
        .action('skip', { step: 'one' })
        .instance.incidents.map(({ step }) => step),
    ).toEqual(['two']);
    const incidentId = standing().instance.incidents[1]?.id ?? '';
    const when = standing().action('retry', { incidentId });
    expect(when.instance.incidents.map(({ step }) => step)).toEqual(['two']);
    expect(when.commands).toHaveLength(2);
  });

  test('refuses a word on an incident that is gone, and on a step that does not stand', () => {
    const when = standing().action('skip', { step: 'one' }).action('skip', { step: 'one' });
    expect(when.ignored.at(-1)).toBe('incident-not-found');
    when.action('retry', { incidentId: '00000000-0000-4000-8000-000000000000' });
    expect(when.ignored.at(-1)).toBe('incident-not-found');
    expect(when.instance.incidents.map(({ step }) => step)).toEqual(['two']);
  });

  test('a success that comes to the branch that stands gets it going; the other one stays as it is', () => {
    const when = standing().answer('operations.StockReserved');
    expect(when.instance.incidents.map(({ step }) => step)).toEqual(['two']);
    expect(when.instance.branches?.map(({ step }) => step)).toEqual(['two']);
    expect(when.action('skip').instance.outcome).toBe('over');
  });

  test('the engine that fails over a branch stops that branch', () => {
    const when = started(both('all'));
    when.answer('collaboration.MessageSent');
    when.answer('operations.StockReserved', when.commands[0]);
    const due = when.instance.branches?.[1]?.timer?.due ?? 0;
    when.input({ kind: 'fault', at: due, error: 'TypeError' });
    expect(when.instance.incidents).toMatchObject([{ step: 'heard', code: 'engine-error' }]);
    expect(when.instance.branches?.map(({ timer }) => timer === null)).toEqual([false, true]);
  });
});

describe('a parallel is refused', () => {
  const branches = (a: string, b: string, join = 'all'): readonly string[] =>
    problemsOf(
      journey(`
    both:
      office: middle
      parallel: ${join}
      branches:
        a: { steps: { ${a} } }
        b: { steps: { ${b} } }
    over: { end: over }
    gone: { end: gone }`),
    );
  const wait = 'office: back, wait: [{ after: PT1H';

  test.each<[string, readonly string[], readonly string[]]>([
    ['with a name twice', branches(`one: { ${wait} }] }`, `one: { ${wait} }] }`), ['15 step-twice one']],
    [
      'with a way out of a branch',
      branches(`one: { ${wait} }] }`, `two: { ${wait}, next: over }] }`),
      ['15 branch-without-join both', '15 next-outside-branch two', '17 unreachable-step gone'],
    ],
    [
      'with a way from one branch into the other',
      branches(`one: { ${wait}, next: two }] }`, `two: { ${wait} }] }`),
      ['14 branch-without-join both', '14 next-outside-branch one', '17 unreachable-step gone'],
    ],
    [
      'with a branch that never comes back',
      branches(`one: { ${wait} }] }`, `two: { end: two }`),
      ['15 branch-without-join both', '17 unreachable-step gone'],
    ],
    [
      'with a loop that never waits',
      branches(
        `one: { office: back, choose: [{ when: "true", next: one }, { else: true, next: both }] }`,
        `two: { ${wait} }] }`,
      ),
      ['14 loop-without-wait one', '17 unreachable-step gone'],
    ],
    [
      'without a known join',
      branches(`one: { ${wait} }] }`, `two: { ${wait} }] }`, 'most'),
      ['12 shape-enum both'],
    ],
  ])('%s', (_name, problems, expected) => {
    expect(problems).toEqual(expected);
  });

  test('of any one branch that comes back is enough', () => {
    expect(branches(`one: { ${wait} }] }`, `two: { end: two }`, 'any')).toEqual(['17 unreachable-step gone']);
  });

  test('deeper than three inside each other', () => {
    const inside = (depth: number): string =>
      depth === 0
        ? `s: { ${wait} }] }`
        : `p${depth}: { office: back, parallel: all, branches: { a: { steps: { ${inside(depth - 1)} } } } }`;
    expect(problemsOf(journey(`\n    ${inside(3)}\n    over: { end: over }`))).toEqual([]);
    expect(problemsOf(journey(`\n    ${inside(4)}\n    over: { end: over }`))).toEqual(['10 too-deep p1']);
  });

  test('with more than ten branches, or without one', () => {
    const many = (count: number): string =>
      Array.from({ length: count }, (_, n) => `b${n}: { steps: { s${n}: { ${wait} }] } } }`).join(', ');
    const parallel = (count: number): readonly string[] =>
      problemsOf(
        journey(
          `\n    p: { office: back, parallel: all, branches: { ${many(count)} } }\n    over: { end: over }`,
        ),
      );
    expect(parallel(10)).toEqual([]);
    expect(parallel(11)).toEqual(['10 shape-maxProperties p']);
    expect(parallel(0)).toEqual(['10 shape-minProperties p']);
  });

  test('when a step is named like a property of every object', () => {
    expect(problemsOf(journey(`\n    constructor: { ${wait} }] }\n    over: { end: over }`))).toEqual([
      '10 reserved-name constructor',
    ]);
  });
});
