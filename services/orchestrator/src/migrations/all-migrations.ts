// The tables of the orchestrator, in order.
import type { MigrationSource } from '@continuo/persistence';
import { BulkDirection1764700000000 } from './bulk-direction.js';
import { Guardrails1764300001000 } from './guardrails.js';
import { InstanceEnds1764400000000 } from './instance-ends.js';
import { InstanceIndexes1764400001000 } from './instance-indexes.js';
import { InstancePositions1764000007000 } from './instance-positions.js';
import { InstanceStanding1764600000000 } from './instance-standing.js';
import { JournalCompared1764500000000 } from './journal-compared.js';
import { Journeys1763900000000 } from './journeys.js';
import { Operations1764000005000 } from './operations.js';
import { ProfileMemory1764000001000 } from './profile-memory.js';
import { Simulations1764000007000 } from './simulations.js';
import { WorkerTasks1764000002000 } from './worker-tasks.js';
import { WayBack1764600001000 } from './way-back.js';
import { VersionsAndEntries1764300000000 } from './versions-and-entries.js';

export const orchestratorMigrations: MigrationSource = {
  name: 'orchestrator',
  migrations: [
    Journeys1763900000000,
    ProfileMemory1764000001000,
    WorkerTasks1764000002000,
    Operations1764000005000,
    Simulations1764000007000,
    InstancePositions1764000007000,
    VersionsAndEntries1764300000000,
    Guardrails1764300001000,
    InstanceEnds1764400000000,
    InstanceIndexes1764400001000,
    JournalCompared1764500000000,
    InstanceStanding1764600000000,
    WayBack1764600001000,
    BulkDirection1764700000000,
  ],
};
