// The table of intents: calls to the outside that a transaction decided on and a worker makes.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Intents1763700200000 implements MigrationInterface {
  readonly name = 'Intents1763700200000';

  async up(runner: QueryRunner): Promise<void> {
    // `json`, not `jsonb`: a payload is handed back as it was given, U+0000 in a text included.
    await runner.query(`
      create table messaging.intent (
        id uuid primary key,
        seq bigint generated always as identity,
        kind text not null,
        key text,
        payload json not null,
        cause json,
        trace json,
        state text not null default 'pending' check (state in ('pending', 'parked')),
        attempts integer not null default 0,
        -- When it may be taken; while a worker has it, when its lease ends.
        due_at timestamptz not null default clock_timestamp(),
        lease uuid,
        not_after timestamptz,
        written_at timestamptz not null default clock_timestamp(),
        parked_at timestamptz,
        code text
      ) with (
        fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000,
        autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 100000
      )`);
    await runner.query(
      "create index intent_due on messaging.intent (kind, due_at, seq) where state = 'pending'",
    );
    await runner.query('create index intent_key on messaging.intent (kind, key, seq) where key is not null');
    await runner.query("create index intent_parked on messaging.intent (seq) where state = 'parked'");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table messaging.intent');
  }
}
