// Tasks for people, and who read the notes on them.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Tasks1764400400000 implements MigrationInterface {
  readonly name = 'Tasks1764400400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table task (
        task_id uuid primary key,
        task_type text not null,
        role text not null,
        order_id text,
        case_id uuid,
        profile_id uuid not null,
        due_at timestamptz,
        state text not null default 'open' check (state in ('open', 'claimed', 'done', 'cancelled')),
        claimed_by text,
        claimed_at timestamptz,
        outcome text,
        note text,
        ended_at timestamptz,
        created_at timestamptz not null,
        version integer not null default 1,
        cause jsonb not null
      ) with (fillfactor = 80)`);
    await runner.query(
      `create index task_due on task (state, coalesce(due_at, 'infinity'::timestamptz), task_id)`,
    );
    await runner.query('create index task_profile on task (profile_id)');
    await runner.query(`
      create table task_access (
        id bigint generated always as identity primary key,
        at timestamptz not null default now(),
        subject text not null,
        client text,
        task_id uuid not null,
        profile_id uuid not null
      )`);
    await runner.query('create index task_access_at on task_access using brin (at)');
    await runner.query(`comment on table task_access is 'Who read the note of a task, and when'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table task_access, task');
  }
}
