// Who read what is personal of whom.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Access1764400200000 implements MigrationInterface {
  readonly name = 'Access1764400200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table personal_access (
        id bigint generated always as identity primary key,
        at timestamptz not null default now(),
        subject text not null,
        client text,
        purpose text not null,
        kind text not null check (kind in ('contact', 'case')),
        target_id uuid not null
      )`);
    await runner.query(`comment on table personal_access is 'Who read personal data of whom, and what for'`);
    await runner.query('create index personal_access_target on personal_access (target_id)');
    await runner.query('create index personal_access_at on personal_access using brin (at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table personal_access');
  }
}
