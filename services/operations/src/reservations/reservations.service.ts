// Puts stock aside for orders and frees it: by command of a journey, or when an operator tries a fallout again.
import { Inject, Injectable } from '@nestjs/common';
import { refuse, ok, type Result } from '@continuo/kernel';
import { Outbox, type OutgoingEvent } from '@continuo/messaging';
import type { Transaction } from '@continuo/persistence';
import type { CommandOutcome } from '@continuo/service-kit';
import { FalloutsStore } from '../fallout/fallouts.store.js';
import {
  falloutRaised,
  falloutResolved,
  reservationRefused,
  stockReleased,
  stockReserved,
  reservationFailed,
  type OrderEvent,
} from '../orders/order-events.js';
import { OrderPersonsStore } from '../orders/order-persons.store.js';
import { OrderTransitions } from '../orders/order-transitions.js';
import type { Order } from '../orders/domain/order.js';
import { OrdersStore, type Cause } from '../orders/orders.store.js';
import type { Shortage } from '../stock/domain/stock.js';
import { isLocalId } from '../identifiers/local-id.js';
import { reservationRefusal, type ReservationRefusal } from './domain/reservation-refusal.js';

const STOCK_SHORT = 'stock-short';

/** What came of trying to put stock aside; `also` is what is published beside the answer. */
type Attempt =
  | { readonly kind: 'reserved'; readonly answer: OrderEvent; readonly also: readonly OrderEvent[] }
  | {
      readonly kind: 'short';
      readonly answer: OrderEvent;
      readonly also: readonly OrderEvent[];
      readonly shortage: Shortage;
    }
  | { readonly kind: 'refused'; readonly code: ReservationRefusal };

export interface Retried {
  readonly outcome: 'reserved' | 'still-short';
  readonly shortage: Shortage | null;
}

type RetryRefusal = 'fallout-unknown' | 'fallout-resolved' | ReservationRefusal;

@Injectable()
export class Reservations {
  constructor(
    @Inject(Outbox) private readonly outbox: Outbox,
    @Inject(OrdersStore) private readonly orders: OrdersStore,
    @Inject(OrderPersonsStore) private readonly persons: OrderPersonsStore,
    @Inject(OrderTransitions) private readonly transitions: OrderTransitions,
    @Inject(FalloutsStore) private readonly fallouts: FalloutsStore,
  ) {}

  /** `ReserveStock`: all that the order needs, or nothing. Too little is answered and not kept: more may come. */
  async reserve(
    tx: Transaction,
    asked: { readonly orderId: string; readonly storeId: string },
    command: { readonly profileId: string; readonly at: Date },
  ): Promise<CommandOutcome> {
    const { at, profileId } = command;
    if (!isLocalId(asked.orderId)) return noOrder(asked.orderId, at);
    const order = await this.orders.lock(tx, asked.orderId);
    if (order === undefined) return refused(asked.orderId, 'order-unknown', at);
    if (order.storeId !== asked.storeId) return refused(order.id, 'other-store', at);
    const attempt = await this.attempt(tx, order, { code: 'ReserveStock', at });
    if (attempt.kind === 'refused') return refused(order.id, attempt.code, at);
    const also = attempt.also.map((event): OutgoingEvent => ({ ...event, profileId }));
    return { answer: attempt.answer, also, keep: attempt.kind === 'reserved' };
  }

  /** `ReleaseStock`: what was put aside is free, and the order can be reserved again. */
  async release(
    tx: Transaction,
    { orderId }: { readonly orderId: string },
    { at }: { readonly at: Date },
  ): Promise<CommandOutcome> {
    if (!isLocalId(orderId)) return noOrder(orderId, at);
    const order = await this.orders.lock(tx, orderId);
    if (order === undefined) return refused(orderId, 'order-unknown', at);
    const carried = await this.transitions.carryOut(tx, order, 'release', { code: 'ReleaseStock', at });
    if (!carried.ok) return refused(orderId, reservationRefusal(carried.refusal.code), at);
    const released = carried.value.kind === 'done' && carried.value.changed;
    return { answer: stockReleased(order, released, at) };
  }

  /** An operator thinks that there is enough now. Nothing is published when there is not. */
  async retry(falloutId: string, by: string): Promise<Result<Retried, RetryRefusal>> {
    const at = new Date();
    return this.outbox.transact<Result<Retried, RetryRefusal>>(async (tx) => {
      const seen = await this.fallouts.find(tx, falloutId);
      const order = seen && (await this.orders.lock(tx, seen.orderId));
      if (order === undefined) {
        return {
          result: refuse('fallout-unknown', 'no fallout has this id', { field: 'falloutId' }),
          outgoing: [],
        };
      }
      // Read again: what ends a fallout holds its order's lock.
      const fallout = await this.fallouts.find(tx, falloutId);
      if (fallout?.resolvedAt !== null) {
        return { result: refuse('fallout-resolved', 'the order goes on already'), outgoing: [] };
      }
      const attempt = await this.attempt(tx, order, { code: 'fallout-retried', recordedBy: by, at });
      if (attempt.kind === 'refused') {
        return { result: refuse(attempt.code, 'the order has come to its end'), outgoing: [] };
      }
      if (attempt.kind === 'short') {
        return { result: ok({ outcome: 'still-short', shortage: attempt.shortage }), outgoing: [] };
      }
      const customer = await this.persons.customerOf(tx, order.id);
      const outgoing = [...attempt.also, attempt.answer].map((event) => ({ ...event, customer }));
      return { result: ok({ outcome: 'reserved', shortage: null }), outgoing };
    });
  }

  /** The order is locked by this transaction. */
  private async attempt(tx: Transaction, order: Order, cause: Cause): Promise<Attempt> {
    const carried = await this.transitions.carryOut(tx, order, 'reserve', cause);
    if (!carried.ok) return { kind: 'refused', code: reservationRefusal(carried.refusal.code) };
    const { at } = cause;
    if (carried.value.kind === 'short') {
      const { shortage } = carried.value;
      const { id: orderId, storeId } = order;
      const isNew = await this.fallouts.raise(tx, { orderId, storeId, code: STOCK_SHORT, ...shortage }, at);
      const also = isNew ? [falloutRaised(order, STOCK_SHORT, shortage.productId, at)] : [];
      return { kind: 'short', answer: reservationFailed(order, shortage, at), also, shortage };
    }
    const { reservationId, reservedAt, ...reserved } = carried.value.order;
    if (reservationId === null || reservedAt === null) {
      throw new Error('a reserved order has a reservation');
    }
    const resolved = await this.fallouts.close(tx, order.id, 'reserved', at);
    const also = resolved.map((code) => falloutResolved(order, code, at));
    return { kind: 'reserved', answer: stockReserved({ ...reserved, reservationId, reservedAt }), also };
  }
}

function refused(orderId: string, code: ReservationRefusal, at: Date): CommandOutcome {
  return { answer: reservationRefused(orderId, code, at) };
}

/** An id that no order can have is answered and not kept: the table of answers could not hold every text. */
function noOrder(orderId: string, at: Date): CommandOutcome {
  return { ...refused(orderId, 'order-unknown', at), keep: false };
}
