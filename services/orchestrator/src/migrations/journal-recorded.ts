// What simulations compare with, beside each entry of the journal: read without parsing the entry.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class JournalRecorded1764500000000 implements MigrationInterface {
  readonly name = 'JournalRecorded1764500000000';

  async up(runner: QueryRunner): Promise<void> {
    // No default: no row is written anew. A null says to look into the entry.
    await runner.query('alter table journal add column recorded text');
    await runner.query(
      `comment on column journal.recorded is
        'What was sent, answered, held and skipped, as JSON; empty where nothing was, null in rows of the version before'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table journal drop column recorded');
  }
}
