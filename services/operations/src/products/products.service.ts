// Keeps the list of products: said anew by id, and never overwritten by somebody who has not seen the last word.
import { Inject, Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '@continuo/kernel';
import { Database } from '@continuo/persistence';
import { isSame, type Product, type ProductFacts } from './domain/product.js';
import { ProductsStore } from './products.store.js';

@Injectable()
export class ProductsService {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(ProductsStore) private readonly store: ProductsStore,
  ) {}

  /**
   * Says what a product is. `seen` is the version that the caller has read; undefined when there was none. The same
   * said again changes nothing.
   */
  async put(
    id: string,
    facts: ProductFacts,
    seen: number | undefined,
  ): Promise<Result<{ readonly product: Product; readonly created: boolean }, 'version-moved'>> {
    return this.database.transaction(async (tx) => {
      const created = seen === undefined ? await this.store.create(tx, id, facts) : undefined;
      if (created !== undefined) return ok({ product: created, created: true });
      const [known] = await this.store.find(tx, [id]);
      if (known !== undefined && isSame(known, facts)) return ok({ product: known, created: false });
      const changed = seen === undefined ? undefined : await this.store.change(tx, id, facts, seen);
      return changed === undefined
        ? refuse('version-moved', 'somebody changed it after you read it; read it again')
        : ok({ product: changed, created: false });
    });
  }

  async show(id: string): Promise<Result<Product, 'product-unknown'>> {
    const [product] = await this.database.transaction((tx) => this.store.find(tx, [id]));
    return product === undefined
      ? refuse('product-unknown', 'no product has this id', { field: 'productId' })
      : ok(product);
  }

  list(filter: {
    readonly active?: boolean;
    readonly after?: string;
    readonly limit: number;
  }): Promise<readonly Product[]> {
    return this.database.transaction((tx) => this.store.list(tx, filter));
  }
}
