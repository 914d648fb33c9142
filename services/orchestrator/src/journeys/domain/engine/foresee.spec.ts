// What an action on an incident would do: foreseen, and then done, it is the same.
import { deriveId, journey, JourneyUnderTest, planFrom } from '../../../../test/journey-under-test.js';
import { foresee, type Foreseen, type ForeseenAction } from './foresee.js';

const ORDER = { orderId: 'o-1', storeId: 's-1' };
const PLAN = planFrom(
  journey(`
    reserve:
      office: back
      act: operations.ReserveStock
      with: { orderId: key }
      compensate: { act: operations.ReleaseStock, with: { orderId: key } }
    tell:
      office: back
      act: operations.ReserveStock
      with: { orderId: key }
    pause: { office: back, wait: [{ after: PT1H, next: over }] }
    over: { end: over }`),
);

/** One that stands in its second act: that one was refused. */
function standing(): JourneyUnderTest {
  return new JourneyUnderTest(PLAN)
    .event('operations.OrderAccepted', ORDER)
    .answer('operations.StockReserved')
    .answer('operations.StockRefused');
}

function foreseen(given: JourneyUnderTest, action: ForeseenAction, incidentId?: string): Foreseen {
  const { instance, clock } = given;
  const facts = { now: clock, real: clock, random: 0.5, profile: null };
  const id = incidentId ?? instance.incidents[0]?.id ?? '';
  return foresee(PLAN, instance, { action, incidentId: id }, facts, deriveId);
}

test('a retry sends the command again under the id that it had', () => {
  const given = standing();
  expect(given.instance.incidents).toMatchObject([{ step: 'tell', code: 'refused' }]);
  expect(foreseen(given, 'retry')).toEqual({
    refused: null,
    enters: [],
    sends: [{ command: 'operations.ReserveStock', step: 'tell', repeats: true }],
    undoes: [],
    ends: null,
    stands: null,
  });
});

test('a skip goes on behind the step, a cancel ends and undoes what was done', () => {
  expect(foreseen(standing(), 'skip')).toMatchObject({ enters: ['pause'], sends: [], ends: null });
  expect(foreseen(standing(), 'cancel')).toMatchObject({
    enters: [],
    sends: [{ command: 'operations.ReleaseStock', step: 'reserve', repeats: false }],
    undoes: ['reserve'],
    ends: 'cancelled',
  });
});

test('what would not be done says why, and nothing is done by looking', () => {
  const given = standing();
  const before = JSON.stringify(given.instance);
  expect(foreseen(given, 'retry', 'another')).toMatchObject({ refused: 'incident-not-found', sends: [] });
  given.action('cancel').answer('operations.StockFailed');
  expect(foreseen(given, 'cancel')).toMatchObject({ refused: 'already-ending' });
  expect(JSON.stringify(standing().instance)).toBe(before);
});

test.each(['retry', 'skip', 'cancel'] as const)('what is foreseen of a %s is what it then does', (action) => {
  const given = standing();
  const before = given.deeds.length;
  const [entered, commands] = [given.path.length, given.commands.length];
  const told = foreseen(given, action);
  given.action(action);
  expect(given.deeds.length).toBeGreaterThan(before);
  expect(given.path.slice(entered)).toEqual(told.enters);
  expect(given.commands.slice(commands).map(({ step }) => step)).toEqual(told.sends.map(({ step }) => step));
  expect(given.instance.outcome).toBe(told.ends);
});
