// The kit's own tables, in order.
import type { MigrationSource } from '@continuo/persistence';
import { AnsweredCommands1764300000000 } from './commands/answered-commands.migration.js';
import { SealedAnswers1764300200000 } from './idempotency/sealed-answers.migration.js';
import { StoredAnswers1763700200000 } from './idempotency/stored-answers.migration.js';
import { PersonalData1764300100000 } from './personal-data/personal-data.migration.js';

/** Applied by `node dist/main.js migrate`, after the transport's and before the service's own. */
export const serviceKitMigrations: MigrationSource = {
  name: 'service_kit',
  migrations: [
    StoredAnswers1763700200000,
    AnsweredCommands1764300000000,
    PersonalData1764300100000,
    SealedAnswers1764300200000,
  ],
};
