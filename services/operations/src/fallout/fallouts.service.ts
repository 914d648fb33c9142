// Shows the orders that cannot go on as they should.
import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@continuo/persistence';
import { FalloutsStore, type Fallout, type FalloutFilter } from './fallouts.store.js';

export type { Fallout } from './fallouts.store.js';

@Injectable()
export class FalloutsService {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(FalloutsStore) private readonly store: FalloutsStore,
  ) {}

  /** Newest first. */
  list(filter: FalloutFilter): Promise<readonly Fallout[]> {
    return this.database.transaction((tx) => this.store.list(tx, filter));
  }
}
