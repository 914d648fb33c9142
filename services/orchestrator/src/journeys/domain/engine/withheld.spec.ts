// The time that a step is held back is counted apart: told when it is left, and taken out of how long somebody stands there.
import { guardrailsOf } from '../../../../test/guardrails-under-test.js';
import { journey, JourneyUnderTest, planFrom, START } from '../../../../test/journey-under-test.js';
import { bucketOf } from '../stays/histogram.js';
import { passesOf } from '../stays/passes.js';
import { LEFT_SAYS_WITHHELD } from './instance.js';
import { standingSince } from './withheld.js';

const NIGHT = 'quietHours: [{ name: night, from: "00:00", to: "08:00", then: hold }]\n';
const HOUR = 3_600_000;
const MINUTE = 60_000;
const MESSAGE = `office: front, act: collaboration.SendMessage, with: { template: "'hello'", purpose: "'service'" }`;
const TELL = `{ ${MESSAGE} }`;
const ALONE = planFrom(
  journey(`
    tell: { ${MESSAGE}, retry: { attempts: 3, backoff: PT10M } }
    told: { end: told }`),
);
const BRANCH = planFrom(
  journey(`
    both:
      office: middle
      parallel: all
      branches:
        word: { steps: { tell: ${TELL} } }
        time: { steps: { rest: { office: back, wait: [{ after: PT20H }] } } }
    over: { end: over }`),
);

function started(plan: typeof ALONE, guardrails = guardrailsOf(NIGHT)): JourneyUnderTest {
  const under = new JourneyUnderTest(plan);
  under.guardrails = guardrails;
  return under.event('operations.OrderAccepted', { orderId: 'o-1', storeId: 's-1' });
}

const left = (under: JourneyUnderTest) => under.deeds.filter(({ did }) => did === 'left');
const passes = (under: JourneyUnderTest) => under.changes.flatMap(({ journal }) => passesOf(journal));

test('a night is told with the step that is left, and is not a part of its stay', () => {
  const under = started(ALONE).pass('PT8H1M').answer('collaboration.MessageSent');
  expect(left(under)[0]).toMatchObject({ step: 'tell', since: START, withheld: 8 * HOUR });
  expect(left(under)[1]).not.toHaveProperty('withheld');
  expect(passes(under)[0]).toMatchObject({ step: 'tell', bucket: bucketOf(MINUTE) });
  const { recorded, again } = under.replayed();
  expect(again).toBe(recorded);
});

test('until the night is over it stands from then on, overdue or not; then without the night', () => {
  const under = started(ALONE);
  expect(standingSince(under.instance)).toEqual([START + 8 * HOUR]);
  under.pass('PT8H');
  expect(standingSince(under.instance)).toEqual([START + 8 * HOUR]);
  expect(under.commands).toHaveLength(1);
});

test('several holds add up, of several attempts too; what is between them is its own', () => {
  const under = started(ALONE).pass('PT8H30M');
  under.guardrails = guardrailsOf('', [{ channel: '*', purpose: '*' }], 2);
  under.answer('collaboration.MessageFailed');
  expect(standingSince(under.instance)).toEqual([START + 8 * HOUR]);
  under.pass('PT1H');
  // Nobody knows when the switch is turned back.
  expect(standingSince(under.instance)).toEqual([null]);
  under.pass('PT5H');
  under.guardrails = guardrailsOf('', [], 3);
  under.input({ kind: 'released', at: under.clock, number: 3 }).pass('PT1M');
  const own = under.clock - (standingSince(under.instance)[0] ?? 0);
  // Half an hour until the failure, the time between two attempts, and a minute after the stop.
  expect(own / MINUTE).toBeCloseTo(30 + 10.5 + 1);
  under.answer('collaboration.MessageSent');
  expect(left(under)[0]?.['withheld']).toBe(under.clock - START - own);
});

test('a parallel stands no longer than its branches let it; what another one does goes on', () => {
  const under = started(BRANCH);
  expect(standingSince(under.instance)).toEqual([null, START + 8 * HOUR, START]);
  under.pass('PT8H2M').answer('collaboration.MessageSent');
  expect(standingSince(under.instance)).toEqual([START + 8 * HOUR, START]);
  under.pass('PT12H');
  expect(left(under).map(({ step, withheld }) => [step, withheld ?? 0])).toEqual([
    ['tell', 8 * HOUR],
    ['rest', 0],
    ['both', 8 * HOUR],
    ['over', 0],
  ]);
});

test('a pause counts as well, and nothing of one stay goes into the next', () => {
  const again = planFrom(
    journey(`
    tell: ${TELL}
    rest: { office: back, wait: [{ after: PT1H, next: more }] }
    more: { office: middle, choose: [{ when: visits.tell < 2, next: tell }, { else: true, next: told }] }
    told: { end: told }`),
  );
  const under = new JourneyUnderTest(again);
  under.paused.add('under-test');
  under.event('operations.OrderAccepted', { orderId: 'o-1', storeId: 's-1' }).pass('PT3H');
  expect(standingSince(under.instance)).toEqual([null]);
  under.paused.clear();
  under.input({
    ...{ kind: 'action', id: 'a-1', instanceId: under.instance.id, at: under.clock },
    ...{ action: 'release', actor: 'operator-1' },
  });
  under.answer('collaboration.MessageSent').pass('PT1H').answer('collaboration.MessageSent');
  const told = left(under).filter(({ step }) => step === 'tell');
  expect(told.map(({ withheld }) => withheld ?? 0)).toEqual([3 * HOUR, 0]);
  expect(under.instance).not.toHaveProperty('withheld');
});

test('an instance of before says nothing of it in its journal', () => {
  const under = started(ALONE);
  const [[id, instance] = []] = under.state.instances;
  const older = { ...under.instance, revision: LEFT_SAYS_WITHHELD - 1 };
  expect(instance).toBeDefined();
  under.state = { ...under.state, instances: new Map([[id ?? '', older]]) };
  under.pass('PT8H1M').answer('collaboration.MessageSent');
  expect(left(under)[0]).not.toHaveProperty('withheld');
});
