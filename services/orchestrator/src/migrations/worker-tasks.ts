// What external workers are offered, hold by a lease, and have settled.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class WorkerTasks1764000002000 implements MigrationInterface {
  readonly name = 'WorkerTasks1764000002000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table worker_task (
        task_id uuid primary key,
        instance_id uuid not null,
        journey text not null,
        version int not null,
        step text not null,
        visit int not null,
        kind text not null,
        attempt int not null,
        state text not null check (state in ('open', 'leased', 'completed', 'failed', 'withdrawn')),
        input text not null,
        lease_ms bigint not null,
        offered_at timestamptz not null default now(),
        lease uuid,
        leased_until timestamptz,
        worker text,
        claims int not null default 0,
        settled_hash text,
        code text,
        ended_at timestamptz
      ) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000)`);
    // Taking the oldest of a kind reads these and nothing else, however many tasks have ended.
    await runner.query(
      `create index worker_task_open on worker_task (kind, offered_at, task_id) where state = 'open'`,
    );
    await runner.query(
      `create index worker_task_leased on worker_task (kind, leased_until) where state = 'leased'`,
    );
    await runner.query('create index worker_task_offered on worker_task (offered_at, task_id)');
    await runner.query('create index worker_task_instance on worker_task (instance_id)');
    await runner.query(`comment on column worker_task.lease is
      'Drawn at every claim: who shows another one, or this one after its time, has lost it'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table worker_task');
  }
}
