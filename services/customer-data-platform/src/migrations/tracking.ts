// The tables of the tracking interface: what was accepted, what was refused and why, and what must not leave.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Tracking1763800000000 implements MigrationInterface {
  readonly name = 'Tracking1763800000000';

  async up(runner: QueryRunner): Promise<void> {
    // One row per accepted call: a message id that comes again from the same source is answered, not repeated.
    await runner.query(`
      create table tracked_call (
        source text collate "C" not null,
        message_id text collate "C" not null,
        event_id uuid not null,
        type text not null,
        received_at timestamptz not null,
        primary key (source, message_id)
      ) with (autovacuum_vacuum_insert_scale_factor = 0.05)`);
    await runner.query('create index tracked_call_received_at on tracked_call using brin (received_at)');
    // json, not jsonb or text: it keeps U+0000 and half surrogate pairs, as the escapes they were sent as.
    await runner.query(`
      create table tracked_private (
        event_id uuid primary key,
        received_at timestamptz not null,
        body json not null
      )`);
    await runner.query(
      'create index tracked_private_received_at on tracked_private using brin (received_at)',
    );
    // Reasons and fields only: a refused call may hold anything.
    await runner.query(`
      create table rejected_call (
        id bigint generated always as identity primary key,
        source text not null,
        message_id text,
        type text,
        code text not null,
        field text,
        size integer not null,
        received_at timestamptz not null
      )`);
    await runner.query('create index rejected_call_received_at on rejected_call (received_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table rejected_call, tracked_private, tracked_call');
  }
}
