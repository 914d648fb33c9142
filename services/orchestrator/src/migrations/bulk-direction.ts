// Which way a migration goes that is paused: told by the first who were asked to go back only, it went forward again when it
// was paused before them. Contracts: a column with a default; the version before does not write it, and is read by them.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class BulkDirection1764700000000 implements MigrationInterface {
  readonly name = 'BulkDirection1764700000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table bulk add column reverts boolean not null default false');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table bulk drop column reverts');
  }
}
