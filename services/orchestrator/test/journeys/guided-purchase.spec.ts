// The story's journey: whatever the order of channels, the customer is asked once and met once.
import type { JourneyUnderTest } from '../journey-under-test.js';
import { referenceJourney, sentBy } from './reference-journey.js';

const productId = 'espresso-one';
const [MESSAGE, ANOTHER] = ['0190c2a4-0000-7000-8000-000000000001', '0190c2a4-0000-7000-8000-000000000002'];
const order = { orderId: 'o-1', storeId: 'zurich' };

function looking(): JourneyUnderTest {
  const properties = { visit_id: 'visit-1', product_id: productId };
  return referenceJourney('guided-purchase').event('cdp.TrackReceived', {
    kind: 'track',
    name: 'Product Viewed',
    properties,
  });
}

function asked(): JourneyUnderTest {
  return looking()
    .event('collaboration.MessageReceived', { messageId: MESSAGE, intent: 'unknown', productId })
    .answer('crm.CaseOpened')
    .answer('collaboration.MessageSent');
}

function ordered(): JourneyUnderTest {
  return asked()
    .event('contact_centre.InteractionStarted', { interactionId: 'i-1' })
    .event('crm.CaseClosed', { productId, resolution: 'answered' })
    .event('operations.OrderAccepted', { ...order, channel: 'phone', fulfilment: 'collect' });
}

function ready(): JourneyUnderTest {
  return ordered()
    .answer('operations.StockReserved')
    .event('operations.OrderReady', order)
    .answer('collaboration.MessageSent');
}

function collected(): JourneyUnderTest {
  return ready()
    .event('collaboration.PlaceEntered', { placeId: 'zurich' })
    .answer('collaboration.StaffAlerted')
    .event('collaboration.StaffAlertAcknowledged', { orderId: 'o-1' })
    .event('operations.OrderCollected', order);
}

const replays = (journey: JourneyUnderTest): void => {
  const { recorded, again } = journey.replayed();
  expect(again).toBe(recorded);
};

test('goes from the first look to a good word, in one instance', () => {
  const journey = collected()
    .answer('collaboration.MessageSent')
    .event('collaboration.MessageReceived', { intent: 'csat-good', productId: null });
  expect(journey.instance).toMatchObject({ outcome: 'delighted', ending: 'completed' });
  expect(journey.state.instances.size).toBe(1);
  expect(sentBy(journey)).toEqual(['question-options', 'order-ready', 'how-was-it']);
  replays(journey);
});

test('keeps what the question was about, for whoever is asked next', () => {
  const journey = asked().event('collaboration.MessageReceived', {
    messageId: ANOTHER,
    intent: 'ask-availability',
    productId,
  });
  expect(journey.instance.vars).toMatchObject({ productId, messageId: ANOTHER, intent: 'ask-availability' });
  expect(journey.instance.step).toBe('asked');
});

test('takes a call that comes before the answer to the question went out', () => {
  const journey = looking()
    .event('collaboration.MessageReceived', { messageId: MESSAGE, intent: 'unknown', productId })
    .event('contact_centre.InteractionStarted', { interactionId: 'i-1' })
    .answer('crm.CaseOpened');
  expect(journey.instance.step).toBe('options');
  expect(journey.answer('collaboration.MessageSent').instance.step).toBe('talking');
  replays(journey);
});

test('takes an order that comes before the case is closed', () => {
  const journey = asked()
    .event('contact_centre.InteractionStarted', { interactionId: 'i-1' })
    .event('operations.OrderAccepted', { ...order, channel: 'phone', fulfilment: 'collect' })
    .event('crm.CaseClosed', { productId, resolution: 'ordered' });
  expect(journey.instance.step).toBe('reserve');
  expect(journey.commands.at(-1)?.value).toEqual(order);
});

test('waits for the next call when nobody answered in time', () => {
  const journey = asked()
    .event('contact_centre.InteractionStarted', { interactionId: 'i-1' })
    .event('contact_centre.InteractionEnded', { interactionId: 'i-1', reason: 'abandoned' });
  expect(journey.instance.step).toBe('asked');
  journey.event('contact_centre.InteractionStarted', { interactionId: 'i-2' });
  expect(journey.instance.step).toBe('talking');
});

test.each([
  ['looked-only', looking, 'P2D'],
  ['asked-only', asked, 'P1D'],
])('ends as %s when nothing comes', (outcome, until, time) => {
  expect(until().pass(time).instance.outcome).toBe(outcome);
});

test('leaves an order that was placed alone to the journey for orders', () => {
  const journey = looking().event('operations.OrderAccepted', {
    ...order,
    channel: 'web',
    fulfilment: 'collect',
  });
  expect(journey.instance.outcome).toBe('ordered-alone');
});

test('says sorry when the stock stays short, after three attempts', () => {
  const journey = ordered().answer('operations.ReservationFailed');
  journey.pass('PT11S').answer('operations.ReservationFailed');
  journey.pass('PT22S').answer('operations.ReservationFailed').answer('collaboration.MessageSent');
  expect(journey.instance.outcome).toBe('not-available');
  expect(sentBy(journey)).toEqual(['question-options', 'collect-sorry']);
});

test('reminds twice, then frees what was put aside', () => {
  const journey = ready();
  for (let times = 0; times < 2; times += 1) journey.pass('P2D').answer('collaboration.MessageSent');
  journey.pass('P2D').answer('operations.StockReleased');
  expect(journey.instance).toMatchObject({ outcome: 'not-collected', status: 'ended' });
  expect(sentBy(journey).slice(-2)).toEqual(['collect-reminder', 'collect-reminder']);
});

test('frees what was put aside when the order is cancelled', () => {
  const journey = ready().event('operations.OrderCancelled', { orderId: 'o-1' });
  expect(journey.commands.at(-1)?.type).toBe('continuo.operations.commands.ReleaseStock.v1');
  expect(journey.answer('operations.StockReleased').instance).toMatchObject({
    outcome: 'cancelled',
    status: 'ended',
  });
});

test('does not mind the cancellation of another order', () => {
  expect(ready().event('operations.OrderCancelled', { orderId: 'o-2' }).instance.status).toBe('running');
  expect(looking().event('operations.OrderCancelled', { orderId: 'o-2' }).instance.status).toBe('running');
});

test('asks nothing of who does not want to be asked', () => {
  const journey = collected().answer('collaboration.MessageRefused');
  expect(journey.instance.outcome).toBe('collected');
  expect(journey.published.map(({ name }) => name)).toContain('SendSkipped');
});

test('opens a case for who was not served well', () => {
  const journey = collected()
    .answer('collaboration.MessageSent')
    .event('collaboration.MessageReceived', { intent: 'csat-poor', productId: null });
  expect(journey.commands.at(-1)?.value).toMatchObject({ caseType: 'complaint', orderId: 'o-1' });
  expect(journey.answer('crm.CaseOpened').instance.outcome).toBe('disappointed');
});

test('meets a customer again who went away without the order', () => {
  const journey = ready()
    .event('collaboration.PlaceEntered', { placeId: 'zurich' })
    .answer('collaboration.StaffAlerted')
    .pass('PT4H');
  expect(journey.instance.step).toBe('arrival');
  journey.event('collaboration.PlaceEntered', { placeId: 'zurich' });
  expect(journey.instance).toMatchObject({ step: 'alert-staff', visit: 2 });
});
