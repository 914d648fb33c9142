// Guardrails: policies and stopped sending under one number, and messages that are held.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Guardrails1764300001000 implements MigrationInterface {
  readonly name = 'Guardrails1764300001000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table held_send, pace_lease, pace, guardrails');
  }
}

const statements = [
  // A partition reads the newest number in its transaction and marks where it took it up. Changes are made one at a time
  // (an advisory lock), so that numbers become visible in their order.
  `create table guardrails (
    number bigint generated always as identity primary key,
    kind text not null check (kind in ('policy', 'stops')),
    version int not null,
    body text not null,
    changed_by text not null,
    changed_at timestamptz not null default now(),
    unique (kind, version)
  )`,
  `comment on column guardrails.body is 'policy: the YAML as it was published; stops: a JSON list of channel and purpose'`,
  // Who waits for what; a stop that ends finds its instances by the number that they were last checked under.
  `create table held_send (
    instance_id uuid primary key,
    profile_id uuid not null,
    partition int not null,
    rules text[] not null,
    since bigint not null,
    until bigint,
    stopped_under bigint
  )`,
  // The slots of paced messages: up to when they are given away, and what each partition has leased of them.
  'create table pace (rule text primary key, next_at float8 not null)',
  `create table pace_lease (
    partition int not null,
    rule text not null,
    blocks text not null,
    primary key (partition, rule)
  )`,
  // An undone merge asks who had been merged into the one that lives again.
  'create index merge_survivor on merge (survivor_id)',
  'create index held_send_stopped on held_send (partition, stopped_under) include (profile_id) where stopped_under is not null',
];
