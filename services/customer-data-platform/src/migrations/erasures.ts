// Erasures and their proof; tombstones of profiles, and whose the private parts of calls are.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Erasures1764400000000 implements MigrationInterface {
  readonly name = 'Erasures1764400000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table profile add column erased_at timestamptz');
    await runner.query(`comment on column profile.erased_at is
      'a tombstone: nothing is known of it but that what still names it belongs to nobody'`);
    await runner.query('alter table tracked_private add column profile_id uuid');
    await runner.query(`update tracked_private call set profile_id = trait.profile_id
      from profile_trait trait where trait.event_id = call.event_id`);
    await runner.query(
      'create index tracked_private_profile on tracked_private (profile_id) where profile_id is not null',
    );
    await runner.query(
      'create index identifier_candidates on identifier using gin (candidates) where candidates is not null',
    );
    await runner.query('create index profile_access_profiles on profile_access using gin (profile_ids)');
    await runner.query(`
      create table erasure (
        id uuid primary key,
        profile_ids uuid[] not null,
        requested_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
        requested_by text not null,
        settled_at timestamptz,
        erased_at timestamptz,
        published_at timestamptz,
        done_at timestamptz
      )`);
    await runner.query(`comment on column erasure.settled_at is
      'by then all services had sent what they wrote before the request; the timeline must be complete up to it'`);
    await runner.query('create index erasure_requested on erasure (requested_at, id)');
    await runner.query(`
      create table erasure_service (
        erasure_id uuid not null references erasure,
        service text not null,
        state text not null check (state in ('waiting', 'confirmed', 'left-over', 'silent')),
        problem text,
        checked_at timestamptz not null default clock_timestamp(),
        primary key (erasure_id, service)
      )`);
    await runner.query(`
      create table erasure_store (
        erasure_id uuid not null references erasure,
        service text not null,
        store text not null,
        rows_before integer,
        rows_erased integer,
        rows_now integer,
        erased_at timestamptz,
        primary key (erasure_id, service, store)
      )`);
    await runner.query(
      `comment on table erasure_store is 'The proof: numbers and times, nothing of the person'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table erasure_store, erasure_service, erasure');
    await runner.query('drop index profile_access_profiles, identifier_candidates');
    await runner.query('alter table tracked_private drop column profile_id');
    await runner.query('alter table profile drop column erased_at');
  }
}
