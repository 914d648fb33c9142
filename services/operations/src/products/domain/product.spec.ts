// Proves when something new is said of a product.
import { isSame, type ProductFacts } from './product.js';

const lamp: ProductFacts = {
  name: 'Lamp',
  description: 'Bright',
  unitPrice: { amount: '12.50', currency: 'EUR' },
  active: true,
};

describe('what is said of a product', () => {
  it('is the same when every word is', () => {
    expect(isSame(lamp, { ...lamp, unitPrice: { ...lamp.unitPrice } })).toBe(true);
  });

  it.each([
    { name: 'Lamp 2' },
    { description: '' },
    { active: false },
    { unitPrice: { amount: '12.5', currency: 'EUR' } },
    { unitPrice: { amount: '12.50', currency: 'CHF' } },
  ])('is new with %j', (change) => {
    expect(isSame(lamp, { ...lamp, ...change })).toBe(false);
  });
});
