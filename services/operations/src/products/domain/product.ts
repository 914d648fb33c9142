// What a product is, and whether somebody says anything new about it.

/** Decimal text and its ISO 4217 currency, so that no amount is ever rounded. */
export interface Price {
  readonly amount: string;
  readonly currency: string;
}

/** What may be said of a product. */
export interface ProductFacts {
  readonly name: string;
  readonly description: string;
  readonly unitPrice: Price;
  /** False: it is no longer ordered; what was ordered before is still handed out. */
  readonly active: boolean;
}

export interface Product extends ProductFacts {
  readonly id: string;
  /** Counts its changes, from 1. */
  readonly version: number;
  readonly createdAt: Date;
  readonly changedAt: Date;
}

/** True when the same is said again: a repeated call then needs no If-Match and changes no version. */
export function isSame(one: ProductFacts, other: ProductFacts): boolean {
  return (
    one.name === other.name &&
    one.description === other.description &&
    one.unitPrice.amount === other.unitPrice.amount &&
    one.unitPrice.currency === other.unitPrice.currency &&
    one.active === other.active
  );
}
