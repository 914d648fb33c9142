// Decisions of people: which outcomes end a task, until when, by whom not, who was given it, and everything done with it.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Decisions1764700000000 implements MigrationInterface {
  readonly name = 'Decisions1764700000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table task
        add column command_id text,
        add column outcomes text[] not null default '{}',
        add column closes_at timestamptz,
        add column not_by text,
        add column delegate text,
        add column details jsonb not null default '{}'`);
    await runner.query('create unique index task_command on task (command_id)');
    await runner.query('create index task_delegate on task (delegate) where delegate is not null');
    await runner.query(`
      create table task_history (
        id bigint generated always as identity primary key,
        task_id uuid not null,
        profile_id uuid not null,
        at timestamptz not null,
        action text not null,
        subject text,
        code text,
        role text,
        delegate text
      )`);
    await runner.query('create index task_history_task on task_history (task_id, id)');
    await runner.query('create index task_history_profile on task_history (profile_id)');
    // However often somebody tries, it is written and told once.
    await runner.query(
      `create unique index task_history_refused on task_history (task_id, subject, code) where action = 'refused'`,
    );
    await runner.query(`comment on table task_history is
      'What was done with decisions and by whom (subject; null: the journey), with the refused attempts'`);
    await runner.query(`
      create table task_closed_before (
        command_id text primary key,
        profile_id uuid not null,
        at timestamptz not null default now()
      )`);
    await runner.query('create index task_closed_before_profile on task_closed_before (profile_id)');
    await runner.query(`comment on table task_closed_before is
      'Commands whose task was closed before they came, by the other partition of a merge: they create nothing'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table task_closed_before, task_history');
    await runner.query(
      'alter table task drop column command_id, drop column outcomes, drop column closes_at, drop column not_by,' +
        ' drop column delegate, drop column details',
    );
  }
}
