// Proves the rules of stock: all or nothing, and nothing below zero.
import { adjust, count, giveBack, handOut, MOST_ON_HAND, putAside, type Level } from './stock.js';

const lamps: Level = { productId: 'lamp', onHand: 5, reserved: 2 };
const cups: Level = { productId: 'cup', onHand: 1, reserved: 0 };

describe('putting aside', () => {
  it('takes all that an order needs', () => {
    expect(
      putAside(
        [lamps, cups],
        [
          { productId: 'lamp', quantity: 3 },
          { productId: 'cup', quantity: 1 },
        ],
      ),
    ).toEqual({
      kind: 'enough',
      changes: [
        { productId: 'lamp', onHand: 0, reserved: 3 },
        { productId: 'cup', onHand: 0, reserved: 1 },
      ],
    });
  });

  it('takes nothing when one product is short, and names the first', () => {
    expect(
      putAside(
        [lamps, cups],
        [
          { productId: 'lamp', quantity: 4 },
          { productId: 'cup', quantity: 9 },
        ],
      ),
    ).toEqual({ kind: 'short', shortage: { productId: 'lamp', asked: 4, available: 3 } });
  });

  it('knows that a product the place never had is none', () => {
    expect(putAside([], [{ productId: 'vase', quantity: 1 }])).toEqual({
      kind: 'short',
      shortage: { productId: 'vase', asked: 1, available: 0 },
    });
  });
});

describe('what was put aside', () => {
  it('is given back without leaving the place, or leaves it', () => {
    const needs = [{ productId: 'lamp', quantity: 2 }];
    expect(giveBack(needs)).toEqual([{ productId: 'lamp', onHand: 0, reserved: -2 }]);
    expect(handOut(needs)).toEqual([{ productId: 'lamp', onHand: -2, reserved: -2 }]);
  });
});

describe('a count', () => {
  it('sets what is on hand', () => {
    expect(count(lamps, 9)).toEqual({ ok: true, value: { productId: 'lamp', onHand: 4, reserved: 0 } });
  });

  it('changes nothing when it finds what is known', () => {
    expect(count(lamps, 5)).toMatchObject({ ok: true, value: { onHand: 0 } });
  });

  it('is refused below what is put aside', () => {
    expect(count(lamps, 1)).toMatchObject({ ok: false, refusal: { code: 'stock-below-reserved' } });
  });
});

describe('an adjustment', () => {
  it('adds and takes away, down to what is put aside', () => {
    expect(adjust(lamps, 10)).toMatchObject({ ok: true, value: { onHand: 10 } });
    expect(adjust(lamps, -3)).toMatchObject({ ok: true, value: { onHand: -3 } });
  });

  it.each([
    [-6, 'stock-negative'],
    [-4, 'stock-below-reserved'],
    [MOST_ON_HAND, 'stock-too-large'],
  ])('of %i is refused: %s', (delta, code) => {
    expect(adjust(lamps, delta)).toMatchObject({ ok: false, refusal: { code, field: 'delta' } });
  });
});
