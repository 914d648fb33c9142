// The tables of collaboration, in order.
import type { MigrationSource } from '@continuo/persistence';
import { AccessByProfile1764500000000 } from './access-by-profile.js';
import { Alerts1764400300000 } from './alerts.js';
import { Consents1764300200000 } from './consents.js';
import { Decisions1764700000000 } from './decisions.js';
import { Deliveries1764300500000 } from './deliveries.js';
import { Messages1764300400000 } from './messages.js';
import { PublishedSuppressions1765400100000 } from './published-suppressions.js';
import { Suppressions1764300300000 } from './suppressions.js';
import { Places1764400200000 } from './places.js';
import { Tasks1764400400000 } from './tasks.js';
import { TemplateProcesses1765500000000 } from './template-processes.js';
import { TemplateRevisions1765300000000 } from './template-revisions.js';

export const collaborationMigrations: MigrationSource = {
  name: 'collaboration',
  migrations: [
    Consents1764300200000,
    Suppressions1764300300000,
    Messages1764300400000,
    Deliveries1764300500000,
    Places1764400200000,
    Alerts1764400300000,
    Tasks1764400400000,
    AccessByProfile1764500000000,
    Decisions1764700000000,
    TemplateRevisions1765300000000,
    PublishedSuppressions1765400100000,
    TemplateProcesses1765500000000,
  ],
};
