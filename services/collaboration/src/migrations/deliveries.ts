// Messages to customers, from the command to what became of them.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Deliveries1764300500000 implements MigrationInterface {
  readonly name = 'Deliveries1764300500000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table delivery (
        id uuid primary key,
        command_id text not null unique,
        profile_id uuid not null,
        cause jsonb not null,
        template text not null,
        purpose text not null,
        channel text not null,
        -- json, not jsonb: a variable may hold U+0000.
        variables json not null,
        not_after timestamptz(3),
        state text not null,
        code text,
        -- Whether the provider was called: then a message without an answer may have been sent all the same.
        is_tried boolean not null default false,
        address text,
        language text,
        rendered text,
        provider_id text,
        created_at timestamptz(3) not null default now(),
        sent_at timestamptz(3),
        changed_at timestamptz(3) not null default now()
      ) with (fillfactor = 80)`);
    await runner.query('create index delivery_created on delivery (created_at desc, id desc)');
    await runner.query('create index delivery_profile on delivery (profile_id, created_at desc, id desc)');
    await runner.query(
      'create index delivery_provider on delivery (channel, provider_id) where provider_id is not null',
    );
    await runner.query("create index delivery_held on delivery (created_at) where state = 'held'");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table delivery');
  }
}
