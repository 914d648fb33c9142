// Splits: an arm is drawn once per customer and experiment, and kept whatever happens to weights, versions and journeys.
import { journey, JourneyUnderTest, planFrom, problemsOf } from '../../../../test/journey-under-test.js';
import type { Plan } from '../language/plan.js';
import { itemsOf, NO_MEMORY } from './memory.js';
import { armAt } from './split.js';

const split = (arms: string, version = 1, name = 'under-test'): Plan =>
  planFrom(
    journey(
      `
    draw: { office: middle, split: { experiment: colours, arms: [${arms}] } }
    red: { end: red }
    blue: { end: blue }`,
    ).replace('under-test', name),
    version,
  );
const arm = (name: string, weight: number): string => `{ arm: ${name}, weight: ${weight}, next: ${name} }`;
const both = split(`${arm('red', 50)}, ${arm('blue', 50)}`);

function accepted(under: JourneyUnderTest, order = 'o-1'): JourneyUnderTest {
  return under.event('operations.OrderAccepted', { orderId: order, storeId: 's-1' });
}

function customer(profileId: string, ...plans: readonly Plan[]): JourneyUnderTest {
  const under = new JourneyUnderTest(...plans);
  under.state = { ...under.state, profileId };
  return under;
}

test('draws an arm, remembers it and tells it once', () => {
  const under = accepted(customer('profile-1', both));
  const [drawn] = itemsOf(under.state.memory ?? NO_MEMORY, 'arm');
  expect(drawn).toMatchObject({ experiment: 'colours', customer: 'user=u-1' });
  expect(under.instance.outcome).toBe(drawn?.arm);
  expect(under.published.find(({ name }) => name === 'StepLeft')?.value).toMatchObject({
    outcome: drawn?.arm,
  });
  accepted(under, 'o-2');
  expect(under.published.filter(({ name }) => name === 'ExperimentAssigned')).toHaveLength(1);
  expect(under.deeds.filter(({ did }) => did === 'assigned').map(({ by }) => by)).toEqual(['draw', 'memory']);
  const { recorded, again } = under.replayed();
  expect(again).toBe(recorded);
});

test('weights of a later version move nobody, nor does another journey of the same experiment', () => {
  const under = accepted(customer('profile-1', both));
  const first = under.instance.outcome ?? '';
  const other = first === 'red' ? 'blue' : 'red';
  under.publish(split(`${arm(other, 999_999)}, ${arm(first, 0.001)}`, 2));
  accepted(under, 'o-2');
  expect(under.instance).toMatchObject({ version: 2, outcome: first });
  const elsewhere = split(`${arm(other, 999_999)}, ${arm(first, 0.001)}`, 1, 'elsewhere');
  under.publish(elsewhere);
  accepted(under, 'o-3');
  expect([...under.state.instances.values()].map(({ outcome }) => outcome)).toEqual([
    first,
    first,
    first,
    first,
  ]);
});

test('an arm that is gone is drawn anew, and the new one stays', () => {
  const under = accepted(customer('profile-1', both));
  const first = under.instance.outcome ?? '';
  const other = first === 'red' ? 'blue' : 'red';
  const without = planFrom(
    journey(`
    draw: { office: middle, split: { experiment: colours, arms: [${arm(other, 1)}, { arm: green, weight: 1, next: ${first} }] } }
    red: { end: red }
    blue: { end: blue }`),
    2,
  );
  under.publish(without);
  accepted(under, 'o-2');
  const assigned = under.published.filter(({ name }) => name === 'ExperimentAssigned').at(-1);
  expect(assigned?.value).toMatchObject({ insteadOf: first });
  const now = itemsOf(under.state.memory ?? NO_MEMORY, 'arm').map((item) => item.arm);
  expect(now).toEqual([assigned?.value['arm']]);
  under.publish({ ...both, version: 3 });
  accepted(under, 'o-3');
  const { recorded, again } = under.replayed();
  expect(again).toBe(recorded);
});

test('shares follow the weights, customer by customer', () => {
  const uneven = split(`${arm('red', 3)}, ${arm('blue', 1)}`);
  let red = 0;
  for (let n = 0; n < 2_000; n += 1) {
    if (accepted(customer(`profile-${n}`, uneven)).instance.outcome === 'red') red += 1;
  }
  expect(red / 2_000).toBeGreaterThan(0.71);
  expect(red / 2_000).toBeLessThan(0.79);
});

test('a draw at the edge of an arm belongs to the next one', () => {
  const arms = [
    { arm: 'a', weight: 1, next: 'x' },
    { arm: 'b', weight: 3, next: 'x' },
  ];
  expect([0, 0.2499, 0.25, 0.9999999].map((draw) => armAt(arms, draw).arm)).toEqual(['a', 'a', 'b', 'b']);
});

test.each([
  ['one arm', arm('red', 1), /shape-minItems/],
  ['no weight', `${arm('red', 0)}, ${arm('blue', 1)}`, /shape-exclusiveMinimum/],
  ['less than nothing', `${arm('red', -1)}, ${arm('blue', 1)}`, /shape-exclusiveMinimum/],
  ['an arm twice', `${arm('red', 1)}, ${arm('blue', 1)}, ${arm('red', 1)}`, /arm-twice/],
  ['nowhere to go', `${arm('red', 1)}, ${arm('blue', 1)}, ${arm('green', 1)}`, /unknown-step/],
])('refuses %s', (_what, arms, rule) => {
  const yaml = journey(`
    draw: { office: middle, split: { experiment: colours, arms: [${arms}] } }
    red: { end: red }
    blue: { end: blue }`);
  expect(problemsOf(yaml).join()).toMatch(rule);
});
