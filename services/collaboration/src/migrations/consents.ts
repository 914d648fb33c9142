// The service's own copy of the facts that sending needs.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Consents1764300200000 implements MigrationInterface {
  readonly name = 'Consents1764300200000';

  async up(runner: QueryRunner): Promise<void> {
    // One row per profile; members of a merged family are read together.
    await runner.query(`
      create table profile_fact (
        profile_id uuid primary key,
        version bigint not null,
        consents jsonb not null,
        language text,
        changed_at timestamptz not null
      ) with (fillfactor = 80)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table profile_fact');
  }
}
