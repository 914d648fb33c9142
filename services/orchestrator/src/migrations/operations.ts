// What operations look at: since when instances stand in their steps, how long steps take, and incidents acted on in bulk.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Operations1764000005000 implements MigrationInterface {
  readonly name = 'Operations1764000005000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...instances, ...stays, ...bulk]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table bulk_target, bulk_action, step_stay, watermark');
    await runner.query('drop index journal_recorded, instance_open');
    await runner.query('alter table instance drop column entered_at');
  }
}

const instances = [
  'alter table instance add column entered_at timestamptz',
  `comment on column instance.entered_at is 'since when it stands in its step; null in rows written before'`,
  // Only open instances, by what never changes while they are: an update stays on its page, but the last one.
  'create index instance_open on instance (journey, version) where open',
];

const stays = [
  // The journal is written in the order of its times, so a few bytes per range of pages find a minute of it.
  'create index journal_recorded on journal using brin (recorded_at) with (pages_per_range = 16)',
  `create table step_stay (
    journey text not null,
    version int not null,
    step text not null,
    next text not null,
    day date not null,
    bucket smallint not null,
    count bigint not null,
    primary key (journey, version, step, next, day, bucket)
  ) with (fillfactor = 80)`,
  `comment on table step_stay is
    'Steps left, by day: where to (empty at an end) and how long they took, as a histogram of buckets five percent wide; bucket -1 says nothing of the time'`,
  'create table watermark (name text primary key, at timestamptz not null)',
  `insert into watermark (name, at) values ('step-stay', now())`,
];

const bulk = [
  `create table bulk_action (
    id uuid primary key,
    action text not null check (action in ('retry', 'skip', 'cancel')),
    filter text not null,
    asked_by text not null,
    status text not null check (status in ('previewed', 'running', 'asked', 'done', 'stopped')),
    per_second int not null,
    next_at timestamptz not null default now(),
    created_at timestamptz not null default now(),
    started_at timestamptz,
    ended_at timestamptz
  )`,
  `create table bulk_target (
    bulk_id uuid not null references bulk_action on delete cascade,
    place int not null,
    incident_id uuid not null,
    instance_id uuid not null,
    profile_id uuid not null,
    journey text not null,
    version int not null,
    step text not null,
    code text not null,
    request_id uuid,
    outcome text,
    primary key (bulk_id, place)
  )`,
  'create unique index bulk_target_incident on bulk_target (bulk_id, incident_id)',
  'create index bulk_target_request on bulk_target (bulk_id, place) where outcome is null',
];
