// The tables of the orchestrator, in order.
import type { MigrationSource } from '@continuo/persistence';
import { Journeys1763900000000 } from './journeys.js';

export const orchestratorMigrations: MigrationSource = {
  name: 'orchestrator',
  migrations: [Journeys1763900000000],
};
