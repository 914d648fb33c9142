// Suppressed addresses, and the switch that stops all sending.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Suppressions1764300300000 implements MigrationInterface {
  readonly name = 'Suppressions1764300300000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table suppression (
        id uuid primary key,
        channel text not null,
        scope text not null check (scope in ('all', 'marketing')),
        source text not null check (source in ('customer', 'provider', 'staff')),
        reason text not null,
        added_by text not null,
        -- To the millisecond, as pages go by it.
        added_at timestamptz(3) not null default now()
      )`);
    await runner.query('create index suppression_added on suppression (added_at desc, id desc)');
    await runner.query(`
      create table suppression_key (
        channel text not null,
        key text collate "C" not null,
        suppression_id uuid not null references suppression on delete cascade,
        primary key (channel, key)
      )`);
    await runner.query('create index suppression_key_of on suppression_key (suppression_id)');
    await runner.query(`comment on column suppression_key.key is
      'Keyed hash of the address. Names no profile and outlives an erasure: whoever wanted no messages gets none'`);
    // One row: what is stopped, as one document with a version.
    await runner.query(`
      create table sending_switch (
        only_one boolean primary key default true check (only_one),
        version bigint not null,
        stopped jsonb not null,
        changed_by text not null,
        changed_at timestamptz not null default now()
      )`);
    await runner.query(
      `insert into sending_switch (version, stopped, changed_by) values (1, '[]', 'installation')`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table sending_switch, suppression_key, suppression');
  }
}
