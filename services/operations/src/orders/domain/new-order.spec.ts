// Proves when two orders of one id ask for the same.
import { asksTheSame, type AskedOrder } from './new-order.js';

const order: AskedOrder = {
  orderId: 'o-1',
  fulfilment: 'collect',
  channel: 'web',
  storeId: 's-1',
  lines: [
    { productId: 'lamp', quantity: 1 },
    { productId: 'cup', quantity: 2 },
  ],
  customer: [
    { kind: 'user', value: 'u-1' },
    { kind: 'email.h1', value: 'abc' },
  ],
  contactName: 'A',
};

describe('a second order of one id', () => {
  it('asks for the same when all of it is the same', () => {
    expect(asksTheSame(order, { ...order, customer: [...order.customer].reverse() })).toBe(true);
  });

  it.each<Partial<AskedOrder>>([
    { channel: 'app' },
    { storeId: 's-2' },
    { lines: order.lines.slice(1) },
    { lines: [{ productId: 'lamp', quantity: 2 }, ...order.lines.slice(1)] },
    { customer: [{ kind: 'user', value: 'u-2' }] },
    { customer: order.customer.slice(0, 1) },
    { customer: [...order.customer, { kind: 'phone.h1', value: 'xyz' }] },
    {
      customer: [
        { kind: 'user', value: 'u-1' },
        { kind: 'email.h1', value: 'other' },
      ],
    },
    { contactName: 'B' },
    { contactPhone: '1' },
    { contactId: 'c-1' },
  ])('asks for something else with %j', (change) => {
    expect(asksTheSame(order, { ...order, ...change })).toBe(false);
  });

  it('is known while the hash keys are being replaced, in both directions', () => {
    const both = { ...order, customer: [...order.customer, { kind: 'email.h2', value: 'def' }] };
    expect(asksTheSame(order, both)).toBe(true);
    expect(asksTheSame(both, order)).toBe(true);
  });
});
