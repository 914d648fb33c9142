// Limits that all customers share, as they were met: a message waits as it waited, an entry that was declined stays declined.
import { guardrailsOf } from '../../../../test/guardrails-under-test.js';
import { planFrom } from '../../../../test/journey-under-test.js';
import type { Surroundings } from '../engine/profile.js';
import type { ComparedDeed } from './compared-deeds.js';
import { NO_LIMIT_MET, pacedMessages, putOff, RecordedLimits } from './recorded-limits.js';
import { publishedPlans } from './scenario-conditions.js';

const RULE = 'pace/gentle';
const MINUTE = 60_000;
const NOW = 100 * MINUTE;
const deed = (at: number, did: string, what: string | null = null): ComparedDeed => [
  at,
  did,
  'remind',
  'm-1',
  what,
];
const paced = (...deeds: readonly ComparedDeed[]) =>
  pacedMessages([{ journey: 'care', deeds }], NOW + 9 * MINUTE);

function surroundings(real: number, concurrency = 1): Surroundings {
  const plan = planFrom(
    `journey: care\ntitle: Cares\nowner: tests\nobjective: to care\nmetrics: [cares]\nconcurrency: { total: ${concurrency} }\nentry: [{ on: continuo.operations.OrderAccepted.v1 }]\nsteps:\n  over: { end: over }\n`,
  );
  const guardrails = guardrailsOf('pace: [{ name: gentle, channels: [email], perMinute: 30 }]');
  return { plans: publishedPlans([plan]), guardrails, real, derive: (name) => name, random: () => 0.5 };
}

/** What a message is told that asks at these times. */
function told(met: ReturnType<typeof paced>, ...times: readonly number[]): readonly (number | null)[] {
  const limits = new RecordedLimits({ ...NO_LIMIT_MET, paced: met });
  return times.map((real) => {
    limits.within(surroundings(real));
    return limits.pace.take(RULE, NOW + 60 * MINUTE, 'm-1');
  });
}

test('a message that waited for its slot waits as long again, however often it asked', () => {
  const once = paced(deed(NOW, 'held', RULE), deed(NOW + 3 * MINUTE, 'sent', 'collaboration.SendMessage'));
  expect(told(once, NOW + 7)).toEqual([NOW + 7 + 3 * MINUTE]);
  const twice = paced(
    deed(NOW, 'held', RULE),
    deed(NOW + 1_000, 'held', RULE),
    deed(NOW + 61_000, 'sent', 'collaboration.SendMessage'),
  );
  expect(told(twice, NOW, NOW + 1_000)).toEqual([null, NOW + 61_000]);
  // Another attempt was not put off.
  expect(told(once, NOW, NOW + 5 * MINUTE)).toEqual([NOW + 3 * MINUTE, NOW + 5 * MINUTE]);
});

test('one that was too late is again, one that still waits goes on waiting, any other goes at once', () => {
  const late = paced(deed(NOW, 'held', RULE), deed(NOW + 1_000, 'skipped', RULE));
  expect(told(late, NOW, NOW + 1_000)).toEqual([null, NOW + 60 * MINUTE + 1]);
  expect(told(paced(deed(NOW, 'held', RULE)), NOW)).toEqual([NOW + 9 * MINUTE]);
  expect(told(paced(deed(NOW, 'held', 'caps/weekly'), deed(NOW + 5, 'sent')), NOW)).toEqual([NOW]);
});

test('who asks for a slot is told once, with the pace that was in force', () => {
  const limits = new RecordedLimits(NO_LIMIT_MET);
  for (const real of [NOW, NOW + 5]) {
    limits.within(surroundings(real));
    limits.pace.take(RULE, NOW + MINUTE, 'm-1');
  }
  expect(limits.asked).toEqual([{ rule: RULE, at: NOW, perMinute: 30 }]);
});

test('what really went in a later minute, or not at all, was put off', () => {
  const later = paced(deed(NOW, 'held', RULE), deed(NOW + MINUTE, 'sent'));
  const soon = paced(deed(NOW, 'held', RULE), deed(NOW + 1_000, 'sent'));
  const never = paced(deed(NOW, 'skipped', RULE));
  expect([later, soon, never].map((each) => putOff(each).length)).toEqual([1, 0, 1]);
  expect(putOff(later)).toEqual([{ kind: 'beyond', rule: RULE, journey: 'care', at: NOW }]);
});

test('an entry that was declined stays declined, unless the limit is higher now', () => {
  const take = (concurrency: number, id: string): boolean => {
    const limits = new RecordedLimits({ ...NO_LIMIT_MET, declined: new Map([['declined', 3]]) });
    limits.within(surroundings(NOW, concurrency));
    return limits.places.take('care', id);
  };
  expect([take(3, 'declined'), take(2, 'declined'), take(4, 'declined'), take(1, 'other')]).toEqual([
    false,
    false,
    true,
    true,
  ]);
});
