// What is remembered of a customer beside the journeys: one row per profile, written only when it changes.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ProfileMemory1764000001000 implements MigrationInterface {
  readonly name = 'ProfileMemory1764000001000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table profile_memory (
      profile_id uuid primary key,
      memory text not null
    ) with (fillfactor = 80)`);
    await runner.query(
      `comment on table profile_memory is
        'Contacts made, arms drawn, hold-outs, open matters, ended journeys; each with the customer reference that made it'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table profile_memory');
  }
}
