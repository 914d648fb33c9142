// The rules of stock: on hand, put aside and available are never below zero, and an order gets all it needs or nothing.
import { ok, refuse, type Result } from '@continuo/kernel';

/** What there is of one product in one place. */
export interface Level {
  readonly productId: string;
  readonly onHand: number;
  /** Put aside for orders; a part of what is on hand. */
  readonly reserved: number;
}

/** The ways in which stock changes. */
export const MOVEMENTS = ['count', 'adjust', 'reserve', 'release', 'collect'] as const;
export type Movement = (typeof MOVEMENTS)[number];

/** How many of a product an order needs. */
export interface Need {
  readonly productId: string;
  readonly quantity: number;
}

/** By how much a level changes. */
export interface LevelChange {
  readonly productId: string;
  readonly onHand: number;
  readonly reserved: number;
}

/** The first product that an order cannot have. */
export interface Shortage {
  readonly productId: string;
  readonly asked: number;
  readonly available: number;
}

export type PutAside =
  | { readonly kind: 'enough'; readonly changes: readonly LevelChange[] }
  | { readonly kind: 'short'; readonly shortage: Shortage };

/** The most of one product that one place may hold; the database's integers end a little later. */
export const MOST_ON_HAND = 1_000_000_000;

export function availableOf({ onHand, reserved }: Level): number {
  return onHand - reserved;
}

/** Puts aside all that is needed, or names what is short. A product that a place never had counts as none. */
export function putAside(levels: readonly Level[], needs: readonly Need[]): PutAside {
  const byProduct = new Map(levels.map((level) => [level.productId, level]));
  for (const { productId, quantity } of needs) {
    const level = byProduct.get(productId);
    const available = level === undefined ? 0 : availableOf(level);
    if (available < quantity) return { kind: 'short', shortage: { productId, asked: quantity, available } };
  }
  const changes = needs.map(({ productId, quantity }) => ({ productId, onHand: 0, reserved: quantity }));
  return { kind: 'enough', changes };
}

/** Frees what was put aside. */
export function giveBack(needs: readonly Need[]): readonly LevelChange[] {
  return needs.map(({ productId, quantity }) => ({ productId, onHand: 0, reserved: -quantity }));
}

/** What was put aside leaves the place. */
export function handOut(needs: readonly Need[]): readonly LevelChange[] {
  return needs.map(({ productId, quantity }) => ({ productId, onHand: -quantity, reserved: -quantity }));
}

/** Somebody counted: what is on hand becomes what was found, but not less than what is put aside. */
export function count(level: Level, found: number): Result<LevelChange, 'stock-below-reserved'> {
  if (found < level.reserved) {
    return refuse(
      'stock-below-reserved',
      'more than that is put aside for orders: cancel some of them first',
      {
        field: 'onHand',
        rule: 'at-least-reserved',
      },
    );
  }
  return ok({ productId: level.productId, onHand: found - level.onHand, reserved: 0 });
}

/** Something came or went. */
export function adjust(
  level: Level,
  delta: number,
): Result<LevelChange, 'stock-negative' | 'stock-below-reserved' | 'stock-too-large'> {
  const onHand = level.onHand + delta;
  const where = { field: 'delta' };
  if (onHand < 0) return refuse('stock-negative', 'there is less than that', where);
  if (onHand < level.reserved) {
    return refuse('stock-below-reserved', 'more than the rest is put aside for orders', where);
  }
  if (onHand > MOST_ON_HAND) return refuse('stock-too-large', 'no place holds that many', where);
  return ok({ productId: level.productId, onHand: delta, reserved: 0 });
}
