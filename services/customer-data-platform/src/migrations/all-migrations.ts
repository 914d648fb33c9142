// The tables of the customer data platform, in order.
import type { MigrationSource } from '@continuo/persistence';
import { Activity1764700000000 } from './activity.js';
import { Erasures1764400000000 } from './erasures.js';
import { Lookups1764800000000 } from './lookups.js';
import { Identity1763800100000 } from './identity.js';
import { Profiles1763800200000 } from './profiles.js';
import { Segments1764900000000 } from './segments.js';
import { Tracking1763800000000 } from './tracking.js';

export const customerDataPlatformMigrations: MigrationSource = {
  name: 'customer_data_platform',
  migrations: [
    Tracking1763800000000,
    Identity1763800100000,
    Profiles1763800200000,
    Erasures1764400000000,
    Activity1764700000000,
    Lookups1764800000000,
    Segments1764900000000,
  ],
};
