// Orders that cannot go on as they should, in the database: one open row per order and cause.
import { Injectable } from '@nestjs/common';
import type { Transaction } from '@continuo/persistence';
import { uuidv7 } from 'uuidv7';

export interface Fallout {
  readonly id: string;
  readonly orderId: string;
  readonly storeId: string;
  /** Stable code of the cause. */
  readonly code: string;
  readonly productId: string | null;
  readonly asked: number | null;
  readonly available: number | null;
  /** How often it was tried. */
  readonly attempts: number;
  readonly raisedAt: Date;
  readonly lastAt: Date;
  readonly resolvedAt: Date | null;
  /** What ended it. */
  readonly resolution: string | null;
}

export interface FalloutFilter {
  readonly open: boolean;
  readonly storeId?: string;
  readonly after?: { readonly raisedAt: string; readonly id: string };
  readonly limit: number;
}

const columns = `id, order_id as "orderId", store_id as "storeId", code, product_id as "productId", asked, available,
  attempts, raised_at as "raisedAt", last_at as "lastAt", resolved_at as "resolvedAt", resolution`;

@Injectable()
export class FalloutsStore {
  /** Notes that an order stands; true when this is new. Its order must be locked. */
  async raise(
    tx: Transaction,
    fallout: Pick<Fallout, 'orderId' | 'storeId' | 'code' | 'productId' | 'asked' | 'available'>,
    at: Date,
  ): Promise<boolean> {
    const { orderId, storeId, code, productId, asked, available } = fallout;
    const { rows } = await tx.client.query<{ attempts: number }>({
      name: 'fallout-raise',
      text: `insert into order_fallout as known
               (id, order_id, store_id, code, product_id, asked, available, raised_at, last_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $8)
             on conflict (order_id, code) where resolved_at is null do update
             set product_id = excluded.product_id, asked = excluded.asked, available = excluded.available,
               attempts = known.attempts + 1, last_at = excluded.last_at
             returning attempts`,
      values: [uuidv7(), orderId, storeId, code, productId, asked, available, at],
    });
    return rows[0]?.attempts === 1;
  }

  /** Ends what is open of an order; answers the codes of it. Its order must be locked. */
  async close(tx: Transaction, orderId: string, resolution: string, at: Date): Promise<readonly string[]> {
    const { rows } = await tx.client.query<{ code: string }>({
      name: 'fallout-close',
      text: `update order_fallout set resolved_at = $3, resolution = $2
             where order_id = $1 and resolved_at is null returning code`,
      values: [orderId, resolution, at],
    });
    return rows.map(({ code }) => code).sort();
  }

  async find(tx: Transaction, id: string): Promise<Fallout | undefined> {
    const { rows } = await tx.client.query<Fallout>(`select ${columns} from order_fallout where id = $1`, [
      id,
    ]);
    return rows[0];
  }

  /** Newest first. */
  async list(tx: Transaction, filter: FalloutFilter): Promise<readonly Fallout[]> {
    const { rows } = await tx.client.query<Fallout>(
      `select ${columns} from order_fallout
       where (resolved_at is null) = $1 and ($2::text is null or store_id = $2)
         and ($3::timestamptz is null or (raised_at, id) < ($3, $4::uuid))
       order by raised_at desc, id desc limit $5`,
      [
        filter.open,
        filter.storeId ?? null,
        filter.after?.raisedAt ?? null,
        filter.after?.id ?? null,
        filter.limit,
      ],
    );
    return rows;
  }
}
