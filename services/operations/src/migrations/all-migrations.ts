// The tables of operations, in order.
import type { MigrationSource } from '@continuo/persistence';
import { AccessByOrder1764500000000 } from './access-by-order.js';
import { Orders1764400100000 } from './orders.js';
import { Stock1764400000000 } from './stock.js';

export const operationsMigrations: MigrationSource = {
  name: 'operations',
  migrations: [Stock1764400000000, Orders1764400100000, AccessByOrder1764500000000],
};
