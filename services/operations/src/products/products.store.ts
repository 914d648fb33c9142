// Products in the database.
import { Injectable } from '@nestjs/common';
import type { Transaction } from '@continuo/persistence';
import type { Product, ProductFacts } from './domain/product.js';

interface ProductRow {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly unit_price: string;
  readonly currency: string;
  readonly active: boolean;
  readonly version: string;
  readonly created_at: Date;
  readonly changed_at: Date;
}

const columns = 'id, name, description, unit_price, currency, active, version, created_at, changed_at';

@Injectable()
export class ProductsStore {
  /** Creates it; undefined when there is one of this id. */
  async create(tx: Transaction, id: string, facts: ProductFacts): Promise<Product | undefined> {
    const { rows } = await tx.client.query<ProductRow>(
      `insert into product (id, name, description, unit_price, currency, active)
       values ($1, $2, $3, $4, $5, $6) on conflict do nothing returning ${columns}`,
      valuesOf(id, facts),
    );
    return rows.map(productOf)[0];
  }

  /** Changes it if it still has the version that the caller has seen; undefined otherwise. */
  async change(tx: Transaction, id: string, facts: ProductFacts, seen: number): Promise<Product | undefined> {
    const { rows } = await tx.client.query<ProductRow>(
      `update product set name = $2, description = $3, unit_price = $4, currency = $5, active = $6,
         version = version + 1, changed_at = now()
       where id = $1 and version = $7 returning ${columns}`,
      [...valuesOf(id, facts), seen],
    );
    return rows.map(productOf)[0];
  }

  /** Those of these ids that there are. */
  async find(tx: Transaction, ids: readonly string[]): Promise<readonly Product[]> {
    const { rows } = await tx.client.query<ProductRow>(
      `select ${columns} from product where id = any($1::text[])`,
      [ids],
    );
    return rows.map(productOf);
  }

  /** In the order of their ids, after one of them. */
  async list(
    tx: Transaction,
    filter: { readonly active?: boolean; readonly after?: string; readonly limit: number },
  ): Promise<readonly Product[]> {
    const { rows } = await tx.client.query<ProductRow>(
      `select ${columns} from product
       where ($1::boolean is null or active = $1) and ($2::text is null or id > $2) order by id limit $3`,
      [filter.active ?? null, filter.after ?? null, filter.limit],
    );
    return rows.map(productOf);
  }
}

function valuesOf(id: string, { name, description, unitPrice, active }: ProductFacts): unknown[] {
  return [id, name, description, unitPrice.amount, unitPrice.currency, active];
}

function productOf(row: ProductRow): Product {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    unitPrice: { amount: row.unit_price, currency: row.currency },
    active: row.active,
    version: Number(row.version),
    createdAt: row.created_at,
    changedAt: row.changed_at,
  };
}
