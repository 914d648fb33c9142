// Contacts with what is personal of them, and which of their fields changed when.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Contacts1764400000000 implements MigrationInterface {
  readonly name = 'Contacts1764400000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create extension if not exists pg_trgm');
    await runner.query(`
      create table contact (
        id uuid primary key,
        version bigint not null default 1,
        given_name text,
        family_name text,
        emails text[] not null default '{}',
        phones text[] not null default '{}',
        loyalty_number text,
        user_id text,
        language text,
        notes text,
        search_name text not null,
        profile_id uuid,
        created_at timestamptz not null,
        created_by text not null,
        updated_at timestamptz not null,
        updated_by text not null
      )`);
    await runner.query(`comment on column contact.emails is 'normal forms, as the hashes are made of'`);
    await runner.query(`comment on column contact.search_name is
      'both names folded, each word behind a space, so that one pattern finds the beginning of any word'`);
    await runner.query(`comment on column contact.profile_id is
      'the profile that its own event came back under; never rewritten by a merge'`);
    await runner.query('create index contact_emails on contact using gin (emails)');
    await runner.query('create index contact_phones on contact using gin (phones)');
    await runner.query(
      'create index contact_loyalty on contact (loyalty_number) where loyalty_number is not null',
    );
    await runner.query('create index contact_search_name on contact using gin (search_name gin_trgm_ops)');
    await runner.query('create index contact_profile on contact (profile_id) where profile_id is not null');
    await runner.query(`
      create table contact_change (
        contact_id uuid not null references contact (id) on delete cascade,
        version bigint not null,
        changed text[] not null,
        changed_at timestamptz not null,
        changed_by text not null,
        primary key (contact_id, version)
      )`);
    await runner.query(`comment on table contact_change is 'Names of fields only: no value is kept'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table contact_change, contact');
  }
}
