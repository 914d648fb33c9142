// The tables of the outbox and of the relay that owns it.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class OutboxAndRelay1763700000000 implements MigrationInterface {
  readonly name = 'OutboxAndRelay1763700000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create schema if not exists messaging');
    // Ordered by (topic, id): a topic that cannot be sent leaves the others' rows next to where they are read.
    await runner.query(`
      create table messaging.outbox (
        topic text not null,
        id bigint generated always as identity,
        partition integer not null,
        key bytea,
        value bytea,
        headers text not null,
        size integer not null,
        written_at timestamptz not null default clock_timestamp(),
        primary key (topic, id)
      ) with (
        autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000,
        autovacuum_vacuum_insert_threshold = -1, autovacuum_analyze_scale_factor = 0,
        autovacuum_analyze_threshold = 100000, autovacuum_vacuum_cost_delay = 0
      )`);
    // Avro does not compress well row by row, and a row lives for milliseconds.
    await runner.query('alter table messaging.outbox alter column value set storage external');
    await runner.query('alter table messaging.outbox alter column headers set storage external');
    // Every topic that ever had a row: the relay reads topic by topic and must not search for their names.
    await runner.query('create table messaging.outbox_topic (topic text primary key)');
    await runner.query(`
      create table messaging.relay (
        only_row boolean primary key default true check (only_row),
        epoch bigint not null default 0,
        publisher text,
        lease_until timestamptz not null default '-infinity',
        low_water bigint not null default 0
      ) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000)`);
    await runner.query('insert into messaging.relay default values');
    await runner.query(`
      create table messaging.relay_batch (
        topic text primary key,
        publisher text not null,
        first_sequence bigint not null,
        ids bigint[] not null,
        partitions integer[] not null,
        stored_at timestamptz not null default clock_timestamp()
      ) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'drop table messaging.relay_batch, messaging.relay, messaging.outbox_topic, messaging.outbox',
    );
  }
}
