// What customers wrote, what of it could not be used, and who read it.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Messages1764300400000 implements MigrationInterface {
  readonly name = 'Messages1764300400000';

  async up(runner: QueryRunner): Promise<void> {
    // Every id that ever came, as a digest: a provider's id may hold the sender's number, and a repetition of an erased
    // message must not bring it back.
    await runner.query(`
      create table message_seen (
        digest bytea primary key,
        seen_at timestamptz not null default now()
      )`);
    // json, not jsonb or text: it keeps U+0000 and half surrogate pairs, as the escapes they were sent as.
    await runner.query(`
      create table message (
        id uuid primary key,
        channel text not null,
        provider_id text not null,
        address text not null,
        content json not null,
        kind text not null,
        intent text not null,
        product_id text,
        reply_to uuid,
        said_at timestamptz(3) not null,
        received_at timestamptz(3) not null,
        profile_id uuid
      )`);
    await runner.query(`comment on column message.profile_id is
      'Whose it is, as the timeline told; null until the message came back on it'`);
    await runner.query('create index message_profile on message (profile_id, received_at desc, id desc)');
    await runner.query('create index message_address on message (channel, address, said_at desc)');
    // Reasons and fields only: what was left out may hold anything.
    await runner.query(`
      create table rejected_item (
        id bigint generated always as identity primary key,
        code text not null,
        field text not null,
        type text,
        received_at timestamptz not null default now()
      )`);
    await runner.query('create index rejected_item_received_at on rejected_item (received_at)');
    await runner.query(`
      create table message_access (
        id bigint generated always as identity primary key,
        at timestamptz not null default now(),
        subject text not null,
        client text,
        purpose text not null,
        -- messages, a conversation, or the text of a delivery
        what text not null,
        item_ids uuid[] not null,
        profile_ids uuid[] not null
      )`);
    await runner.query('create index message_access_at on message_access using brin (at)');
    await runner.query(`comment on table message_access is 'Who read whose messages, when and what for'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table message_access, rejected_item, message, message_seen');
  }
}
