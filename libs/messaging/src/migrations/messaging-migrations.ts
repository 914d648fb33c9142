// The transport's migrations, in order; persistence's runner applies them before a service's own.
import type { MigrationSource } from '@continuo/persistence';
import { DrainTurns1764403400000 } from './drain-turns.js';
import { Erasure1764300300000 } from './erasure.js';
import { FairDraining1764403200000 } from './fair-draining.js';
import { HeldBatches1765500000000 } from './held-batches.js';
import { Intents1763700200000 } from './intents.js';
import { OpenTransactions1764403300000 } from './open-transactions.js';
import { OutboxAndRelay1763700000000 } from './outbox-and-relay.js';
import { PositionsAndParking1763700100000 } from './positions-and-parking.js';
import { RaisedIncidents1765400000000 } from './raised-incidents.js';

export const messagingMigrations: MigrationSource = {
  name: 'messaging',
  migrations: [
    OutboxAndRelay1763700000000,
    PositionsAndParking1763700100000,
    Intents1763700200000,
    Erasure1764300300000,
    FairDraining1764403200000,
    OpenTransactions1764403300000,
    DrainTurns1764403400000,
    RaisedIncidents1765400000000,
    HeldBatches1765500000000,
  ],
};
