// A paused journey: waits count, events are matched, nothing is sent, nothing is lost.
import { journey, JourneyUnderTest, planFrom } from '../../../../test/journey-under-test.js';

const REMIND = journey(`
    thinking:
      office: front
      wait:
        - { on: continuo.operations.OrderCollected.v1, next: over }
        - { after: PT1H, next: remind }
    remind:
      office: front
      act: collaboration.SendMessage
      with: { template: "'t'", purpose: "'service'" }
      notAfter: PT4H
      next: over
    over: { end: over }`);

const started = () =>
  new JourneyUnderTest(planFrom(REMIND)).event('operations.OrderAccepted', { orderId: 'o-1', storeId: 's' });

function paused(): JourneyUnderTest {
  const test = started();
  test.paused.add('under-test');
  return test;
}

const release = (test: JourneyUnderTest) =>
  test.input({
    kind: 'action',
    id: 'release-1',
    instanceId: test.instance.id,
    at: test.clock,
    action: 'release',
    actor: 'operator-1',
  });

test('what would be sent is held, and sent when it is released', () => {
  const test = paused().pass('PT2H');
  expect(test.commands).toEqual([]);
  expect(test.instance.pending).toMatchObject({ phase: 'held', attempt: 1 });
  expect(test.published.at(-1)).toMatchObject({
    name: 'SendHeld',
    value: { rule: 'journey-paused', purpose: 'service', heldUntil: null },
  });
  test.paused.clear();
  release(test);
  expect(test.commands).toHaveLength(1);
  test.answer('collaboration.MessageSent');
  expect(test.instance).toMatchObject({ status: 'ended', outcome: 'over' });
  const { recorded, again } = test.replayed();
  expect(again).toBe(recorded);
});

test('entries go on, events end waits, and exits what is held', () => {
  const test = paused();
  test.event('operations.OrderAccepted', { orderId: 'o-2', storeId: 's' });
  expect(test.state.instances.size).toBe(2);
  test.event('operations.OrderCollected', { orderId: 'o-1' });
  expect([...test.state.instances.values()].map(({ outcome }) => outcome)).toEqual(['over', 'over']);
});

test('what is held expires in its time, also when nobody resumes', () => {
  const test = paused().pass('PT6H');
  expect(test.commands).toEqual([]);
  expect(test.deeds.map(({ did }) => did)).toContain('expired');
  expect(test.instance).toMatchObject({ status: 'ended', left: [] });
  const { recorded, again } = test.replayed();
  expect(again).toBe(recorded);
});

test('released too late it has expired; released while paused it is held on', () => {
  const late = paused().pass('PT2H');
  late.lag = 24 * 3_600_000;
  late.paused.clear();
  release(late);
  expect(late.commands).toEqual([]);
  expect(late.deeds.map(({ did }) => did)).toContain('expired');
  const early = release(paused().pass('PT2H'));
  expect(early.instance.pending).toMatchObject({ phase: 'held' });
  expect(early.commands).toEqual([]);
});

test('a release where nothing is held changes nothing; a cancelled hold leaves nothing behind', () => {
  const test = release(paused());
  expect(test.ignored).toContain('nothing-held');
  test.pass('PT2H').action('cancel');
  expect(test.instance).toMatchObject({ status: 'ended', ending: 'cancelled', left: [] });
});

describe('compensations that reach a person', () => {
  const said = (name: string) => `
    ${name}:
      office: front
      act: collaboration.SendMessage
      with: { template: "'${name}'", purpose: "'service'" }
      compensate: { act: collaboration.SendMessage, with: { template: "'undo-${name}'", purpose: "'service'" } }`;
  const BOOKING = planFrom(
    journey(
      `${said('first')}${said('second')}${said('third')}
    stay: { office: front, wait: [{ after: P30D }] }
    over: { end: over }`,
      { exit: '  - { on: continuo.operations.OrderCancelled.v1, outcome: cancelled, undo: true }' },
    ),
  );
  const told = (test: JourneyUnderTest) => test.commands.map(({ value }) => value['template']);
  const cancelledWhilePaused = (): JourneyUnderTest => {
    const test = new JourneyUnderTest(BOOKING);
    test.event('operations.OrderAccepted', { orderId: 'o-1', storeId: 's' });
    for (let n = 0; n < 3; n += 1) test.answer('collaboration.MessageSent');
    test.paused.add('under-test');
    return test.event('operations.OrderCancelled', { orderId: 'o-1' });
  };

  test('are held by a pause, and go when it is over: newest first, each once, each behind the answer before', () => {
    const test = cancelledWhilePaused().pass('P3D');
    expect(told(test)).toEqual(['first', 'second', 'third']);
    expect(test.instance).toMatchObject({ status: 'undoing', undo: [{ phase: 'held' }, {}, {}] });
    test.paused.clear();
    release(release(test));
    expect(told(test).slice(3)).toEqual(['undo-third']);
    expect(test.ignored).toContain('nothing-held');
    release(test.answer('collaboration.MessageSent').answer('collaboration.MessageSent'));
    expect(told(test).slice(3)).toEqual(['undo-third', 'undo-second', 'undo-first']);
    release(test.answer('collaboration.MessageSent'));
    expect(test.instance).toMatchObject({ status: 'ended', outcome: 'cancelled', undo: [] });
    expect(told(test)).toHaveLength(6);
    const { recorded, again } = test.replayed();
    expect(again).toBe(recorded);
  });

  test('paused again in between, the rest waits once more', () => {
    const test = cancelledWhilePaused();
    test.paused.clear();
    release(test);
    test.paused.add('under-test');
    test.answer('collaboration.MessageSent');
    expect(told(test).slice(3)).toEqual(['undo-third']);
    expect(test.instance).toMatchObject({ status: 'undoing', undo: [{ step: 'second', phase: 'held' }, {}] });
    test.paused.clear();
    release(test);
    expect(told(test).slice(3)).toEqual(['undo-third', 'undo-second']);
  });
});
