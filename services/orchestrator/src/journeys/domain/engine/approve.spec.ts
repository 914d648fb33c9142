// Specifies approvals: asked, decided, escalated, handed on, over at the deadline, and closed when the journey leaves.
import { explain } from './explain.js';
import { journey, JourneyUnderTest, planFrom, problemsOf } from '../../../../test/journey-under-test.js';

const STEPS = `
approve:
  office: middle
  approve: goodwill
  role: supervisor
  with: { order: key, store: vars.storeId }
  deadline: PT4H
  escalate:
    - { after: PT1H, role: operator }
    - { after: PT2H, role: admin }
  notBy: requester
  approved: yes
  rejected: no
  expired: late
yes: { end: yes }
no: { end: no }
late: { end: late }`;
const EXIT =
  '  - { on: continuo.operations.OrderCancelled.v1, when: event.orderId == key, outcome: cancelled }';
const YAML = journey(
  STEPS.replace('yes: {', '"yes": {')
    .replace('no: {', '"no": {')
    .replace('approved: yes', 'approved: "yes"')
    .replace('rejected: no', 'rejected: "no"')
    .replace('end: yes', 'end: "yes"')
    .replace('end: no', 'end: "no"'),
  { exit: EXIT },
);

function asked(): JourneyUnderTest {
  return new JourneyUnderTest(planFrom(YAML)).event('operations.OrderAccepted', {
    orderId: 'o-1',
    storeId: 's-1',
  });
}
const namesOf = (test: JourneyUnderTest) => test.commands.map(({ type }) => type.split('.').at(-2));
const askOf = (test: JourneyUnderTest) => test.commands[0]?.commandId ?? '';
const dids = (test: JourneyUnderTest) => test.deeds.map(({ did }) => did);

function said(
  test: JourneyUnderTest,
  name: string,
  value: Record<string, string | null>,
  commandId = askOf(test),
) {
  return test.event(`collaboration.${name}`, { taskId: 'task-1', ...value }, { commandId });
}

function release(test: JourneyUnderTest): void {
  const about = { id: 'r', instanceId: test.instance.id, at: test.clock, actor: 'operator' };
  test.input({ kind: 'action', action: 'release', ...about });
}

function replays(test: JourneyUnderTest): void {
  const { recorded, again } = test.replayed();
  expect(again).toBe(recorded);
}

describe('an approval', () => {
  it('asks its role with what is needed, and goes on by what was decided, with who', () => {
    const test = asked();
    expect(test.commands[0]).toMatchObject({
      type: 'continuo.collaboration.commands.CreateTask.v1',
      value: {
        taskType: 'goodwill',
        role: 'supervisor',
        outcomes: ['approved', 'rejected'],
        closesAt: test.clock + 4 * 3_600_000,
        notBy: null,
        details: { order: 'o-1', store: 's-1' },
      },
    });
    said(test, 'TaskCreated', {});
    expect(test.instance.status).toBe('running');
    said(test, 'TaskCompleted', { outcome: 'approved', completedBy: 'sue' });
    expect(test.instance).toMatchObject({ status: 'ended', outcome: 'yes' });
    expect(test.deeds).toContainEqual(
      expect.objectContaining({ did: 'ruled', outcome: 'approved', by: 'sue' }),
    );
    expect(namesOf(test)).toEqual(['CreateTask']);
    replays(test);
  });

  it('names who asked for the instance as who may not decide', () => {
    const test = new JourneyUnderTest(planFrom(YAML));
    const given = { journey: 'under-test', version: null, key: 'o-1', vars: { storeId: 's' }, actor: 'rita' };
    test.input({
      kind: 'start',
      id: 'r-1',
      profileId: 'profile-1',
      at: test.clock,
      hops: 0,
      customer: 'c',
      correlationId: 'c',
      ...given,
    });
    expect(test.commands[0]?.value).toMatchObject({ notBy: 'rita' });
    replays(test);
  });

  it('of a journey that another one started is not for who asked for that one', () => {
    const steps =
      '\ngo: { office: back, journey: under-test, key: key, with: { storeId: vars.storeId } }\nover: { end: over }';
    const outer = journey(steps).replace('journey: under-test\n', 'journey: outer\n');
    const test = new JourneyUnderTest(planFrom(outer), planFrom(YAML));
    const given = { journey: 'outer', version: null, key: 'o-1', vars: { storeId: 's' }, actor: 'rita' };
    const about = { id: 'r-1', profileId: 'profile-1', at: test.clock, hops: 0, customer: 'c' };
    test.input({ kind: 'start', ...about, correlationId: 'c', ...given });
    const command = test.commands.find(({ type }) => type.includes('CreateTask'));
    expect(command?.value).toMatchObject({ notBy: 'rita' });
    replays(test);
  });

  it('is escalated at its times, to one role after the other', () => {
    const test = asked();
    test.pass('PT1H');
    expect(test.commands[1]).toMatchObject({ value: { task: askOf(test), role: 'operator' } });
    test.pass('PT1H');
    expect(test.commands[2]).toMatchObject({ value: { task: askOf(test), role: 'admin' } });
    expect(new Set(test.commands.map(({ commandId }) => commandId)).size).toBe(3);
    said(test, 'TaskCompleted', { outcome: 'rejected', completedBy: 'root' });
    expect(test.instance).toMatchObject({ outcome: 'no' });
    test.pass('P1D');
    expect(namesOf(test)).toEqual(['CreateTask', 'ReassignTask', 'ReassignTask']);
    replays(test);
  });

  it('gives people their time although the journey asks late, after an outage', () => {
    const test = new JourneyUnderTest(planFrom(YAML));
    test.lag = 24 * 3_600_000;
    test.event('operations.OrderAccepted', { orderId: 'o-1', storeId: 's-1' });
    expect(test.commands[0]?.value).toMatchObject({ closesAt: test.clock + 28 * 3_600_000 });
    test.pass('P1D');
    expect(namesOf(test)).toEqual(['CreateTask']);
    test.lag = 0;
    test.pass('PT1H');
    expect(namesOf(test)).toEqual(['CreateTask', 'ReassignTask']);
    replays(test);
  });

  it('is not asked while its journey is paused, and has its whole time when it is', () => {
    const test = new JourneyUnderTest(planFrom(YAML));
    test.paused.add('under-test');
    test.event('operations.OrderAccepted', { orderId: 'o-1', storeId: 's-1' }).pass('P1D');
    expect(test.commands).toEqual([]);
    expect(explain(planFrom(YAML), test.instance, []).summary).toContain('journey-paused');
    release(test);
    expect(dids(test).filter((did) => did === 'held')).toHaveLength(1);
    test.paused.clear();
    release(test);
    expect(test.commands[0]?.value).toMatchObject({ closesAt: test.clock + 4 * 3_600_000 });
    test.pass('PT1H');
    said(test, 'TaskCompleted', { outcome: 'approved', completedBy: 'root' });
    expect(test.instance).toMatchObject({ outcome: 'yes' });
    replays(test);
    const left = new JourneyUnderTest(planFrom(YAML));
    left.paused.add('under-test');
    left.event('operations.OrderAccepted', { orderId: 'o-1', storeId: 's-1' });
    left.event('operations.OrderCancelled', { orderId: 'o-1' });
    expect(left.commands).toEqual([]);
    expect(left.instance.left).toEqual([]);
    replays(left);
  });

  it('says for whom it waits', () => {
    const test = asked();
    const told = () => explain(planFrom(YAML), test.instance, []);
    expect(told()).toMatchObject({
      waitsFor: [{ code: 'decision', approval: 'goodwill', role: 'supervisor' }],
    });
    test.pass('PT2H');
    expect(told().summary).toBe('waits in approve (visit 1) for admin to approve goodwill');
    test.pass('PT2H');
    expect(told().waitsFor).toEqual([{ code: 'last-word', approval: 'goodwill' }]);
  });

  it('closes at its deadline; a decision that was made in time counts although its news comes later', () => {
    const test = asked();
    test.pass('PT4H');
    expect(namesOf(test)).toEqual(['CreateTask', 'ReassignTask', 'ReassignTask', 'CloseTask']);
    const close = test.commands[3]?.commandId ?? '';
    expect(test.instance.status).toBe('running');
    const closed = asked().pass('PT4H');
    said(closed, 'TaskClosed', { outcome: null, completedBy: null, code: 'deadline-passed' }, close);
    expect(closed.instance).toMatchObject({ outcome: 'late' });
    said(test, 'TaskClosed', { outcome: 'approved', completedBy: 'sue', code: 'deadline-passed' }, close);
    expect(test.instance).toMatchObject({ outcome: 'yes' });
    replays(test);
    replays(closed);
  });

  it('is over a minute after the deadline whatever collaboration says; what comes then is recorded', () => {
    const test = asked().pass('PT4H').pass('PT1M');
    expect(test.instance).toMatchObject({ outcome: 'late', left: [{ step: 'approve' }] });
    said(test, 'TaskCompleted', { outcome: 'approved', completedBy: 'sue' });
    expect(test.deeds.at(-1)).toMatchObject({ did: 'ruled-late', outcome: 'approved', by: 'sue' });
    expect(test.instance).toMatchObject({ outcome: 'late', left: [] });
    replays(test);
  });

  it('writes down handovers and refused attempts, and waits on', () => {
    const test = asked();
    said(test, 'TaskReassigned', { reassignedBy: 'sue', role: 'supervisor', delegate: 'anna' });
    said(test, 'TaskDecisionRefused', { refusedTo: 'sam', outcome: 'approved', code: 'task-role-lost' });
    expect(test.deeds.slice(-2)).toMatchObject([
      { did: 'handed-over', by: 'sue', role: 'supervisor', to: 'anna' },
      { did: 'ruling-refused', by: 'sam', wanted: 'approved', code: 'task-role-lost' },
    ]);
    said(test, 'TaskClaimed', {});
    said(test, 'TaskCompleted', { outcome: 'maybe', completedBy: 'sue' });
    said(test, 'TaskCompleted', { outcome: 'approved', completedBy: 'sue' }, 'another command');
    expect(test.instance).toMatchObject({ status: 'running', step: 'approve' });
    replays(test);
  });

  it('is closed when the journey leaves by exit, cancel, skip or erasure', () => {
    const left: Record<string, (test: JourneyUnderTest) => unknown> = {
      exit: (test) => test.event('operations.OrderCancelled', { orderId: 'o-1' }),
      cancel: (test) => test.action('cancel'),
      erasure: (test) => test.input({ kind: 'erased', id: 'e-1', at: test.clock }),
    };
    for (const leave of Object.values(left)) {
      const test = asked();
      leave(test);
      expect(test.commands[1]).toMatchObject({
        type: 'continuo.collaboration.commands.CloseTask.v1',
        value: { task: askOf(test), code: 'journey-left' },
      });
      expect(test.instance.status).toBe('ended');
      replays(test);
    }
  });

  it('that is refused stands for an operator; skipping it is as if nobody had decided', () => {
    const test = asked();
    said(test, 'TaskRefused', { code: 'details-unusable' });
    expect(test.instance.incidents).toMatchObject([{ code: 'refused', detail: 'details-unusable' }]);
    test.action('retry');
    expect(namesOf(test)).toEqual(['CreateTask', 'CreateTask']);
    said(test, 'TaskRefused', { code: 'details-unusable' });
    test.action('skip');
    expect(test.instance).toMatchObject({ outcome: 'late' });
    expect(dids(test)).toContain('skipped-by');
    replays(test);
  });
});

describe('an approval that cannot be right', () => {
  const problems = (from: string | RegExp, to: string) =>
    problemsOf(YAML.replace(from, to)).map((problem) => problem.replace(/^\d+ /, ''));

  it('names the rule that it breaks', () => {
    expect(problems('role: supervisor', 'role: nurse')).toEqual(['unknown-role approve']);
    expect(problems('role: admin }', 'role: integrator }')).toEqual(['unknown-role approve']);
    expect(problems('after: PT2H', 'after: PT4H')).toEqual(['escalation-after-deadline approve']);
    expect(problems('after: PT2H', 'after: PT1H')).toEqual(['escalation-order approve']);
    expect(problems('deadline: PT4H', 'deadline: PT0S')).toContain('duration approve');
    expect(problems('expired: late', 'expired: nowhere')).toContain('unknown-step approve');
    expect(problems(/ +expired: late\n/, '')).toContain('shape-required approve');
    expect(problems('notBy: requester', 'notBy: anna')).toContain('shape-enum approve');
    expect(problems('order: key', 'order: "[key]"')).toEqual(['wrong-type approve']);
    expect(problems('order: key', 'order: result')).toEqual(['expression-name approve']);
  });
});
