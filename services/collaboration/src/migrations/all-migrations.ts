// The tables of collaboration, in order.
import type { MigrationSource } from '@continuo/persistence';
import { Consents1764300200000 } from './consents.js';
import { Places1764400200000 } from './places.js';

export const collaborationMigrations: MigrationSource = {
  name: 'collaboration',
  migrations: [Consents1764300200000, Places1764400200000],
};
