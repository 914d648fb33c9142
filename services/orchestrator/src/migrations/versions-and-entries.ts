// Drafts, states of journeys, requests to many instances at once, entries by schedule, limits on open instances, and why
// somebody did not enter.
// Contracts: a check of kinds only, since there are more of them; the version before writes those that it allowed.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class VersionsAndEntries1764300000000 implements MigrationInterface {
  readonly name = 'VersionsAndEntries1764300000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...versions, ...many, ...entries]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'drop table decision, concurrency_spare, concurrency, occurrence, bulk_instance, bulk, draft',
    );
    await runner.query('alter table publication drop column state, drop column changed_by');
  }
}

const versions = [
  // A pause, a resumption and a retirement are publications too: partitions take them up and mark where.
  `alter table publication add column state text not null default 'published'
     check (state in ('published', 'paused', 'retired'))`,
  'alter table publication add column changed_by text',
  // What reaches a partition beside its log has more kinds than two by now; the code names them.
  'alter table mark drop constraint mark_kind_check',
  'alter table mark add column detail text',
  `create table draft (
    journey text primary key,
    source text not null,
    hash text not null,
    authors text[] not null,
    problems int not null,
    based_on int,
    updated_at timestamptz not null default now()
  )`,
  `comment on column draft.authors is 'Everybody who wrote at it: none of them may publish it where a second person has to'`,
];

const many = [
  `create table bulk (
    id uuid primary key,
    journey text not null,
    kind text not null check (kind in ('release', 'cancel', 'migrate')),
    state text not null check (state in ('running', 'paused', 'reverting', 'done')),
    plan text not null,
    horizon xid8,
    cursor_at timestamptz not null default '-infinity',
    cursor_id uuid not null default '00000000-0000-0000-0000-000000000000',
    version int not null default 1,
    created_by text not null,
    created_at timestamptz not null default now(),
    done_at timestamptz
  )`,
  `comment on table bulk is 'One change that is asked of many instances, batch by batch, by requests on their timelines'`,
  `comment on column bulk.horizon is
    'Batches that were under way when it was first seen know nothing of it yet: it begins when they have ended'`,
  `create index bulk_open on bulk (created_at) where state in ('running', 'reverting')`,
  'create index bulk_journey on bulk (journey, created_at)',
  `create table bulk_instance (
    bulk_id uuid not null,
    instance_id uuid not null,
    step text not null,
    attempt int not null default 1,
    request_id uuid not null,
    asked_at timestamptz not null default now(),
    outcome text,
    revert_id uuid,
    reverted text,
    primary key (bulk_id, instance_id)
  )`,
  `comment on table bulk_instance is 'What became of it, instance by instance: the outcome of its request'`,
  `create index bulk_instance_open on bulk_instance (bulk_id)
     where outcome is null or (revert_id is not null and reverted is null)`,
];

const entries = [
  `create table occurrence (
    journey text not null,
    entry int not null,
    due timestamptz not null,
    version int not null,
    missed int not null,
    cursor_id uuid not null default '00000000-0000-0000-0000-000000000000',
    asked int not null default 0,
    looked int not null default 0,
    begun_at timestamptz not null default now(),
    done_at timestamptz,
    primary key (journey, entry, due)
  )`,
  `comment on column occurrence.missed is 'Occurrences before this one that nobody was there for: they are left out'`,
  'create index occurrence_open on occurrence (due) where done_at is null',
  `create table concurrency (journey text primary key, taken bigint not null default 0) with (fillfactor = 50)`,
  `create table concurrency_spare (
    journey text not null,
    partition int not null,
    spare bigint not null check (spare >= 0),
    primary key (journey, partition)
  ) with (fillfactor = 50)`,
  `comment on table concurrency_spare is
    'Places of a limited journey that a partition has leased and not given to an instance'`,
  `create table decision (
    id bigint generated always as identity primary key,
    profile_id uuid not null,
    customer text not null,
    journey text not null,
    version int not null,
    at timestamptz not null,
    rule text not null,
    rule_version text,
    inputs text not null
  )`,
  `comment on table decision is 'Why somebody did not enter a journey'`,
  'create index decision_profile on decision (profile_id, id)',
  'create index decision_journey on decision (journey, at)',
];
