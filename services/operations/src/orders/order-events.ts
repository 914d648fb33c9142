// The events of an order, thin: ids, numbers, codes and times.
import type { operations } from '@continuo/contracts';
import type { CommandAnswer } from '@continuo/service-kit';
import type { Shortage } from '../stock/domain/stock.js';
import type { Order } from './domain/order.js';

/** An event before it is said whom it is about. */
export type OrderEvent = CommandAnswer & { readonly topic: 'operations.orders' };

function event(name: string, orderId: string, value: object): OrderEvent {
  return { type: `continuo.operations.${name}.v1`, topic: 'operations.orders', key: orderId, value };
}

export function orderAccepted({ id, fulfilment, channel, storeId, lines, acceptedAt }: Order): OrderEvent {
  const value: operations.OrderAccepted = {
    orderId: id,
    fulfilment,
    channel,
    storeId,
    lines: lines.map(({ productId, quantity }) => ({ productId, quantity })),
    acceptedAt: acceptedAt.getTime(),
  };
  return event('OrderAccepted', id, value);
}

export function stockReserved(order: Order & { reservationId: string; reservedAt: Date }): OrderEvent {
  const { id, storeId, reservationId, reservedAt } = order;
  const value: operations.StockReserved = {
    orderId: id,
    storeId,
    reservationId,
    reservedAt: reservedAt.getTime(),
  };
  return event('StockReserved', id, value);
}

export function reservationFailed({ id, storeId }: Order, shortage: Shortage, at: Date): OrderEvent {
  const value: operations.ReservationFailed = { orderId: id, storeId, ...shortage, failedAt: at.getTime() };
  return event('ReservationFailed', id, value);
}

export function stockReleased({ id, storeId }: Order, released: boolean, at: Date): OrderEvent {
  const value: operations.StockReleased = { orderId: id, storeId, released, releasedAt: at.getTime() };
  return event('StockReleased', id, value);
}

export function reservationRefused(orderId: string, code: string, at: Date): OrderEvent {
  const value: operations.ReservationRefused = { orderId, code, refusedAt: at.getTime() };
  return event('ReservationRefused', orderId, value);
}

export function orderReady({ id, storeId, changedAt }: Order): OrderEvent {
  const value: operations.OrderReady = { orderId: id, storeId, readyAt: changedAt.getTime() };
  return event('OrderReady', id, value);
}

export function orderCollected({ id, storeId, changedAt }: Order): OrderEvent {
  const value: operations.OrderCollected = { orderId: id, storeId, collectedAt: changedAt.getTime() };
  return event('OrderCollected', id, value);
}

export function orderCancelled({ id, storeId, changedAt }: Order, code: string): OrderEvent {
  const value: operations.OrderCancelled = { orderId: id, storeId, code, cancelledAt: changedAt.getTime() };
  return event('OrderCancelled', id, value);
}

export function falloutRaised({ id, storeId }: Order, code: string, productId: string, at: Date): OrderEvent {
  const value: operations.OrderFalloutRaised = {
    orderId: id,
    storeId,
    code,
    productId,
    raisedAt: at.getTime(),
  };
  return event('OrderFalloutRaised', id, value);
}

export function falloutResolved({ id, storeId }: Order, code: string, at: Date): OrderEvent {
  const value: operations.OrderFalloutResolved = { orderId: id, storeId, code, resolvedAt: at.getTime() };
  return event('OrderFalloutResolved', id, value);
}
