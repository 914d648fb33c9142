// Traits as they were said, and consent with its whole history.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Profiles1763800200000 implements MigrationInterface {
  readonly name = 'Profiles1763800200000';

  async up(runner: QueryRunner): Promise<void> {
    // One row per profile and name; the members of a merged family are read together, the latest word counts.
    await runner.query(`
      create table profile_trait (
        profile_id uuid not null,
        name text not null,
        value json not null,
        said_at timestamptz not null,
        event_id uuid not null,
        version bigint not null default 1,
        primary key (profile_id, name)
      ) with (fillfactor = 80)`);
    // Never updated but for the profile, which is known only when the record was resolved; never deleted but by an erasure.
    await runner.query(`
      create table consent (
        event_id uuid primary key,
        purpose text not null,
        channel text not null,
        granted boolean not null,
        version text not null,
        source text not null,
        said_at timestamptz not null,
        received_at timestamptz not null,
        recorded_by text not null,
        profile_id uuid
      )`);
    await runner.query('create index consent_profile on consent (profile_id, purpose, channel, said_at)');
    await runner.query(`
      create table profile_access (
        id bigint generated always as identity primary key,
        at timestamptz not null default now(),
        subject text not null,
        client text,
        purpose text not null,
        profile_ids uuid[] not null
      )`);
    await runner.query('create index profile_access_at on profile_access using brin (at)');
    await runner.query(`comment on table profile_access is 'Who read personal data of whom, and when'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table profile_access, consent, profile_trait');
  }
}
