// Generated from schemas/ by `npm run generate`: change the sources, not this file.
// Events and commands of operations.

export type Fulfilment = 'collect' | 'deliver' | 'other';

/** One product of an order. */
export interface OrderLine {
  /** The product. */
  readonly productId: string;
  /** How many. */
  readonly quantity: number;
}

/** An order was accepted; what it needs is not reserved yet. */
export interface OrderAccepted {
  /** The order. */
  readonly orderId: string;
  /** How it reaches the customer. */
  readonly fulfilment: Fulfilment;
  /** Where it was placed: web, app, phone or shop. */
  readonly channel: string;
  /** The shop that it is collected in. */
  readonly storeId: string;
  /** The products. */
  readonly lines: ReadonlyArray<OrderLine>;
  /** When. */
  readonly acceptedAt: number;
}

/** An order is cancelled; what was put aside for it is free again. */
export interface OrderCancelled {
  /** The order. */
  readonly orderId: string;
  /** The shop. */
  readonly storeId: string;
  /** Stable code of the reason. */
  readonly code: string;
  /** When. */
  readonly cancelledAt: number;
}

/** The customer has what was ordered. */
export interface OrderCollected {
  /** The order. */
  readonly orderId: string;
  /** The shop. */
  readonly storeId: string;
  /** When. */
  readonly collectedAt: number;
}

/** An order cannot go on as it should. */
export interface OrderFalloutRaised {
  /** The order. */
  readonly orderId: string;
  /** The shop. */
  readonly storeId: string;
  /** Stable code of the cause, e.g. stock-short. */
  readonly code: string;
  /** The product that it is about. */
  readonly productId?: null | string;
  /** When. */
  readonly raisedAt: number;
}

/** An order that stood goes on. */
export interface OrderFalloutResolved {
  /** The order. */
  readonly orderId: string;
  /** The shop. */
  readonly storeId: string;
  /** Stable code of the cause that was resolved. */
  readonly code: string;
  /** When. */
  readonly resolvedAt: number;
}

/** An order is ready for collection. */
export interface OrderReady {
  /** The order. */
  readonly orderId: string;
  /** The shop. */
  readonly storeId: string;
  /** When. */
  readonly readyAt: number;
}

/** An order could not be reserved; nothing was put aside. A later attempt may succeed. */
export interface ReservationFailed {
  /** The order. */
  readonly orderId: string;
  /** The shop. */
  readonly storeId: string;
  /** The first product that is short. */
  readonly productId: string;
  /** How many are needed. */
  readonly asked: number;
  /** How many there are. */
  readonly available: number;
  /** When. */
  readonly failedAt: number;
}

/** Nothing was reserved or released, because a rule says no. */
export interface ReservationRefused {
  /** The order. */
  readonly orderId: string;
  /** Stable code of the rule. */
  readonly code: string;
  /** When. */
  readonly refusedAt: number;
}

/** What was put aside for an order is free again. */
export interface StockReleased {
  /** The order. */
  readonly orderId: string;
  /** The shop. */
  readonly storeId: string;
  /** False when nothing was put aside. */
  readonly released: boolean;
  /** When. */
  readonly releasedAt: number;
}

/** All that an order needs is put aside. */
export interface StockReserved {
  /** The order. */
  readonly orderId: string;
  /** The shop. */
  readonly storeId: string;
  /** The reservation. */
  readonly reservationId: string;
  /** When. */
  readonly reservedAt: number;
}

/** Free what was put aside for an order. */
export interface ReleaseStock {
  /** The order. */
  readonly orderId: string;
}

/** Put aside what an order needs in its shop. */
export interface ReserveStock {
  /** The order. */
  readonly orderId: string;
  /** The shop. */
  readonly storeId: string;
}
