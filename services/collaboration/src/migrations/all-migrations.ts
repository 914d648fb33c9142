// The tables of collaboration, in order.
import type { MigrationSource } from '@continuo/persistence';

export const collaborationMigrations: MigrationSource = {
  name: 'collaboration',
  migrations: [],
};
