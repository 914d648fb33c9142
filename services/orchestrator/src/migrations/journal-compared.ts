// What simulations compare with, beside each entry of the journal: read without parsing the entry.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class JournalCompared1764500000000 implements MigrationInterface {
  readonly name = 'JournalCompared1764500000000';

  async up(runner: QueryRunner): Promise<void> {
    // No default: no row is written anew. A null says to look into the entry. It waits for who reads any of the journal's days,
    // and gives way to them.
    await runner.query('alter table journal add column compared text');
    await runner.query(
      `comment on column journal.compared is
        'What was sent, answered, held and skipped, as JSON; empty where nothing was, null in rows of the version before'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table journal drop column compared');
  }
}
