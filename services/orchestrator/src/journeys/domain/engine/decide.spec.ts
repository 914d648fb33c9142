// Decisions: the best of those that may, the first of equals, nobody when none may; and everybody's reasons afterwards.
import { canonicalJson } from '@continuo/kernel';
import fc from 'fast-check';
import { journey, JourneyUnderTest, planFrom, problemsOf } from '../../../../test/journey-under-test.js';
import { explain } from './explain.js';

const deciding = (candidates: string): string =>
  journey(`
    best:
      office: middle
      decide:
        candidates:
${candidates}
        otherwise: none
${['call', 'mail'].flatMap((end) => (candidates.includes(`next: ${end}`) ? [`    ${end}: { end: ${end} }`] : [])).join('\n')}
    none: { end: none }`);

function decided(candidates: string, facts = {}): JourneyUnderTest {
  return new JourneyUnderTest(planFrom(deciding(candidates)))
    .facts(facts)
    .event('operations.OrderAccepted', { orderId: 'o-1', storeId: 's-1' });
}

const decision = (journey: JourneyUnderTest) => journey.deeds.find(({ did }) => did === 'decided');

test('the highest rank among the eligible wins, and keeps what it says', () => {
  const run = decided(
    `          - { name: mail, rank: "0.3", next: mail }
          - { name: call, when: profile.valueTier == 'gold', rank: profile.scores.churn * 2.0, set: { by: "'phone'" }, next: call }
          - { name: chat, when: "false", rank: "9", next: none }`,
    { valueTier: 'gold', scores: { churn: 0.4 } },
  );
  expect(run.instance).toMatchObject({ outcome: 'call', vars: { by: 'phone' } });
  expect(decision(run)).toEqual({
    did: 'decided',
    step: 'best',
    winner: 'call',
    candidates: [
      { name: 'mail', rank: 0.3, why: 'eligible' },
      { name: 'call', rank: 0.8, why: 'eligible' },
      { name: 'chat', rank: null, why: 'when is false' },
    ],
  });
  const plan = run.changes[0]?.plan;
  const because =
    plan === undefined
      ? []
      : explain(
          plan,
          run.instance,
          run.changes.map(({ journal }) => journal),
        ).because;
  expect(
    because.some((line) =>
      line.endsWith('best: decided call (0.8) over mail (0.3); chat was not eligible (when is false)'),
    ),
  ).toBe(true);
});

test('the first of equals wins', () => {
  const equal = `          - { name: mail, rank: "1", next: mail }
          - { name: call, rank: "1.0", next: call }`;
  expect(decided(equal).instance.outcome).toBe('mail');
});

test('nobody wins when nobody is eligible', () => {
  const run = decided(`          - { name: mail, when: "key == 'other'", rank: "1", next: mail }`);
  expect(run.instance.outcome).toBe('none');
  expect(decision(run)).toMatchObject({ winner: null });
});

test.each([
  ['a condition without a value', 'when: profile.scores.absent > 1, rank: "9"', 'when: no-such-key scores'],
  ['a rank without a value', 'rank: profile.scores.absent', 'rank: no-such-key scores'],
  ['a rank that is no number', 'rank: vars.storeId', 'rank: no number'],
  ['a rank beyond numbers', 'rank: 1.0 / 0.0', 'rank: not-json a number that is not finite'],
  ['a value that can not be kept', 'rank: "9", set: { a: vars.absent }', 'set: no-such-key absent'],
  [
    'a condition that costs too much',
    'rank: "9", when: "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20].map(a, [1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20].map(b, [a, b, a, b, a, b, a, b, a, b])).size() > 0"',
    'when: too-costly values too long to be looked at',
  ],
])('%s costs its candidate only', (_what, broken, why) => {
  const run = decided(`          - { name: call, ${broken}, next: call }
          - { name: mail, rank: "1", next: mail }`);
  expect(run.instance).toMatchObject({ outcome: 'mail', incidents: [] });
  expect(decision(run)?.['candidates']).toContainEqual({ name: 'call', rank: null, why });
});

test('is refused with a name twice, a rank that is no number, a step that is none', () => {
  const head = deciding(`          - { name: mail, rank: "1", next: mail }
          - { name: mail, rank: "'high'", next: nowhere }
          - { name: call, rank: "1", when: key, next: call }`);
  expect(problemsOf(head).map((each) => each.replace(/^\d+ /, ''))).toEqual([
    'unknown-step best',
    'name-taken best',
    'wrong-type best',
    'condition-not-bool best',
  ]);
});

const seed = Number(process.env['SEED'] ?? 20260202);
test(`whatever the ranks, the winner is the first of the highest, and a replay says the same (seed ${seed})`, () => {
  const rank = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constant(null));
  fc.assert(
    fc.property(fc.array(rank, { minLength: 1, maxLength: 6 }), (ranks) => {
      const candidates = ranks.map(
        (each, at) => `          - { name: c${at}, rank: "${each ?? 'vars.absent'}", next: mail }`,
      );
      const run = decided(candidates.join('\n'));
      const numbers = ranks.filter((each) => each !== null);
      const best = numbers.length === 0 ? null : `c${ranks.indexOf(Math.max(...numbers))}`;
      const { recorded, again } = run.replayed();
      return decision(run)?.['winner'] === best && recorded === again && canonicalJson(run.instance) !== '';
    }),
    { seed, numRuns: 60 },
  );
});
