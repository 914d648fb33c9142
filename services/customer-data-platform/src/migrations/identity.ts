// The identity graph: identifiers, profiles with their pointers, merges, and links that were refused.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Identity1763800100000 implements MigrationInterface {
  readonly name = 'Identity1763800100000';

  async up(runner: QueryRunner): Promise<void> {
    // root_id is the pointer a reader follows in one step; merged_into is the tree that an undone merge goes back along.
    await runner.query(`
      create table profile (
        id uuid primary key,
        root_id uuid not null,
        merged_into uuid,
        merged_at timestamptz,
        created_at timestamptz not null,
        rank integer not null,
        held jsonb not null default '{}',
        facts jsonb not null default '{}',
        facts_version bigint not null default 0
      ) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05)`);
    await runner.query('create index profile_family on profile (root_id) where merged_into is not null');
    // Never rewritten by a merge: it points to the profile it was first seen with, and that one points on.
    await runner.query(`
      create table identifier (
        key text collate "C" primary key,
        profile_id uuid,
        candidates uuid[],
        first_seen timestamptz not null default now()
      ) with (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.05)`);
    await runner.query(`comment on column identifier.key is
      'kind=value as the customer header spells it; e-mail addresses and phone numbers are keyed hashes'`);
    await runner.query(`comment on column identifier.candidates is
      'for kinds that only look up: the profiles it was seen with; it names somebody only while they are one person'`);
    await runner.query(
      'create index identifier_profile on identifier (profile_id) where profile_id is not null',
    );
    await runner.query(`
      create table profile_merge (
        id uuid primary key,
        loser_id uuid not null,
        survivor_id uuid not null,
        linked_by text not null,
        merged_at timestamptz not null,
        topic text not null,
        record_partition integer not null,
        record_offset bigint not null,
        undone_at timestamptz,
        undone_by text
      )`);
    await runner.query('create index profile_merge_loser on profile_merge (loser_id)');
    await runner.query('create index profile_merge_survivor on profile_merge (survivor_id)');
    await runner.query(`
      create table refused_link (
        profile_id uuid not null,
        other_key text not null,
        other_id uuid,
        limited_kind text not null,
        linked_by text not null,
        first_at timestamptz not null,
        last_at timestamptz not null,
        count bigint not null default 1,
        primary key (profile_id, other_key, limited_kind, linked_by)
      )`);
    await runner.query(`
      create table unresolved_record (
        topic text not null,
        record_partition integer not null,
        record_offset bigint not null,
        event_id text not null,
        event_type text not null,
        reason text not null,
        record_time timestamptz not null,
        primary key (topic, record_partition, record_offset)
      )`);
    await runner.query('create index unresolved_record_time on unresolved_record using brin (record_time)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table unresolved_record, refused_link, profile_merge, identifier, profile');
  }
}
