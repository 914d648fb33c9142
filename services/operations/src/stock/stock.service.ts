// Stock as people and systems see and correct it: counted, adjusted, asked for by place, by product and by entry.
import { Inject, Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '@continuo/kernel';
import { Database, type Transaction } from '@continuo/persistence';
import type { IdempotentCall } from '@continuo/service-kit';
import { ProductsStore } from '../products/products.store.js';
import { adjust, count, type Level, type LevelChange } from './domain/stock.js';
import { StockStore, type LedgerRow, type MovementCause, type StockRow } from './stock.store.js';

export type { LedgerRow } from './stock.store.js';

export interface Place {
  readonly storeId: string;
  readonly productId: string;
}

interface Page {
  readonly after?: string;
  readonly limit: number;
}

type StockRefusal = 'product-unknown' | 'stock-below-reserved' | 'stock-negative' | 'stock-too-large';

@Injectable()
export class StockService {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(StockStore) private readonly store: StockStore,
    @Inject(ProductsStore) private readonly products: ProductsStore,
  ) {}

  /** Somebody counted. The difference to what was known goes into the ledger; none leaves no entry. */
  count(place: Place, onHand: number, recordedBy: string): Promise<Result<Level, StockRefusal>> {
    return this.change(place, { movement: 'count', reason: 'counted', recordedBy }, (level) =>
      count(level, onHand),
    );
  }

  /** Something came or went, for a reason. Answered in the same transaction, so that a repeated call does it once. */
  adjust(
    place: Place,
    change: { readonly delta: number; readonly reason: string; readonly recordedBy: string },
    call?: IdempotentCall,
  ): Promise<Result<Level, StockRefusal>> {
    const { delta, reason, recordedBy } = change;
    return this.change(
      place,
      { movement: 'adjust', reason, recordedBy },
      (level) => adjust(level, delta),
      async (tx, level) => call?.complete(tx, 200, levelView(place.storeId, level)),
    );
  }

  /** What a place has. */
  async ofStore(storeId: string, page: Page): Promise<Result<readonly StockRow[], 'store-unknown'>> {
    return this.database.transaction(async (tx) => {
      const rows = await this.store.ofStore(tx, storeId, page);
      if (rows.length === 0 && !(await this.store.isStore(tx, storeId))) return noSuchStore();
      return ok(rows);
    });
  }

  /** Where a product is, and how much of it. */
  async ofProduct(productId: string, page: Page): Promise<Result<readonly StockRow[], 'product-unknown'>> {
    return this.database.transaction(async (tx) => {
      const [product] = await this.products.find(tx, [productId]);
      return product === undefined ? noSuchProduct() : ok(await this.store.ofProduct(tx, productId, page));
    });
  }

  /** How a level came about, newest first. */
  async ledger(
    place: Place,
    page: { readonly before?: string; readonly limit: number },
  ): Promise<Result<readonly LedgerRow[], 'store-unknown'>> {
    return this.database.transaction(async (tx) => {
      if (!(await this.store.isStore(tx, place.storeId))) return noSuchStore();
      return ok(await this.store.ledger(tx, place, page));
    });
  }

  private async change<Code extends StockRefusal>(
    { storeId, productId }: Place,
    cause: MovementCause,
    rule: (level: Level) => Result<LevelChange, Code>,
    done?: (tx: Transaction, level: Level) => Promise<void>,
  ): Promise<Result<Level, Code | 'product-unknown'>> {
    return this.database.transaction(async (tx) => {
      const [product] = await this.products.find(tx, [productId]);
      if (product === undefined) return noSuchProduct();
      const [known] = await this.store.lock(tx, storeId, [productId]);
      const refused = rule(known ?? { productId, onHand: 0, reserved: 0 });
      if (!refused.ok) return refused;
      // Only what is accepted makes a place one of ours; somebody else may have been first meanwhile.
      const level = known ?? (await this.store.lockOrCreate(tx, storeId, productId));
      const changed = rule(level);
      if (!changed.ok) return changed;
      const { onHand, reserved } = changed.value;
      if (onHand !== 0) await this.store.apply(tx, storeId, [changed.value], cause);
      const now = { productId, onHand: level.onHand + onHand, reserved: level.reserved + reserved };
      await done?.(tx, now);
      return ok(now);
    });
  }
}

/** A level as callers see it. */
export function levelView(storeId: string, { productId, onHand, reserved }: Level) {
  return { storeId, productId, onHand, reserved, available: onHand - reserved };
}

function noSuchProduct() {
  return refuse('product-unknown', 'no product has this id', { field: 'productId' });
}

function noSuchStore() {
  return refuse('store-unknown', 'nothing was ever stocked there', { field: 'storeId' });
}
