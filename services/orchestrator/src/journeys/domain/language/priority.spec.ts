// Which journey of a customer is tried first: the same answer live, in a simulation and in a scenario.
import { planFrom } from '../../../../test/journey-under-test.js';
import { Edition } from '../../definitions/plan-book.js';
import { withCandidate } from '../simulation/overlay.js';
import { publishedPlans } from '../simulation/scenario-conditions.js';
import type { Plan } from './plan.js';

const ACCEPTED = 'continuo.operations.OrderAccepted.v1';

function journey(name: string, priority?: number, on = ACCEPTED): Plan {
  return planFrom(
    `journey: ${name}\ntitle: One of several\nowner: tests\nobjective: to be tried\nmetrics: [tries]\n${
      priority === undefined ? '' : `priority: ${priority}\n`
    }entry: [{ on: ${on}, key: event.orderId }]\nsteps:\n  waiting: { office: back, wait: [{ after: P1D }] }\n  over: { end: over }\n`,
  );
}

function edition(plans: readonly Plan[]): Edition {
  const versions = new Map(plans.map((plan) => [`${plan.journey}/${plan.version}`, plan]));
  return new Edition(
    1,
    versions,
    plans.map((plan) => ({ plan, state: 'published' })),
  );
}

const names = (plans: readonly Plan[]): readonly string[] => plans.map((plan) => plan.journey);

test('the higher priority first, of equal ones by name, wherever it is asked', () => {
  const others = [journey('b'), journey('urgent', 90), journey('a'), journey('last', 1)];
  for (const candidate of [journey('new', 95), journey('new', 60), journey('new'), journey('new', 0)]) {
    const all = [...others, candidate];
    const live = names(edition(all).startedBy(ACCEPTED));
    expect(names(publishedPlans([...all].reverse()).startedBy(ACCEPTED))).toEqual(live);
    expect(names(withCandidate(edition(others), candidate).startedBy(ACCEPTED))).toEqual(live);
  }
  expect(names(edition(others).startedBy(ACCEPTED))).toEqual(['urgent', 'a', 'b', 'last']);
});

test('a candidate is tried by its own priority, not where the version before was', () => {
  const published = edition([journey('a', 80), journey('b', 50), journey('own', 90)]);
  const startedBy = (candidate: Plan) => names(withCandidate(published, candidate).startedBy(ACCEPTED));
  expect(startedBy(journey('own', 70))).toEqual(['a', 'own', 'b']);
  expect(startedBy(journey('own', 90, 'continuo.operations.OrderReady.v1'))).toEqual(['a', 'b']);
});
