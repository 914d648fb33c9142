// Specifies tasks of external workers: offered, settled, tried again, timed out, taken back.
import { journey, JourneyUnderTest, planFrom, problemsOf } from '../../../../test/journey-under-test.js';
import { COMPLETED_IS_COMPLETED } from './instance.js';
import type { TaskEffect } from './output.js';

const STEPS = `
score:
  office: back
  task: credit-score
  with: { order: key }
  lease: PT30S
  retry: { attempts: 3, backoff: PT10S }
  timeout: PT1H
  set: { score: result.score, reasons: result.reasons }
  failed: broken
  timedOut: slow
done: { end: done }
broken: { end: broken }
slow: { end: slow }`;
const EXIT =
  '  - { on: continuo.operations.OrderCancelled.v1, when: event.orderId == key, outcome: cancelled }';
const YAML = journey(STEPS, { exit: EXIT });
const BARE = journey(STEPS.replace(/ +(failed|timedOut): \w+\n/g, '').replace(/broken: .*\n|slow: .*$/g, ''));

function offered(yaml = YAML): JourneyUnderTest {
  return new JourneyUnderTest(planFrom(yaml)).event('operations.OrderAccepted', {
    orderId: 'o-1',
    storeId: 's-1',
  });
}
function effects(test: JourneyUnderTest): readonly TaskEffect[] {
  return test.changes.flatMap(({ effects: all }) => all.filter((each) => each.kind === 'task'));
}
const opsOf = (test: JourneyUnderTest) => effects(test).map(({ op, attempt }) => `${op} ${attempt}`);

function settle(
  test: JourneyUnderTest,
  value: Record<string, string | number | boolean | null>,
): JourneyUnderTest {
  const commandId = effects(test)[0]?.taskId ?? '';
  const settled = {
    outcome: 'completed',
    attempt: 1,
    result: null,
    code: null,
    retriable: false,
    worker: 'bot-1',
    actor: 'bots',
  };
  return test.event('orchestrator.WorkerTaskSettled', { ...settled, ...value }, { commandId });
}
const failed = (attempt: number, retriable = true) => ({
  outcome: 'failed',
  code: 'no-line',
  attempt,
  retriable,
});

function replays(test: JourneyUnderTest): void {
  const { recorded, again } = test.replayed();
  expect(again).toBe(recorded);
}

describe('a task', () => {
  it('is offered, and its result goes into vars', () => {
    const test = offered();
    expect(effects(test)).toMatchObject([
      { op: 'offer', task: 'credit-score', attempt: 1, input: { order: 'o-1' }, lease: 30_000 },
    ]);
    settle(test, { result: '{"score":7,"reasons":["late",{"n":1}]}' });
    expect(test.instance).toMatchObject({
      outcome: 'done',
      vars: { score: 7, reasons: ['late', { n: 1 }] },
      left: [],
    });
    expect(test.deeds).toContainEqual(
      expect.objectContaining({ did: 'settled', outcome: 'completed', worker: 'bot-1', actor: 'bots' }),
    );
    replays(test);
  });

  it('is offered again after a failure that may pass, later each time, until its attempts are used up', () => {
    const test = offered();
    settle(test, failed(1));
    expect(opsOf(test)).toEqual(['offer 1']);
    test.pass('PT11S');
    expect(opsOf(test)).toEqual(['offer 1', 'offer 2']);
    settle(test, failed(1));
    expect(test.ignored.at(-1)).toBe('not-concerned');
    settle(test, failed(2)).pass('PT22S');
    settle(test, failed(3));
    expect(test.instance).toMatchObject({ outcome: 'broken' });
    replays(test);
  });

  it('fails at once when the worker says that it will not pass', () => {
    const test = offered();
    settle(test, failed(1, false));
    expect(test.instance).toMatchObject({ outcome: 'broken' });
    replays(test);
  });

  it('is taken back when its time is over; what comes then is recorded', () => {
    const test = offered();
    settle(test, failed(1)).pass('PT1H');
    expect(opsOf(test)).toEqual(['offer 1', 'offer 2', 'withdraw 2']);
    expect(test.instance).toMatchObject({ outcome: 'slow' });
    settle(test, { attempt: 2, result: '{}' });
    expect(test.deeds.at(-1)).toMatchObject({ did: 'settled-late', outcome: 'completed' });
    replays(test);
  });

  it('is taken back when the journey leaves by exit, cancel or erasure, once per task', () => {
    const left: Record<string, (test: JourneyUnderTest) => unknown> = {
      exit: (test) => test.event('operations.OrderCancelled', { orderId: 'o-1' }),
      cancel: (test) => test.action('cancel'),
      erasure: (test) => test.input({ kind: 'erased', id: 'e-1', at: test.clock }),
    };
    for (const leave of Object.values(left)) {
      const test = offered();
      leave(test);
      expect(opsOf(test)).toEqual(['offer 1', 'withdraw 1']);
      expect(test.instance.status).toBe('ended');
      replays(test);
    }
  });

  it('without branches stands for an operator, who retries it; a success that still comes resolves it', () => {
    const test = offered(BARE);
    settle(test, failed(1, false));
    expect(test.instance.incidents).toMatchObject([{ code: 'failed', detail: 'no-line' }]);
    settle(test, failed(1));
    test.action('retry');
    expect(opsOf(test)).toEqual(['offer 1', 'offer 1']);
    test.pass('PT1H');
    expect(test.instance.incidents).toMatchObject([{ code: 'timeout' }]);
    settle(test, { result: '{"score":1,"reasons":[]}' });
    expect(test.instance).toMatchObject({ outcome: 'done', incidents: [] });
    replays(test);
  });

  describe('retried by hand after its time was over', () => {
    const retried = (revision?: number): JourneyUnderTest => {
      const test = offered(BARE);
      settle(test, failed(1)).pass('PT2H');
      const { instance, state } = test;
      if (revision !== undefined)
        test.state = { ...state, instances: new Map([[instance.id, { ...instance, revision }]]) };
      return test.action('retry');
    };

    it('is done by a completion that was under way, whatever attempt that was', () => {
      const test = retried();
      expect(opsOf(test)).toEqual(['offer 1', 'offer 2', 'withdraw 2', 'offer 1']);
      expect(effects(test).at(-1)).not.toHaveProperty('again');
      settle(test, { attempt: 2, result: '{"score":1,"reasons":[]}' });
      expect(test.instance).toMatchObject({ outcome: 'done', incidents: [] });
      replays(test);
    });

    it('was not before the engine did so', () => {
      const test = retried(COMPLETED_IS_COMPLETED - 1);
      settle(test, { attempt: 2, result: '{"score":1,"reasons":[]}' });
      expect(test.ignored.at(-1)).toBe('not-concerned');
      expect(test.instance.status).toBe('running');
    });
  });

  it('is to be done once more when the journey could not use what was completed', () => {
    const test = offered(BARE);
    settle(test, { result: 'not json' }).action('retry');
    expect(effects(test).at(-1)).toMatchObject({ op: 'offer', attempt: 1, again: true });
    replays(test);
  });

  it('stands with an incident when the result lacks what the journey sets from it, or is no JSON', () => {
    for (const result of ['{"score":1}', '7', 'not json', null]) {
      const test = offered();
      settle(test, { result });
      expect(test.instance.incidents).toHaveLength(1);
      test.action('skip');
      expect(test.instance).toMatchObject({ outcome: 'done', incidents: [] });
      replays(test);
    }
  });

  it('is not offered while its journey is paused; a further attempt keeps the time of all of them', () => {
    const release = (test: JourneyUnderTest) => {
      const about = { id: 'r', instanceId: test.instance.id, at: test.clock, actor: 'operator' };
      test.input({ kind: 'action', action: 'release', ...about });
    };
    const test = offered();
    settle(test, failed(1));
    test.paused.add('under-test');
    test.pass('PT10M');
    expect(opsOf(test)).toEqual(['offer 1']);
    test.paused.clear();
    release(test);
    expect(opsOf(test)).toEqual(['offer 1', 'offer 2']);
    test.paused.add('under-test');
    settle(test, failed(2)).pass('PT1H');
    expect(test.instance).toMatchObject({ outcome: 'slow' });
    replays(test);
    const first = new JourneyUnderTest(planFrom(YAML));
    first.paused.add('under-test');
    first.event('operations.OrderAccepted', { orderId: 'o-1', storeId: 's-1' }).pass('P2D');
    expect(opsOf(first)).toEqual([]);
    first.paused.clear();
    release(first);
    expect(opsOf(first)).toEqual(['offer 1']);
    expect(first.due).toBe(first.clock + 3_600_000);
    replays(first);
  });

  it('is not concerned by what settles another task or comes as another type', () => {
    const test = offered();
    test.event(
      'orchestrator.WorkerTaskSettled',
      { outcome: 'completed', attempt: 1 },
      { commandId: 'another' },
    );
    test.event('operations.StockReserved', { orderId: 'o-1' }, { commandId: effects(test)[0]?.taskId ?? '' });
    expect(test.instance).toMatchObject({ step: 'score', status: 'running' });
  });
});

describe('a task that cannot be right', () => {
  const problems = (from: string | RegExp, to: string) =>
    problemsOf(YAML.replace(from, to)).map((problem) => problem.replace(/^\d+ /, ''));

  it('names the rule that it breaks', () => {
    expect(problems('lease: PT30S', 'lease: PT0.5S')).toEqual(['lease-bounds score']);
    expect(problems('lease: PT30S', 'lease: PT2H')).toEqual(['lease-bounds score']);
    expect(problems('order: key', 'order: result.x')).toEqual(['expression-name score']);
    expect(problems('failed: broken', 'failed: nowhere')).toContain('unknown-step score');
    expect(problems('task: credit-score', 'task: Credit Score')).toContain('shape-pattern score');
    expect(problems('attempts: 3', 'attempts: 0')).toContain('shape-minimum score');
  });

  it('that loops without a wait is refused', () => {
    expect(problems('done: { end: done }', 'done: { office: back, set: { a: key }, next: score }')).toEqual(
      expect.arrayContaining(['loop-without-wait score']),
    );
  });
});
