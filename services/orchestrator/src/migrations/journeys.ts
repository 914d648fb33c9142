// Definitions and their publications, instances, timers, facts, commands, merges, marks, requests and the journal.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Journeys1763900000000 implements MigrationInterface {
  readonly name = 'Journeys1763900000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...definitions, ...instances, ...beside, ...journal])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'drop table journal, mark, request, instance_move, merge, command, profile_facts, timer, instance, publication, definition',
    );
  }
}

const definitions = [
  `create table definition (
    journey text not null,
    version int not null,
    source text not null,
    hash text not null,
    owner text not null,
    title text not null,
    published_by text not null,
    published_at timestamptz not null default now(),
    primary key (journey, version)
  )`,
  // A partition reads the newest number in its transaction and marks where it took it up.
  `create table publication (
    number bigint generated always as identity primary key,
    journey text not null,
    version int not null,
    published_at timestamptz not null default now(),
    foreign key (journey, version) references definition
  )`,
];

const instances = [
  // Updated with nearly every input: room on the page, and no index on what changes, so that updates stay on it.
  `create table instance (
    id uuid primary key,
    profile_id uuid not null,
    journey text not null,
    version int not null,
    key text not null,
    customer text not null,
    started_at timestamptz not null,
    open boolean not null,
    status text not null,
    step text not null,
    outcome text,
    incident text,
    changed_at timestamptz not null,
    hop text,
    state text not null
  ) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05)`,
  'create index instance_profile on instance (profile_id)',
  'create index instance_journey on instance (journey, started_at, id)',
  'create index instance_started on instance (started_at, id)',
  'create index instance_incident on instance (started_at, id) where incident is not null',
  `comment on column instance.hop is 'traceparent of the newest hop: the next one links to it'`,
  // The index alone answers what is due; instance and profile ride along.
  `create table timer (
    instance_id uuid primary key,
    partition int not null,
    due bigint not null,
    profile_id uuid not null
  ) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000)`,
  'create index timer_due on timer (partition, due) include (profile_id)',
];

const beside = [
  `create table profile_facts (
    profile_id uuid primary key,
    version bigint not null,
    facts text not null
  ) with (fillfactor = 80)`,
  // Finds the instance of an answer that comes under another profile, or after the instance's end.
  `create table command (
    command_id uuid primary key,
    instance_id uuid not null,
    sent_at timestamptz not null default now()
  )`,
  `create table merge (
    merge_id uuid not null,
    kind text not null check (kind in ('merged', 'split')),
    loser_id uuid not null,
    survivor_id uuid not null,
    first_partition int not null,
    first_key uuid not null,
    moved_at timestamptz,
    primary key (merge_id, kind)
  )`,
  `comment on table merge is
    'Written by the writer that reads the marker first; the one that reads it second moves the instances (moved_at)'`,
  'create table instance_move (merge_id uuid not null, instance_id uuid not null, primary key (merge_id, instance_id))',
  `create table request (
    request_id uuid primary key,
    outcome text not null,
    instance_id uuid,
    at timestamptz not null default now()
  )`,
  `comment on table request is 'What became of an operator''s action or an entry by API, for who asked'`,
  `create table mark (
    partition int not null,
    kind text not null check (kind in ('publication', 'clock')),
    value bigint not null,
    record_offset bigint not null,
    at timestamptz not null default now(),
    primary key (partition, kind, value)
  )`,
  `comment on table mark is
    'What reached a partition beside its log and mattered: a publication it took up, an idle clock by which timers fired'`,
];

const journal = [
  // Partitions of class and day are made ahead by maintenance, and dropped when their class says so.
  `create table journal (
    class text not null,
    day date not null,
    instance_id uuid not null,
    seq int not null,
    profile_id uuid not null,
    partition int not null,
    record_offset bigint,
    recorded_at timestamptz not null default now(),
    trace_id text,
    entry text not null,
    bytes bytea,
    primary key (instance_id, seq, class, day)
  ) partition by list (class)`,
  ...['short', 'standard', 'long'].map(
    (name) =>
      `create table journal_${name} partition of journal for values in ('${name}') partition by range (day)`,
  ),
];
