// Agents with their presence, and what each agent's stream has told.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Agents1764400000000 implements MigrationInterface {
  readonly name = 'Agents1764400000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table agent (
        agent_id text collate "C" primary key,
        display_name text not null,
        skills text[] not null,
        version bigint not null default 1,
        presence text not null default 'offline' check (presence in ('available', 'busy', 'away', 'offline')),
        free_since timestamptz not null default clock_timestamp(),
        seen_at timestamptz not null default clock_timestamp(),
        stream_seq bigint not null default 0
      ) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05)`);
    await runner.query(`comment on column agent.free_since is
      'since when they have waited for work: who has waited longest is asked first'`);
    // Numbered under the lock of the agent's row, so a stream that continues after a number misses nothing.
    await runner.query(`
      create table offer_change (
        agent_id text collate "C" not null,
        seq bigint not null,
        offer_id uuid not null,
        at timestamptz not null default clock_timestamp(),
        primary key (agent_id, seq)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table offer_change, agent');
  }
}
