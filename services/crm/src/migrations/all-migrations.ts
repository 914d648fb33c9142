// The tables of crm, in order.
import type { MigrationSource } from '@continuo/persistence';
import { Access1764400200000 } from './access.js';
import { Cases1764400100000 } from './cases.js';
import { Contacts1764400000000 } from './contacts.js';

export const crmMigrations: MigrationSource = {
  name: 'crm',
  migrations: [Contacts1764400000000, Cases1764400100000, Access1764400200000],
};
