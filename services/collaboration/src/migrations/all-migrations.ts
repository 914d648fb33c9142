// The tables of collaboration, in order.
import type { MigrationSource } from '@continuo/persistence';
import { Consents1764300200000 } from './consents.js';

export const collaborationMigrations: MigrationSource = {
  name: 'collaboration',
  migrations: [Consents1764300200000],
};
