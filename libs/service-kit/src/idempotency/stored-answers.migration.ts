// The table behind Idempotency-Key: which call was made, by whom, and what it was answered.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class StoredAnswers1763700200000 implements MigrationInterface {
  readonly name = 'StoredAnswers1763700200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create schema if not exists service_kit');
    await runner.query(`
      create table service_kit.stored_answer (
        caller text not null,
        key text not null,
        fingerprint bytea not null,
        claimed_at timestamptz not null default clock_timestamp(),
        lease_until timestamptz not null,
        status integer,
        headers jsonb,
        body text,
        primary key (caller, key)
      ) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000)`);
    await runner.query('create index stored_answer_by_age on service_kit.stored_answer (claimed_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table service_kit.stored_answer');
  }
}
