// Orders for collection: ready when the customer is, reminded of twice, freed when nobody comes.
import type { JourneyUnderTest } from '../journey-under-test.js';
import { referenceJourney, sentBy } from './reference-journey.js';

const order = { orderId: 'o-1', storeId: 'zurich' };

const accepted = (channel = 'web'): JourneyUnderTest =>
  referenceJourney('click-and-collect').event('operations.OrderAccepted', {
    ...order,
    channel,
    fulfilment: 'collect',
  });
const ready = (): JourneyUnderTest =>
  accepted().answer('operations.StockReserved').event('operations.OrderReady', order);
const arrived = (): JourneyUnderTest =>
  ready().event('collaboration.PlaceEntered', { placeId: 'zurich' }).answer('collaboration.StaffAlerted');

test('ends when the order is collected, wherever it is', () => {
  for (const journey of [accepted(), ready(), arrived()]) {
    expect(journey.event('operations.OrderCollected', order).instance).toMatchObject({
      outcome: 'collected',
      ending: 'exited',
    });
  }
});

test('leaves orders by phone to the journey in which they were talked about', () => {
  expect(accepted('phone').state.instances.size).toBe(0);
});

test('tells the staff once per coming', () => {
  const journey = arrived();
  expect(journey.commands.filter(({ type }) => type.includes('AlertStaff'))).toHaveLength(1);
  journey.pass('PT4H').event('collaboration.PlaceEntered', { placeId: 'zurich' });
  expect(journey.commands.filter(({ type }) => type.includes('AlertStaff'))).toHaveLength(2);
});

test('reminds twice, then frees what was put aside', () => {
  const journey = ready();
  for (let times = 0; times < 2; times += 1) journey.pass('PT48H').answer('collaboration.MessageSent');
  journey.pass('PT48H').answer('operations.StockReleased');
  expect(journey.instance).toMatchObject({ outcome: 'not-collected', status: 'ended' });
  expect(sentBy(journey)).toEqual(['collect-reminder', 'collect-reminder']);
});

test('says sorry when the stock stays short', () => {
  const journey = accepted().answer('operations.ReservationFailed');
  journey.pass('PT11S').answer('operations.ReservationFailed');
  journey.pass('PT22S').answer('operations.ReservationFailed').answer('collaboration.MessageSent');
  expect(sentBy(journey)).toEqual(['collect-sorry']);
  expect(journey.instance.outcome).toBe('not-collected');
});

test('frees what was put aside when the order is cancelled', () => {
  const journey = ready().event('operations.OrderCancelled', { orderId: 'o-1' });
  expect(journey.answer('operations.StockReleased').instance).toMatchObject({
    outcome: 'cancelled',
    status: 'ended',
  });
});

test('does not mind a place that is not its shop', () => {
  const journey = ready().event('collaboration.PlaceEntered', { placeId: 'bern' });
  expect(journey.instance.step).toBe('arrival');
});
