// A life in three lines: no ids, no times, every step with how it was left.
import { JourneyUnderTest, journey, planFrom } from '../../../../test/journey-under-test.js';
import { storyOf } from './story.js';

const plan = planFrom(
  journey(
    `
    send:
      office: front
      act: collaboration.SendMessage
      with: { template: "'t'", purpose: "'service'" }
    waiting:
      office: front
      wait:
        - { on: continuo.operations.OrderReady.v1, next: done }
        - { after: P1D, next: late }
    done: { end: done }
    late: { end: late }
    `,
    {
      exit: '  - { on: continuo.operations.OrderCancelled.v1, when: event.orderId == key, outcome: cancelled }',
    },
  ),
);

function told(run: (journey: JourneyUnderTest) => void) {
  const under = new JourneyUnderTest(plan).event('operations.OrderAccepted', {
    orderId: 'o-1',
    storeId: 's',
  });
  run(under);
  return storyOf(
    plan,
    under.changes.map((change) => change.journal),
  );
}

test('tells why it began, which way it went, why it ended, and counts what was sent', () => {
  const story = told((each) => each.answer('collaboration.MessageSent').event('operations.OrderReady'));
  expect(story).toEqual({
    sends: 1,
    why: [
      'began: OrderAccepted',
      'went: send (done), waiting (OrderReady)',
      'ended: done (completed) by OrderReady',
    ],
  });
});

test('tells that time ended it', () => {
  const { why } = told((each) => each.answer('collaboration.MessageSent').pass('P1D'));
  expect(why[2]).toBe('ended: late (completed) by time in waiting');
});

test('tells which rule of which exit ended it, and counts no message that was not sent', () => {
  const story = told((each) => each.event('operations.OrderCancelled', { orderId: 'o-1' }));
  expect(story.sends).toBe(0);
  expect(story.why).toEqual([
    'began: OrderAccepted',
    'went: nowhere yet',
    'ended: cancelled (exited) by OrderCancelled when event.orderId == key',
  ]);
});

test('tells what ended it, whatever came afterwards', () => {
  const { why } = told((each) => {
    each.answer('collaboration.MessageSent').pass('P1D');
    each.input({ kind: 'erased', id: 'erasure-1', at: each.clock });
  });
  expect(why[2]).toBe('ended: late (completed) by time in waiting');
});

test('tells two lines of what still runs', () => {
  expect(told(() => undefined).why).toEqual(['began: OrderAccepted', 'went: nowhere yet']);
});
