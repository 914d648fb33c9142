// Simulations of recorded history: their reports, and the customers that would be different, for a month.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Simulations1764000007000 implements MigrationInterface {
  readonly name = 'Simulations1764000007000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table simulation (
      id uuid primary key,
      journey text not null,
      version int not null,
      definition text not null,
      window_from timestamptz not null,
      window_to timestamptz not null,
      options text not null,
      state text not null check (state in ('running', 'done', 'cancelled', 'failed', 'interrupted')),
      records_read bigint not null default 0,
      records_in_all bigint not null default 0,
      report text,
      problem text,
      asked_by text not null,
      asked_at timestamptz not null default now(),
      seen_at timestamptz not null default now(),
      ended_at timestamptz
    )`);
    await runner.query(
      `comment on column simulation.seen_at is
        'Its process is alive: one that runs and was not seen for a minute was interrupted'`,
    );
    await runner.query('create index simulation_asked on simulation (asked_at, id)');
    await runner.query(`create table simulation_customer (
      simulation_id uuid not null references simulation on delete cascade,
      place int not null,
      profile_id uuid not null,
      differences text[] not null,
      body text not null,
      primary key (simulation_id, place)
    )`);
    await runner.query('create index simulation_customer_profile on simulation_customer (profile_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table simulation_customer, simulation');
  }
}
