// The tables of the contact centre, in order.
import type { MigrationSource } from '@continuo/persistence';
import { Agents1764400000000 } from './agents.js';
import { Context1764400200000 } from './context.js';
import { ErasedInteractions1764400400000 } from './erased-interactions.js';
import { Interactions1764400100000 } from './interactions.js';

export const contactCentreMigrations: MigrationSource = {
  name: 'contact_centre',
  migrations: [
    Agents1764400000000,
    Interactions1764400100000,
    Context1764400200000,
    ErasedInteractions1764400400000,
  ],
};
