// Proves the order of authority: a plan's word, then what a value is, then what a name says, then doubt.
import { classify, classifyName, mostProperties } from './classify.js';
import { parseTrackingPlan, type TrackingPlan } from './tracking-plan.js';

function planOf(raw: unknown): TrackingPlan {
  const plan = parseTrackingPlan(raw);
  if (!plan.ok) throw new Error(plan.refusal.message);
  return plan.value;
}

const empty = planOf({});
const plan = planOf({
  properties: { 'products.*.title': 'public', nickname: 'personal', description: 'public', sku: 'trusted' },
  events: { 'Store Entered': { city: 'public' } },
});
const one = (given: TrackingPlan, event: string, path: string, value: string | number | boolean | null) =>
  classify(given, event, [{ path, value }]);

describe('classify', () => {
  it('lets codes, numbers and booleans pass, and withholds what a detector knows', () => {
    const { properties, withheld } = classify(empty, 'Order Placed', [
      { path: 'orderId', value: 'o-42' },
      { path: 'total', value: 19.5 },
      { path: 'gift', value: true },
      { path: 'coupon', value: null },
      { path: 'contact', value: 'jane@example.com' },
      { path: 'firstName', value: 'jane' },
      { path: 'wish', value: 'please ring twice' },
    ]);
    expect(properties).toEqual({
      orderId: 'o-42',
      total: 19.5,
      gift: true,
      coupon: null,
      contact: null,
      firstName: null,
      wish: null,
    });
    expect([...withheld]).toEqual([
      ['contact', 'email'],
      ['firstName', 'person-name'],
      ['wish', 'unplanned-text'],
    ]);
  });

  it('lets the plan vouch for texts and for names, also inside lists and for one event only', () => {
    expect(one(plan, 'x', 'products.3.title', 'Blue running shoes').properties).toEqual({
      'products.3.title': 'Blue running shoes',
    });
    expect(one(plan, 'Store Entered', 'city', 'Amsterdam').withheld.size).toBe(0);
    expect(one(plan, 'x', 'city', 'Amsterdam').withheld.get('city')).toBe('address');
  });

  it('trusts values over a plan that says public, unless it says trusted', () => {
    expect(one(plan, 'x', 'description', 'mail jane@example.com').withheld.get('description')).toBe('email');
    expect(one(plan, 'x', 'sku', '4111111111111111').withheld.size).toBe(0);
    expect(one(plan, 'x', 'nickname', 'jj').withheld.get('nickname')).toBe('planned');
  });

  it('withholds every unplanned text where the plan says so', () => {
    const strict = planOf({ unplanned: 'withhold', properties: { plan: 'public' } });
    expect(one(strict, 'x', 'tier', 'gold').withheld.get('tier')).toBe('unplanned-text');
    expect(one(strict, 'x', 'plan', 'gold').withheld.size).toBe(0);
  });

  it('drops a name that tells something itself, and what exceeds the limit', () => {
    const telling = one(empty, 'x', 'jane@example.com', true);
    expect(telling).toMatchObject({ properties: {}, dropped: 1 });
    const many = Array.from({ length: mostProperties + 5 }, (_, at) => ({ path: `p${at}`, value: at }));
    expect(classify(empty, 'x', many)).toMatchObject({ dropped: 5 });
  });

  it('never makes a prototype out of a name', () => {
    const { properties } = classify(empty, 'x', [{ path: '__proto__', value: 1 }]);
    expect(Object.getPrototypeOf(properties)).toBe(Object.prototype);
  });

  it('replaces half a surrogate pair, which no UTF-8 can carry', () => {
    const trusting = planOf({ properties: { a: 'public' } });
    expect(one(trusting, 'x', 'a', 'x\ud800').properties).toEqual({ a: 'x\ufffd' });
  });
});

describe('classifyName', () => {
  it('lets the name of an event pass, and withholds one that holds an address', () => {
    expect(classifyName('Checkout Started')).toEqual({ name: 'Checkout Started' });
    expect(classifyName('Mailed jane@example.com')).toEqual({ name: '(withheld)', withheld: 'email' });
  });
});

describe('parseTrackingPlan', () => {
  it.each([
    [null, ''],
    [{ propertys: {} }, 'propertys'],
    [{ unplanned: 'maybe' }, 'unplanned'],
    [{ properties: { a: 'open' } }, 'properties.a'],
    [{ events: { E: { b: 1 } } }, 'events.E.b'],
    [{ events: [] }, 'events'],
  ])('refuses %j, naming %j', (raw, field) => {
    const parsed = parseTrackingPlan(raw);
    expect(!parsed.ok && parsed.refusal.field).toBe(field);
  });
});
