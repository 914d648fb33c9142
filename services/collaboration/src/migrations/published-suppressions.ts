// Of each suppressed address, what was told of it on the bus: those from before there was an event are told later.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class PublishedSuppressions1765400100000 implements MigrationInterface {
  readonly name = 'PublishedSuppressions1765400100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table suppression add column published_scope text');
    await runner.query(`comment on column suppression.published_scope is
      'The scope that AddressSuppressed told last. Another than the scope, or null: an older version wrote the row, and it is published later'`);
    await runner.query(`
      create index suppression_unpublished on suppression (id) where published_scope is distinct from scope`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index suppression_unpublished');
    await runner.query('alter table suppression drop column published_scope');
  }
}
