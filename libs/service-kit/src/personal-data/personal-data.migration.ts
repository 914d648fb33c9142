// Merges as the timeline told them, and what erasures deleted here.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class PersonalData1764300100000 implements MigrationInterface {
  readonly name = 'PersonalData1764300100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table service_kit.profile_merge (
        merge_id uuid primary key,
        loser_id uuid not null,
        survivor_id uuid not null,
        undone boolean not null default false
      )`);
    await runner.query('create index profile_merge_loser on service_kit.profile_merge (loser_id)');
    await runner.query('create index profile_merge_survivor on service_kit.profile_merge (survivor_id)');
    await runner.query(`
      create table service_kit.erasure (
        erasure_id uuid not null,
        profile_id uuid not null,
        store text not null,
        rows integer not null,
        erased_at timestamptz not null default now(),
        primary key (erasure_id, profile_id, store)
      )`);
    await runner.query('create index erasure_profile on service_kit.erasure (profile_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table service_kit.erasure, service_kit.profile_merge');
  }
}
