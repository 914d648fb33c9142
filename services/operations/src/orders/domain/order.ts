// The life of an order: accepted, reserved, ready, then collected or cancelled. Everything that is refused has a code.
import { ok, refuse, type Result } from '@continuo/kernel';
import type { Channel } from './new-order.js';

export const ORDER_STATES = ['accepted', 'reserved', 'ready', 'collected', 'cancelled'] as const;
export type OrderState = (typeof ORDER_STATES)[number];

export interface OrderLine {
  readonly productId: string;
  readonly quantity: number;
  /** As it was when the order was accepted. */
  readonly unitPrice: string;
  readonly currency: string;
}

export interface Order {
  readonly id: string;
  readonly state: OrderState;
  readonly fulfilment: 'collect';
  readonly channel: Channel;
  readonly storeId: string;
  /** Of the reservation that holds its stock now, or held it until it was collected. */
  readonly reservationId: string | null;
  readonly reservedAt: Date | null;
  readonly cancelCode: string | null;
  /** Known once its acceptance came back on the timeline; null again after an erasure. */
  readonly profileId: string | null;
  readonly version: number;
  readonly acceptedAt: Date;
  readonly changedAt: Date;
  readonly lines: readonly OrderLine[];
}

/** What may be asked of an order. `release` frees its stock and leaves it accepted, to be reserved again. */
export type OrderAct = 'reserve' | 'release' | 'ready' | 'collect' | 'cancel';

/** What a transition does to stock. */
export type StockMove = 'put-aside' | 'give-back' | 'hand-out' | 'none';

export interface Transition {
  readonly to: OrderState;
  readonly stock: StockMove;
  /** False when the order is there already: the same was asked before, and is answered the same. */
  readonly changes: boolean;
}

export type OrderRefusal =
  'order-not-reserved' | 'order-not-ready' | 'order-already-collected' | 'order-already-cancelled';

const messages: Readonly<Record<OrderRefusal, string>> = {
  'order-not-reserved': 'nothing is put aside for it yet',
  'order-not-ready': 'it is not ready for collection yet',
  'order-already-collected': 'the customer has it already',
  'order-already-cancelled': 'it was cancelled',
};

type Rule = Transition | OrderRefusal;

const to = (state: OrderState, stock: StockMove = 'none'): Transition => ({
  to: state,
  stock,
  changes: true,
});
const stays = (state: OrderState): Transition => ({ to: state, stock: 'none', changes: false });

const rules: Readonly<Record<OrderState, Readonly<Record<OrderAct, Rule>>>> = {
  accepted: {
    reserve: to('reserved', 'put-aside'),
    release: stays('accepted'),
    ready: 'order-not-reserved',
    collect: 'order-not-reserved',
    cancel: to('cancelled'),
  },
  reserved: {
    reserve: stays('reserved'),
    release: to('accepted', 'give-back'),
    ready: to('ready'),
    collect: 'order-not-ready',
    cancel: to('cancelled', 'give-back'),
  },
  ready: {
    reserve: stays('ready'),
    release: to('accepted', 'give-back'),
    ready: stays('ready'),
    collect: to('collected', 'hand-out'),
    cancel: to('cancelled', 'give-back'),
  },
  collected: {
    reserve: 'order-already-collected',
    // Nothing of it is put aside any more, which is all that a release asks for.
    release: stays('collected'),
    ready: 'order-already-collected',
    collect: stays('collected'),
    cancel: 'order-already-collected',
  },
  cancelled: {
    reserve: 'order-already-cancelled',
    release: stays('cancelled'),
    ready: 'order-already-cancelled',
    collect: 'order-already-cancelled',
    cancel: stays('cancelled'),
  },
};

/** What comes of asking an order in some state for something. */
export function transition(state: OrderState, act: OrderAct): Result<Transition, OrderRefusal> {
  const rule = rules[state][act];
  return typeof rule === 'string' ? refuse(rule, messages[rule]) : ok(rule);
}
