// Segments with their members, and the addresses that collaboration must not write to.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Segments1764900000000 implements MigrationInterface {
  readonly name = 'Segments1764900000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table segment (
        name text collate "C" primary key,
        created_at timestamptz not null default now(),
        created_by text not null
      )`);
    await runner.query(`
      create table segment_member (
        segment text collate "C" not null references segment,
        profile_id uuid not null,
        entered_at timestamptz not null,
        entered_by text not null,
        primary key (segment, profile_id)
      )`);
    await runner.query('create index segment_member_profile on segment_member (profile_id)');
    await runner.query(`comment on column segment_member.profile_id is
      'the profile it was said of: a merge rewrites nothing, so an undone one gives each side its own back'`);
    await runner.query(`
      create table suppressed_address (
        key text collate "C" not null,
        channel text not null,
        suppressed_at timestamptz not null,
        primary key (key, channel)
      )`);
    await runner.query(`comment on table suppressed_address is
      'Keyed hashes as the customer header spells them. They name no profile and outlive an erasure: whoever comes back by such an address is not reachable by it'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table suppressed_address, segment_member, segment');
  }
}
