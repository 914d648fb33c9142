// Specifies what an instance waits for, as codes: of every kind of step that waits, and the same in words.
import { guardrailsOf } from '../../../../test/guardrails-under-test.js';
import { journey, JourneyUnderTest, planFrom } from '../../../../test/journey-under-test.js';
import { awaitedSchema, awaitedShown } from '../../instances/awaited-view.js';
import { wordsOfAwaited, type Awaited } from './awaited.js';
import { explain } from './explain.js';

const END = 'over: { end: over }';

function started(steps: string, guardrails?: string): JourneyUnderTest {
  const game = new JourneyUnderTest(planFrom(journey(`${steps}\n${END}`)));
  if (guardrails !== undefined) game.guardrails = guardrailsOf(guardrails);
  return game.event('operations.OrderAccepted', { orderId: 'o-1', storeId: 's-1' });
}

function waitsOf(game: JourneyUnderTest): readonly Awaited[] {
  const plan = game.changes.at(-1)?.plan;
  if (plan === undefined) throw new Error('nothing happened');
  return explain(plan, game.instance, []).waitsFor;
}

const SEND = `
tell:
  office: front
  act: collaboration.SendMessage
  with: { template: "'offer'", purpose: "'marketing'", channel: "'email'" }`;

test('a wait: events with their conditions, durations, and dates', () => {
  const game = started(`
pause:
  office: back
  wait:
    - { on: continuo.operations.OrderReady.v1, when: event.orderId == key }
    - { on: continuo.operations.OrderCancelled.v1, restart: true }
    - { after: PT4H }
    - { until: "'2026-03-01'", at: "09:00", zone: customer }`);
  const waits = waitsOf(game);
  expect(waits).toEqual([
    {
      code: 'event',
      type: 'continuo.operations.OrderReady.v1',
      when: 'event.orderId == key',
      restarts: false,
    },
    { code: 'event', type: 'continuo.operations.OrderCancelled.v1', when: null, restarts: true },
    { code: 'duration', duration: 'PT4H' },
    {
      code: 'date',
      expression: "'2026-03-01'",
      at: '09:00',
      zone: 'customer',
      otherwise: expect.any(String),
    },
  ]);
  expect(waits.map(wordsOfAwaited)).toEqual([
    'continuo.operations.OrderReady.v1 when event.orderId == key',
    'continuo.operations.OrderCancelled.v1 (begins anew)',
    'after PT4H',
    "until '2026-03-01' at 09:00 in the customer's time zone",
  ]);
});

test('an act: its answers; one that is held back: the rule, and when it is looked at again', () => {
  const types = waitsOf(started(SEND)).map((each) => (each.code === 'answer' ? each.type : each.code));
  expect(types).toContain('continuo.collaboration.MessageSent.v1');
  const night = 'quietHours: [{ name: night, from: "00:00", to: "08:00", then: hold }]\n';
  const [held] = waitsOf(started(SEND, night));
  expect(held).toMatchObject({
    code: 'held',
    rule: 'quietHours/night',
    until: Date.parse('2026-01-01T08:00Z'),
  });
  expect(held && awaitedShown(held)).toEqual({
    code: 'held',
    rule: 'quietHours/night',
    until: '2026-01-01T08:00:00.000Z',
    text: 'what holds it back: quietHours/night',
  });
});

test('branches of a parallel that are open, a worker, and each thing once', () => {
  const game = started(`
both:
  office: middle
  parallel: all
  branches:
    one: { steps: { first: { office: back, wait: [{ after: P1D, next: both }] } } }
    two: { steps: { second: { office: back, wait: [{ after: P1D, next: both }] } } }
    three: { steps: { score: { office: back, task: credit-score, lease: PT30S, timeout: PT1H, next: both } } }`);
  expect(waitsOf(game)).toEqual([
    { code: 'duration', duration: 'P1D' },
    { code: 'worker', task: 'credit-score', attempt: 1 },
  ]);
});

test('everything has words, and fits what is shown', () => {
  const all: readonly Awaited[] = [
    { code: 'event', type: 't', when: null, restarts: false },
    { code: 'duration', duration: 'PT1H' },
    { code: 'date', expression: 'vars.day', at: null, zone: 'definition', otherwise: 'UTC' },
    { code: 'answer', type: 't' },
    { code: 'held', rule: null, until: null },
    { code: 'decision', approval: 'goodwill', role: 'supervisor' },
    { code: 'last-word', approval: 'goodwill' },
    { code: 'worker', task: 'score', attempt: 2 },
    { code: 'journey', journey: 'call' },
    { code: 'branch', branch: 'one' },
  ];
  for (const each of all) {
    const shown = awaitedShown(each);
    expect(awaitedSchema.parse(shown)).toEqual(shown);
    expect(shown.text).not.toBe('');
  }
});
