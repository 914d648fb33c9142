// What staff and customers do with an order: made ready, handed over, cancelled. The order is locked first.
import { timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { refuse, ok, type Result } from '@continuo/kernel';
import { Outbox, type OutgoingEvent, type Transacted } from '@continuo/messaging';
import type { Transaction } from '@continuo/persistence';
import { FalloutsStore } from '../fallout/fallouts.store.js';
import { transition, type Order, type OrderAct, type OrderRefusal } from './domain/order.js';
import { MOST_WRONG_CODES, normalisedCode } from './domain/pickup-code.js';
import { orderCancelled, orderCollected, orderReady, type OrderEvent } from './order-events.js';
import { OrderPersonsStore } from './order-persons.store.js';
import { OrderTransitions } from './order-transitions.js';
import { OrdersStore, type Cause } from './orders.store.js';

export type ActionRefusal = OrderRefusal | 'order-unknown';
export type CollectRefusal = ActionRefusal | 'pickup-code-wrong' | 'pickup-code-locked';
type Asked<Code extends string> = Result<Order, Code>;

@Injectable()
export class OrderActions {
  constructor(
    @Inject(Outbox) private readonly outbox: Outbox,
    @Inject(OrdersStore) private readonly orders: OrdersStore,
    @Inject(OrderPersonsStore) private readonly persons: OrderPersonsStore,
    @Inject(OrderTransitions) private readonly transitions: OrderTransitions,
    @Inject(FalloutsStore) private readonly fallouts: FalloutsStore,
  ) {}

  /** It lies at the counter. */
  ready(id: string, by: string): Promise<Asked<ActionRefusal>> {
    return this.locked<ActionRefusal>(id, (tx, order) =>
      this.act(tx, order, 'ready', { code: 'made-ready', recordedBy: by }, orderReady),
    );
  }

  /**
   * The customer has it. A code that is given must be right; after some wrong ones only whoever `mayOverride` hands it
   * over.
   */
  collect(
    id: string,
    handover: { readonly pickupCode?: string; readonly by: string; readonly mayOverride: boolean },
  ): Promise<Asked<CollectRefusal>> {
    return this.locked<CollectRefusal>(id, async (tx, order) => {
      const asked = transition(order.state, 'collect');
      if (asked.ok && asked.value.changes) {
        const refused = await this.codeRefused(tx, order.id, handover);
        if (refused !== undefined) return { result: refused, outgoing: [] };
      }
      const code = handover.pickupCode === undefined ? 'collected-without-code' : 'collected-with-code';
      return this.act(tx, order, 'collect', { code, recordedBy: handover.by }, orderCollected);
    });
  }

  /** Nobody wants it any more, or nobody can have it: what was put aside is free again. */
  cancel(id: string, because: { readonly code: string; readonly by: string }): Promise<Asked<ActionRefusal>> {
    return this.locked<ActionRefusal>(id, async (tx, order) => {
      const cause = { code: because.code, cancelCode: because.code, recordedBy: because.by };
      const cancelled = await this.act(tx, order, 'cancel', cause, (now) =>
        orderCancelled(now, because.code),
      );
      if (cancelled.outgoing.length > 0) await this.fallouts.close(tx, id, 'order-cancelled', new Date());
      return cancelled;
    });
  }

  private locked<Code extends string>(
    id: string,
    work: (tx: Transaction, order: Order) => Promise<Transacted<Asked<Code>>>,
  ): Promise<Asked<Code | 'order-unknown'>> {
    return this.outbox.transact<Asked<Code | 'order-unknown'>>(async (tx) => {
      const order = await this.orders.lock(tx, id);
      if (order !== undefined) return work(tx, order);
      const unknown = refuse('order-unknown', 'no order has this id', { field: 'orderId' });
      return { result: unknown, outgoing: [] };
    });
  }

  /** Nothing is published for what was so before. */
  private async act(
    tx: Transaction,
    order: Order,
    act: OrderAct,
    cause: Omit<Cause, 'at'> & { readonly cancelCode?: string },
    event: (order: Order) => OrderEvent,
  ): Promise<Transacted<Asked<OrderRefusal>>> {
    const carried = await this.transitions.carryOut(tx, order, act, { ...cause, at: new Date() });
    if (!carried.ok) return { result: carried, outgoing: [] };
    if (carried.value.kind === 'short') throw new Error('only a reservation can be short of stock');
    const { order: now, changed } = carried.value;
    const customer = changed ? await this.persons.customerOf(tx, order.id) : [];
    const outgoing: OutgoingEvent[] = changed ? [{ ...event(now), customer }] : [];
    return { result: ok(now), outgoing };
  }

  private async codeRefused(
    tx: Transaction,
    orderId: string,
    { pickupCode, mayOverride }: { readonly pickupCode?: string; readonly mayOverride: boolean },
  ): Promise<ReturnType<typeof refuse<CollectRefusal>> | undefined> {
    const person = await this.persons.find(tx, orderId);
    if (person !== undefined && person.wrongCodes >= MOST_WRONG_CODES && !mayOverride) {
      const message = 'too many wrong codes were tried: a supervisor hands it over';
      return refuse('pickup-code-locked', message, { field: 'pickupCode' });
    }
    if (pickupCode === undefined) return undefined;
    if (person !== undefined && isCode(pickupCode, person.pickupCode)) return undefined;
    await this.persons.countWrongCode(tx, orderId);
    return refuse('pickup-code-wrong', 'this is not the code of this order', { field: 'pickupCode' });
  }
}

function isCode(typed: string, code: string): boolean {
  const given = Buffer.from(normalisedCode(typed));
  const expected = Buffer.from(code);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
