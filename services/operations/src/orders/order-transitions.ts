// Carries one act out on a locked order: its state and its stock move together or not at all.
import { Inject, Injectable } from '@nestjs/common';
import { ok, type Result } from '@continuo/kernel';
import type { Transaction } from '@continuo/persistence';
import { uuidv7 } from 'uuidv7';
import { giveBack, handOut, putAside, type Movement, type Shortage } from '../stock/domain/stock.js';
import { StockStore } from '../stock/stock.store.js';
import { transition, type Order, type OrderAct, type OrderRefusal, type StockMove } from './domain/order.js';
import { OrdersStore, type Cause } from './orders.store.js';

export type Carried =
  | {
      readonly kind: 'done';
      readonly order: Order;
      /** False when it was so before. */
      readonly changed: boolean;
    }
  | { readonly kind: 'short'; readonly shortage: Shortage };

@Injectable()
export class OrderTransitions {
  constructor(
    @Inject(OrdersStore) private readonly orders: OrdersStore,
    @Inject(StockStore) private readonly stock: StockStore,
  ) {}

  /** The order must be locked by this transaction. `short` has changed nothing. */
  async carryOut(
    tx: Transaction,
    order: Order,
    act: OrderAct,
    cause: Cause & { readonly cancelCode?: string },
  ): Promise<Result<Carried, OrderRefusal>> {
    const asked = transition(order.state, act);
    if (!asked.ok) return asked;
    const { to: state, stock, changes } = asked.value;
    if (!changes) return ok({ kind: 'done', order, changed: false });
    const shortage = await this.moveStock(tx, order, stock, cause);
    if (shortage !== undefined) return ok({ kind: 'short', shortage });
    const reservation = reservationAfter(order, stock, cause.at);
    const moved = await this.orders.move(
      tx,
      order,
      { state, ...reservation, cancelCode: cause.cancelCode ?? null },
      cause,
    );
    return ok({ kind: 'done', order: moved, changed: true });
  }

  private async moveStock(
    tx: Transaction,
    { id, storeId, lines }: Order,
    move: StockMove,
    { code, recordedBy }: Cause,
  ): Promise<Shortage | undefined> {
    if (move === 'none') return undefined;
    const levels = await this.stock.lock(
      tx,
      storeId,
      lines.map(({ productId }) => productId),
    );
    const because = (movement: Movement) => ({
      movement,
      reason: code,
      orderId: id,
      ...(recordedBy !== undefined && { recordedBy }),
    });
    if (move === 'give-back') await this.stock.apply(tx, storeId, giveBack(lines), because('release'));
    if (move === 'hand-out') await this.stock.apply(tx, storeId, handOut(lines), because('collect'));
    if (move !== 'put-aside') return undefined;
    const taken = putAside(levels, lines);
    if (taken.kind === 'short') return taken.shortage;
    await this.stock.apply(tx, storeId, taken.changes, because('reserve'));
    return undefined;
  }
}

function reservationAfter(
  { reservationId, reservedAt }: Order,
  move: StockMove,
  at: Date,
): Pick<Order, 'reservationId' | 'reservedAt'> {
  if (move === 'put-aside') return { reservationId: uuidv7(), reservedAt: at };
  if (move === 'give-back') return { reservationId: null, reservedAt: null };
  return { reservationId, reservedAt };
}
