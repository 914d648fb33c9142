// The consumer's tables: positions, which are also the partitions' locks, and what is parked or held.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class PositionsAndParking1763700100000 implements MigrationInterface {
  readonly name = 'PositionsAndParking1763700100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create schema if not exists messaging');
    await runner.query(`
      create table messaging.partition_position (
        group_name text not null,
        topic text not null,
        partition int not null,
        topic_id text not null,
        next_offset bigint not null,
        epoch bigint not null,
        clock bigint not null default 0,
        last_sequences jsonb not null default '{}',
        handed_over_epoch bigint,
        record_mode_until bigint,
        attempt_offset bigint,
        attempts int not null default 0,
        held_keys int not null default 0,
        held_bytes bigint not null default 0,
        updated_at timestamptz not null default now(),
        primary key (group_name, topic, partition)
      ) with (fillfactor = 40, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000)`);
    await runner.query(`
      comment on table messaging.partition_position is
        'Where a group stands in a partition, and who may write: the row is locked first by whatever changes the partition'`);
    await runner.query(`
      create table messaging.parked_record (
        id bigint generated always as identity primary key,
        group_name text not null,
        topic text not null,
        partition int not null,
        record_offset bigint not null,
        record_time bigint not null,
        key bytea,
        value bytea,
        headers json not null,
        size_bytes int not null,
        state text not null check (state in ('parked', 'held', 'redrive')),
        holds_key boolean not null,
        code text not null,
        reason text not null,
        attempts int not null default 0,
        parked_at timestamptz not null default now(),
        redrive_at timestamptz,
        unique (group_name, topic, partition, record_offset)
      )`);
    await runner.query(`
      create index parked_record_key on messaging.parked_record (group_name, topic, partition, key, record_offset)
        where holds_key`);
    await runner.query(`
      create index parked_record_loose on messaging.parked_record (group_name, topic, partition, redrive_at)
        where state = 'redrive' and not holds_key`);
    await runner.query(`
      comment on table messaging.parked_record is
        'parked: failed; held: waits behind a parked record or a hold of its key; redrive: to be applied again by the writer'`);
    await runner.query(`
      create table messaging.held_key (
        group_name text not null,
        topic text not null,
        partition int not null,
        key bytea not null,
        hold_code text,
        draining boolean not null default false,
        row_count int not null default 0,
        incident boolean not null default false,
        since timestamptz not null default now(),
        primary key (group_name, topic, partition, key)
      )`);
    await runner.query(`
      create index held_key_draining on messaging.held_key (group_name, topic, partition) where draining`);
    await runner.query(`
      comment on table messaging.held_key is
        'Keys whose later records are appended to parked_record; hold_code: held on purpose (a merge), until released'`);
    await runner.query(`
      create table messaging.release_request (
        id bigint generated always as identity primary key,
        group_name text not null,
        topic text not null,
        partition int not null,
        key bytea not null,
        requested_at timestamptz not null default now()
      )`);
    await runner.query(`
      create index release_request_partition on messaging.release_request (group_name, topic, partition)`);
    await runner.query(`
      comment on table messaging.release_request is
        'Asks the writer of another partition to let a held key drain: no writer touches another partition''s rows'`);
    await runner.query(`
      create table messaging.consumer_incident (
        id bigint generated always as identity primary key,
        group_name text not null,
        topic text not null,
        partition int not null,
        record_offset bigint,
        code text not null,
        raised_at timestamptz not null default now(),
        closed_at timestamptz
      )`);
    await runner.query(`
      comment on table messaging.consumer_incident is 'What a person should look at: loops, and keys that hold very many records'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `drop table messaging.partition_position, messaging.parked_record, messaging.held_key, messaging.release_request,
        messaging.consumer_incident`,
    );
  }
}
