// What an instance that only a simulation has holds back goes when live ones go: by a stop that is over, by a journey resumed.
import { guardrailsOf } from '../../../../test/guardrails-under-test.js';
import { deriveId, planFrom } from '../../../../test/journey-under-test.js';
import type { EventInput } from '../engine/input.js';
import { NO_MEMORY } from '../engine/memory.js';
import type { Surroundings } from '../engine/profile.js';
import type { Stop } from '../guardrails/policy.js';
import { HistoryCustomer } from './history-customer.js';
import { NO_LIMIT_MET } from './recorded-limits.js';
import { publishedPlans } from './scenario-conditions.js';

const PROFILE = '0190a1b2-0000-7000-8000-000000000001';
const MINUTE = 60_000;
const PLAN = planFrom(
  'journey: care\ntitle: Cares\nowner: tests\nobjective: to care\nmetrics: [cares]\n' +
    'entry: [{ on: continuo.operations.OrderAccepted.v1, key: event.orderId }]\nsteps:\n' +
    '  tell: { office: front, act: collaboration.SendMessage, with: { template: "\'hello\'", purpose: "\'service\'", channel: "\'email\'" } }\n' +
    '  over: { end: over }\n',
);
const ENTRY: EventInput = {
  ...{ kind: 'event', id: 'e-1', profileId: PROFILE, type: 'continuo.operations.OrderAccepted.v1' },
  ...{ value: { orderId: 'o-1' }, at: MINUTE, hops: 0, customer: 'user=u', correlationId: 'e-1' },
};

/** A customer of whom this entry is not recorded; `world` is what is in force. */
function customer(
  world: { paused: boolean; stops: readonly Stop[] },
  paused: readonly string[] = [],
): HistoryCustomer {
  const around = (real: number, limits?: Partial<Surroundings>): Surroundings => ({
    ...{ plans: publishedPlans([PLAN], () => world.paused), real, derive: deriveId, random: () => 0.5 },
    ...{ guardrails: guardrailsOf('', world.stops, world.stops.length === 0 ? 2 : 1), ...limits },
  });
  const known = { facts: null, memory: NO_MEMORY, commands: new Map(), limits: NO_LIMIT_MET };
  return new HistoryCustomer(
    { profileId: PROFILE, ...known, paused: new Set(paused), clock: 0 },
    {
      around: (clock, limits) => around(clock, limits && { pace: limits.pace, places: limits.places }),
      usualAnswer: () => ({ type: 'continuo.collaboration.MessageSent.v1', delay: 1_000, samples: 0 }),
    },
  );
}

const told = ({ contacts, reasons, lives }: ReturnType<HistoryCustomer['finish']>) => ({
  sent: contacts.map(({ at }) => at),
  reasons: reasons.map(({ rule }) => rule),
  outcomes: lives.map(({ outcome }) => outcome),
});

test('a stop that is over', () => {
  const world = { paused: false, stops: [{ channel: '*', purpose: '*' }] as readonly Stop[] };
  const history = customer(world);
  history.apply(ENTRY, 0);
  history.pass(2 * MINUTE, 0);
  world.stops = [];
  history.release(2, 2 * MINUTE);
  expect(told(history.finish(3 * MINUTE))).toEqual({
    sent: [2 * MINUTE],
    reasons: ['stop'],
    outcomes: ['over'],
  });
  expect(history.assumed).toEqual(new Map([['collaboration.SendMessage', 1]]));
});

test('a journey that was resumed; one that was really held waits for the word in the log', () => {
  const instanceId = deriveId('care/e-1');
  for (const [recorded, sent] of [
    [[], [2 * MINUTE]],
    [[instanceId], []],
  ] as const) {
    const world = { paused: true, stops: [] };
    const history = customer(world, recorded);
    history.apply(ENTRY, 0);
    history.resume(MINUTE + 1);
    world.paused = false;
    history.resume(2 * MINUTE);
    expect(told(history.finish(3 * MINUTE))).toMatchObject({ sent, reasons: ['journey-paused'] });
  }
});
