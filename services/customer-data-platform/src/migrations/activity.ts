// The index of the timeline by customer, who was active lately, and which traits somebody was shown.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Activity1764700000000 implements MigrationInterface {
  readonly name = 'Activity1764700000000';

  async up(runner: QueryRunner): Promise<void> {
    // Partitions of a week are made ahead and dropped when they are over (activity-retention.ts).
    await runner.query(`
      create table activity (
        profile_id uuid not null,
        at timestamptz not null,
        record_partition integer not null,
        record_offset bigint not null,
        happened_at timestamptz,
        type text not null,
        source text not null,
        event_id text not null,
        correlation_id text,
        command_id text,
        trace_id text,
        subject text,
        primary key (profile_id, at, record_offset)
      ) partition by range (at)`);
    await runner.query(`comment on table activity is
      'Where each record of cdp.timeline lies, under the profile id it came with: ids and types, nothing that was said'`);
    await runner.query(`comment on column activity.at is 'log-append time: the order of the timeline'`);
    await runner.query(`
      create table active_customer (
        profile_id uuid primary key,
        last_at timestamptz not null
      ) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05)`);
    await runner.query('create index active_customer_last on active_customer (last_at)');
    await runner.query(`comment on table active_customer is
      'Persons something happened to in the last days, each once, to the quarter of an hour'`);
    await runner.query(`
      create table activity_count (
        quarter timestamptz not null,
        record_partition integer not null,
        events integer not null,
        primary key (quarter, record_partition)
      ) with (fillfactor = 50)`);
    await runner.query('alter table profile_access add column traits text[]');
    await runner.query(`comment on column profile_access.traits is
      'names of the traits that were shown; null when all of them were'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table profile_access drop column traits');
    await runner.query('drop table activity_count, active_customer, activity');
  }
}
