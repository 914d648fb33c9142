// How often an instance was asked to go back: one that a merge gave to another profile meanwhile is asked again there.
// Contracts: a column with a default; the version before asks once, and writes it as it stands.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class WayBack1764600001000 implements MigrationInterface {
  readonly name = 'WayBack1764600001000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table bulk_instance add column revert_attempt int not null default 0');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table bulk_instance drop column revert_attempt');
  }
}
