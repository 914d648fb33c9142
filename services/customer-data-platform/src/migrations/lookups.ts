// Who looked a person up by an address or a number stands with who read their data.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Lookups1764800000000 implements MigrationInterface {
  readonly name = 'Lookups1764800000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table profile_access add column looked_up text');
    await runner.query(`comment on column profile_access.looked_up is
      'the kind of address by which they were looked up, and the address masked where somebody has it; null for a reading'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table profile_access drop column looked_up');
  }
}
