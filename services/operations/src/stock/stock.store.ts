// Stock in the database: levels that are locked in one order by everybody, and the ledger of every change.
import { Injectable } from '@nestjs/common';
import type { Transaction } from '@continuo/persistence';
import type { Level, LevelChange, Movement } from './domain/stock.js';

/** Why stock changes. */
export interface MovementCause {
  readonly movement: Movement;
  /** Stable code. */
  readonly reason: string;
  readonly orderId?: string;
  /** Whoever asked, when somebody did. */
  readonly recordedBy?: string;
}

export interface StockRow extends Level {
  readonly storeId: string;
  readonly changedAt: Date;
}

export interface LedgerRow extends MovementCause {
  readonly id: string;
  readonly onHandChange: number;
  readonly reservedChange: number;
  readonly at: Date;
}

@Injectable()
export class StockStore {
  /**
   * The levels of these products in one place, locked. One statement that locks in the order of the products: two
   * orders that share products wait for each other and never deadlock. A product that the place never had is missing.
   */
  async lock(tx: Transaction, storeId: string, productIds: readonly string[]): Promise<readonly Level[]> {
    const { rows } = await tx.client.query<Level>({
      name: 'stock-lock',
      text: `select product_id as "productId", on_hand as "onHand", reserved from stock
             where store_id = $1 and product_id = any($2::text[]) order by product_id for update`,
      values: [storeId, productIds],
    });
    return rows;
  }

  /** One level, locked, made first where the place never had the product. */
  async lockOrCreate(tx: Transaction, storeId: string, productId: string): Promise<Level> {
    await tx.client.query(
      'insert into stock (store_id, product_id, on_hand) values ($1, $2, 0) on conflict do nothing',
      [storeId, productId],
    );
    const [level] = await this.lock(tx, storeId, [productId]);
    return level ?? { productId, onHand: 0, reserved: 0 };
  }

  /** Applies changes to levels that are locked, and writes each into the ledger. */
  async apply(
    tx: Transaction,
    storeId: string,
    changes: readonly LevelChange[],
    cause: MovementCause,
  ): Promise<void> {
    const { movement, reason, orderId = null, recordedBy = null } = cause;
    const lists = [
      changes.map(({ productId }) => productId),
      changes.map(({ onHand }) => onHand),
      changes.map(({ reserved }) => reserved),
    ];
    await tx.client.query({
      name: 'stock-apply',
      text: `update stock set on_hand = stock.on_hand + change.on_hand, reserved = stock.reserved + change.reserved,
               changed_at = clock_timestamp()
             from unnest($2::text[], $3::integer[], $4::integer[]) as change (product_id, on_hand, reserved)
             where store_id = $1 and stock.product_id = change.product_id`,
      values: [storeId, ...lists],
    });
    await tx.client.query({
      name: 'stock-ledger',
      text: `insert into stock_ledger
               (store_id, product_id, on_hand_change, reserved_change, movement, reason, order_id, recorded_by)
             select $1, product_id, on_hand, reserved, $5, $6, $7, $8
             from unnest($2::text[], $3::integer[], $4::integer[]) as change (product_id, on_hand, reserved)`,
      values: [storeId, ...lists, movement, reason, orderId, recordedBy],
    });
  }

  /** Whether anything was ever stocked there: that is what makes a place one of ours. */
  async isStore(tx: Transaction, storeId: string): Promise<boolean> {
    const { rowCount } = await tx.client.query('select 1 from stock where store_id = $1 limit 1', [storeId]);
    return rowCount === 1;
  }

  /** What a place has, in the order of the products, after one of them. */
  async ofStore(
    tx: Transaction,
    storeId: string,
    page: { readonly after?: string; readonly limit: number },
  ): Promise<readonly StockRow[]> {
    return this.list(tx, 'store_id = $1 and ($2::text is null or product_id > $2) order by product_id', [
      storeId,
      page.after ?? null,
      page.limit,
    ]);
  }

  /** Where a product is, in the order of the places, after one of them. */
  async ofProduct(
    tx: Transaction,
    productId: string,
    page: { readonly after?: string; readonly limit: number },
  ): Promise<readonly StockRow[]> {
    return this.list(tx, 'product_id = $1 and ($2::text is null or store_id > $2) order by store_id', [
      productId,
      page.after ?? null,
      page.limit,
    ]);
  }

  /** How a level came about, newest first, before one of the entries. */
  async ledger(
    tx: Transaction,
    place: { readonly storeId: string; readonly productId: string },
    page: { readonly before?: string; readonly limit: number },
  ): Promise<readonly LedgerRow[]> {
    const { rows } = await tx.client.query<LedgerRow>(
      `select id, movement, on_hand_change as "onHandChange", reserved_change as "reservedChange", reason,
         order_id as "orderId", recorded_by as "recordedBy", at
       from stock_ledger
       where store_id = $1 and product_id = $2 and ($3::bigint is null or id < $3) order by id desc limit $4`,
      [place.storeId, place.productId, page.before ?? null, page.limit],
    );
    return rows;
  }

  private async list(
    tx: Transaction,
    which: string,
    values: readonly unknown[],
  ): Promise<readonly StockRow[]> {
    const { rows } = await tx.client.query<StockRow>(
      `select store_id as "storeId", product_id as "productId", on_hand as "onHand", reserved,
         changed_at as "changedAt"
       from stock where ${which} limit $3`,
      [...values],
    );
    return rows;
  }
}
