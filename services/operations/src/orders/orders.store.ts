// Orders in the database: what was ordered, where each order stands, and how it came there.
import { Injectable } from '@nestjs/common';
import type { Transaction } from '@continuo/persistence';
import type { AskedOrder } from './domain/new-order.js';
import type { Order, OrderState } from './domain/order.js';

/** What led to a state. */
export interface Cause {
  /** Stable code: the command, the action or the reason. */
  readonly code: string;
  readonly recordedBy?: string;
  readonly at: Date;
}

export interface HistoryEntry {
  readonly state: OrderState;
  readonly cause: string;
  readonly recordedBy: string | null;
  readonly at: Date;
}

export interface OrderFilter {
  readonly state?: OrderState;
  readonly storeId?: string;
  /** All profiles of one person. */
  readonly profileIds?: readonly string[];
  /** The last order of the page before. */
  readonly after?: { readonly acceptedAt: string; readonly id: string };
  readonly limit: number;
}

const columns = `id, state, fulfilment, channel, store_id as "storeId", reservation_id as "reservationId",
  reserved_at as "reservedAt", cancel_code as "cancelCode", profile_id as "profileId", version::integer,
  accepted_at as "acceptedAt", changed_at as "changedAt",
  (select json_agg(json_build_object('productId', product_id, 'quantity', quantity,
     'unitPrice', unit_price::text, 'currency', currency) order by position)
   from order_line where order_id = customer_order.id) as lines`;

@Injectable()
export class OrdersStore {
  /** Writes a new order down with the prices of now; false when there is one of this id. */
  async insert(tx: Transaction, order: AskedOrder, cause: Cause): Promise<boolean> {
    const { orderId, fulfilment, channel, storeId, lines } = order;
    const { rowCount } = await tx.client.query(
      `insert into customer_order (id, state, fulfilment, channel, store_id, accepted_at, changed_at)
       values ($1, 'accepted', $2, $3, $4, $5, $5) on conflict do nothing`,
      [orderId, fulfilment, channel, storeId, cause.at],
    );
    if (rowCount !== 1) return false;
    await tx.client.query(
      `insert into order_line (order_id, position, product_id, quantity, unit_price, currency)
       select $1, position, product.id, quantity, unit_price, currency
       from unnest($2::text[], $3::integer[]) with ordinality as line (product_id, quantity, position)
       join product on product.id = line.product_id`,
      [orderId, lines.map(({ productId }) => productId), lines.map(({ quantity }) => quantity)],
    );
    await this.remember(tx, orderId, 'accepted', cause);
    return true;
  }

  /** An order, locked until the transaction ends: whoever publishes about it does this first. */
  async lock(tx: Transaction, id: string): Promise<Order | undefined> {
    const { rows } = await tx.client.query<Order>({
      name: 'order-lock',
      text: `select ${columns} from customer_order where id = $1 for update of customer_order`,
      values: [id],
    });
    return rows[0];
  }

  /** Moves a locked order on, and remembers why. */
  async move(
    tx: Transaction,
    order: Order,
    to: Pick<Order, 'state' | 'reservationId' | 'reservedAt' | 'cancelCode'>,
    cause: Cause,
  ): Promise<Order> {
    await tx.client.query({
      name: 'order-move',
      text: `update customer_order
             set state = $2, reservation_id = $3, reserved_at = $4, cancel_code = $5, changed_at = $6,
               version = version + 1
             where id = $1`,
      values: [order.id, to.state, to.reservationId, to.reservedAt, to.cancelCode, cause.at],
    });
    await this.remember(tx, order.id, to.state, cause);
    return { ...order, ...to, changedAt: cause.at, version: order.version + 1 };
  }

  async find(tx: Transaction, id: string): Promise<Order | undefined> {
    const { rows } = await tx.client.query<Order>(`select ${columns} from customer_order where id = $1`, [
      id,
    ]);
    return rows[0];
  }

  /** Newest first. */
  async list(tx: Transaction, filter: OrderFilter): Promise<readonly Order[]> {
    const { rows } = await tx.client.query<Order>(
      `select ${columns} from customer_order
       where ($1::text is null or state = $1) and ($2::text is null or store_id = $2)
         and ($3::uuid[] is null or profile_id = any($3))
         and ($4::timestamptz is null or (accepted_at, id) < ($4, $5))
       order by accepted_at desc, id desc limit $6`,
      [
        filter.state ?? null,
        filter.storeId ?? null,
        filter.profileIds ?? null,
        filter.after?.acceptedAt ?? null,
        filter.after?.id ?? null,
        filter.limit,
      ],
    );
    return rows;
  }

  /** Every state that it was in, oldest first. */
  async history(tx: Transaction, id: string): Promise<readonly HistoryEntry[]> {
    const { rows } = await tx.client.query<HistoryEntry>(
      `select state, cause, recorded_by as "recordedBy", at from order_history where order_id = $1 order by id`,
      [id],
    );
    return rows;
  }

  /** Tells whose order it is, once the platform knows; not again after an erasure took its person away. */
  async assign(tx: Transaction, id: string, profileId: string): Promise<boolean> {
    const { rowCount } = await tx.client.query(
      `update customer_order set profile_id = $2
       where id = $1 and profile_id is null and exists (select 1 from order_person where order_id = $1)`,
      [id, profileId],
    );
    return rowCount === 1;
  }

  private async remember(tx: Transaction, id: string, state: OrderState, cause: Cause): Promise<void> {
    await tx.client.query({
      name: 'order-remember',
      text: 'insert into order_history (order_id, state, cause, recorded_by, at) values ($1, $2, $3, $4, $5)',
      values: [id, state, cause.code, cause.recordedBy ?? null, cause.at],
    });
  }
}
