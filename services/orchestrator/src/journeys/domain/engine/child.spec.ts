// A journey started by a step of another: awaited or not, told of the end, given up, refused, and never without end.
import { canonicalJson } from '@continuo/kernel';
import {
  deriveId,
  JourneyUnderTest,
  journey,
  planFrom,
  problemsOf,
} from '../../../../test/journey-under-test.js';
import { replay } from './replay.js';

const ORDER = { orderId: 'o-1', storeId: 's-1', fulfilment: 'collect' };

/** A journey that nothing but a step (or a request) starts: no order is ever this one. */
function named(name: string, steps: string, exit?: string): string {
  return journey(steps, exit === undefined ? {} : { exit })
    .replace('journey: under-test', `journey: ${name}`)
    .replace(
      '{ on: continuo.operations.OrderAccepted.v1,',
      `{ on: continuo.operations.OrderAccepted.v1, when: event.orderId == "only ${name}",`,
    );
}

const CHILD = named(
  'call',
  `
    reserve:
      office: back
      act: operations.ReserveStock
      with: { orderId: key, storeId: vars.place }
      failed: lost
      compensate: { act: operations.ReleaseStock, with: { orderId: key } }
    heard:
      office: front
      wait: [{ on: continuo.operations.OrderReady.v1, next: good }, { after: P1D, next: bad }]
    good: { end: good }
    bad: { end: bad }
    lost: { end: lost }`,
);
const parent = (more: string): string =>
  journey(
    `
    call:
      office: front
      journey: call
      key: "key + '/call'"
      with: { place: vars.storeId }
      ${more}
    after: { office: front, wait: [{ after: PT1H }] }
    over: { end: over }
    ${['sad', 'none'].flatMap((end) => (more.includes(`: ${end}`) ? [`${end}: { end: ${end} }`] : [])).join('\n    ')}`,
    { exit: '  - { on: continuo.operations.OrderCancelled.v1, outcome: cancelled, undo: true }' },
  );
const AWAITED = parent('outcomes: { bad: sad }\n      timeout: P2D\n      timedOut: none');

function started(...yaml: readonly string[]): JourneyUnderTest {
  return new JourneyUnderTest(...yaml.map((each) => planFrom(each))).event('operations.OrderAccepted', ORDER);
}

describe('a journey that is awaited', () => {
  test('runs for the same customer with its own key and vars, one hop further', () => {
    const when = started(AWAITED, CHILD);
    const [up, down] = [when.of('under-test'), when.of('call')];
    expect(down).toMatchObject({
      profileId: up.profileId,
      customer: up.customer,
      correlationId: up.correlationId,
      key: 'o-1/call',
      vars: { place: 's-1' },
      hops: up.hops + 1,
      parent: { instance: up.id, journey: 'under-test', step: 'call', visit: 1, awaits: true },
    });
    expect(up).toMatchObject({ step: 'call', pending: { commandId: down.id } });
    expect(when.published.find(({ value }) => value['parentId'] === up.id)?.name).toBe('JourneyStarted');
  });

  test('leads on by its outcome', () => {
    const good = started(AWAITED, CHILD)
      .answer('operations.StockReserved')
      .event('operations.OrderReady', ORDER);
    expect(good.of('call').outcome).toBe('good');
    expect(good.of('under-test').step).toBe('after');
    const bad = started(AWAITED, CHILD).answer('operations.StockReserved').pass('P1D');
    expect(bad.of('under-test').outcome).toBe('sad');
  });

  test('any ending counts: a child that is cancelled by an operator too', () => {
    const when = started(AWAITED.replace('bad: sad', 'cancelled: sad'), CHILD);
    when.action('cancel', { instanceId: when.of('call').id });
    expect(when.of('under-test').outcome).toBe('sad');
  });

  test('is cancelled and undone when the journey that waits for it exits, is cancelled, or is skipped on', () => {
    for (const end of ['exit', 'cancel'] as const) {
      const when = started(AWAITED, CHILD).answer('operations.StockReserved');
      if (end === 'exit') when.event('operations.OrderCancelled', ORDER);
      else when.action('cancel', { instanceId: when.of('under-test').id });
      expect(when.of('under-test').status).toBe('ended');
      expect(when.of('call')).toMatchObject({ status: 'undoing', ending: 'cancelled' });
      expect(when.commands.at(-1)?.type).toBe('continuo.operations.commands.ReleaseStock.v1');
    }
  });

  test('is cancelled when its time is over, and its end tells nobody any more', () => {
    const when = started(AWAITED, CHILD.replace('{ after: P1D, next: bad }', '{ after: P3D, next: bad }'));
    when.answer('operations.StockReserved').pass('P2D');
    expect(when.of('under-test').outcome).toBe('none');
    expect(when.of('call').status).toBe('undoing');
    when.answer('operations.StockReleased');
    expect(when.of('call')).toMatchObject({ status: 'ended', ending: 'cancelled' });
  });

  test('or left to itself, when the step says so', () => {
    const when = started(parent('timeout: PT1H\n      onTimeout: leave\n      timedOut: none'), CHILD).answer(
      'operations.StockReserved',
    );
    when.pass('PT1H');
    expect(when.of('under-test').outcome).toBe('none');
    expect(when.of('call').status).toBe('running');
    expect(when.event('operations.OrderReady', ORDER).of('call').outcome).toBe('good');
  });

  test('without a step for it, its time is an incident: retried, it is started anew', () => {
    const when = started(parent('timeout: PT1H'), CHILD).pass('PT1H');
    const before = when.of('call');
    expect(when.of('under-test').incidents).toMatchObject([{ step: 'call', code: 'timeout' }]);
    expect(before.status).toBe('ended');
    when.action('retry', { instanceId: when.of('under-test').id });
    expect(when.of('call')).toMatchObject({ status: 'running', key: 'o-1/call' });
    expect(when.of('call').id).not.toBe(before.id);
    when.action('skip', { instanceId: when.of('under-test').id });
    expect(when.ignored.at(-1)).toBe('no-incident');
  });

  test('one that was left is waited for again by a retry, and by its end', () => {
    const when = started(parent('timeout: PT1H\n      onTimeout: leave'), CHILD).pass('PT1H');
    const child = when.of('call').id;
    when.action('retry', { instanceId: when.of('under-test').id });
    expect(when.of('call').id).toBe(child);
    when.pass('PT1H').answer('operations.StockFailed');
    expect(when.of('under-test')).toMatchObject({ step: 'after', incidents: [] });
  });

  test('an erasure ends both, each with what it has to undo', () => {
    const when = started(AWAITED, CHILD).answer('operations.StockReserved');
    when.input({ kind: 'erased', id: 'erasure', at: when.clock });
    expect([...when.state.instances.values()].map(({ ending }) => ending)).toEqual(['erased', 'erased']);
    expect(when.commands).toHaveLength(2);
  });

  test('does not see the event that started the journey above it', () => {
    const when = started(
      parent(''),
      named(
        'call',
        `
    again:
      office: front
      wait: [{ on: continuo.operations.OrderAccepted.v1, next: wrong }, { after: P1D }]
    right: { end: right }
    wrong: { end: wrong }`,
      ),
    );
    expect(when.of('call').step).toBe('again');
  });

  test('one that ends at once leads on within the same input', () => {
    const when = started(parent(''), named('call', '\n    over: { end: over }'));
    expect(when.of('under-test').step).toBe('after');
  });
});

describe('a journey that is not awaited', () => {
  const LOOSE = parent('await: false\n      failed: none');

  test('runs by itself, and what started it goes on at once', () => {
    const when = started(LOOSE, CHILD);
    expect(when.of('under-test').step).toBe('after');
    when.pass('PT1H');
    expect(when.of('under-test').outcome).toBe('over');
    expect(when.of('call').status).toBe('running');
  });

  test('is not cancelled with it', () => {
    const when = started(LOOSE, CHILD).event('operations.OrderCancelled', ORDER);
    expect(when.of('call').status).toBe('running');
  });
});

describe('a journey that can not be started', () => {
  test('is an incident with a code, or takes the step for it', () => {
    const when = started(parent(''));
    expect(when.instance.incidents).toMatchObject([{ step: 'call', code: 'journey-not-published' }]);
    expect(started(parent('failed: none')).instance.outcome).toBe('none');
  });

  test('is started by a retry once it is published', () => {
    const when = started(parent(''));
    when.publish(planFrom(CHILD));
    when.action('retry');
    expect(when.of('call').status).toBe('running');
    expect(when.of('under-test').incidents).toEqual([]);
  });

  test('since it runs already for the same key', () => {
    const when = started(parent(''), CHILD);
    when.event('operations.OrderAccepted', { ...ORDER, orderId: 'o-1' });
    expect(when.ignored.at(-1)).toBe('already-running');
    const twice = started(
      journey(`
    one: { office: front, journey: call, await: false }
    two: { office: front, journey: call }
    over: { end: over }`),
      CHILD,
    );
    expect(twice.of('under-test').incidents).toMatchObject([{ step: 'two', code: 'already-running' }]);
  });

  test('one that starts itself ends in an incident at the thirty-second hop', () => {
    const endless = (key: string): JourneyUnderTest =>
      started(
        journey(`
    again: { office: middle, journey: under-test, key: "${key}" }
    over: { end: over }`),
      );
    const when = endless("key + 'x'");
    expect(when.state.instances.size).toBe(32);
    expect(when.of('under-test').incidents).toMatchObject([{ code: 'too-many-hops' }]);
    expect(endless('key').instance.incidents).toMatchObject([{ code: 'already-running' }]);
  });

  test('one that starts itself several times each time ends in incidents at its sixty-fourth start', () => {
    const when = started(
      journey(`
    many:
      office: middle
      parallel: all
      branches:
        a: { steps: { left: { office: middle, journey: under-test, key: "key + 'a'" } } }
        b: { steps: { right: { office: middle, journey: under-test, key: "key + 'b'" } } }
    over: { end: over }`),
    );
    expect(when.state.instances.size).toBeLessThanOrEqual(65);
    const codes = [...when.state.instances.values()].flatMap(({ incidents }) =>
      incidents.map(({ code }) => code),
    );
    expect(new Set(codes)).toEqual(new Set(['too-many-started']));
  });
});

test('a loser of a parallel gives up the journey it waits for', () => {
  const when = started(
    journey(`
    any:
      office: middle
      parallel: any
      branches:
        a: { steps: { call: { office: front, journey: call, key: "'k'", with: { place: vars.storeId } } } }
        b: { steps: { time: { office: front, wait: [{ after: PT1H }] } } }
    after: { office: front, wait: [{ after: PT1H }] }
    over: { end: over }`),
    CHILD,
  ).answer('operations.StockReserved');
  when.pass('PT1H');
  expect(when.of('call')).toMatchObject({ status: 'undoing', ending: 'cancelled' });
  expect(when.of('under-test').step).toBe('after');
});

test('each replays alone to its own journal', () => {
  const when = started(AWAITED, CHILD)
    .answer('operations.StockReserved')
    .event('operations.OrderReady', ORDER);
  when.pass('PT1H');
  for (const name of ['under-test', 'call']) {
    const own = when.changes.filter(({ plan }) => plan.journey === name);
    const records = own.map(({ journal: entry, input }) => ({ entry, input }));
    const again = replay(planFrom(name === 'call' ? CHILD : AWAITED), records, deriveId);
    expect(again.entries.map((entry) => canonicalJson(entry))).toEqual(
      own.map(({ journal }) => canonicalJson(journal)),
    );
    expect(again.instance?.status).toBe('ended');
  }
});

test('what belongs to a wait for its end is refused where nobody waits', () => {
  const problems = problemsOf(parent('await: false\n      timeout: P1D\n      outcomes: { good: over }'));
  expect(problems).toEqual(['18 not-awaited call', '19 not-awaited call']);
});
