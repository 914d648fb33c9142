// What the timeline told of customers, as far as an offer needs it: ids, codes and times.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Context1764400200000 implements MigrationInterface {
  readonly name = 'Context1764400200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table customer (
        profile_id uuid primary key,
        version bigint not null default 1,
        facts_version bigint,
        facts_at timestamptz,
        language text,
        value_tier text
      ) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05)`);
    await runner.query(`comment on column customer.version is 'grows with every change of the context'`);
    await runner.query(`
      create table customer_message (
        message_id uuid primary key,
        profile_id uuid not null,
        channel text not null,
        intent text not null,
        product_id text,
        received_at timestamptz not null
      )`);
    await runner.query(
      'create index customer_message_profile on customer_message (profile_id, received_at desc)',
    );
    // Times and not a state: after a merge a case's records may come out of order, from two partitions.
    await runner.query(`
      create table customer_case (
        case_id uuid primary key,
        profile_id uuid not null,
        case_type text not null,
        product_id text,
        opened_at timestamptz,
        reopened_at timestamptz,
        closed_at timestamptz
      ) with (fillfactor = 80)`);
    await runner.query('create index customer_case_profile on customer_case (profile_id)');
    await runner.query('create index customer_case_closed on customer_case (closed_at)');
    await runner.query(`
      create table customer_order (
        order_id text collate "C" primary key,
        profile_id uuid not null,
        store_id text not null,
        state text not null check (state in ('accepted', 'ready', 'fallout', 'collected', 'cancelled')),
        since timestamptz not null
      ) with (fillfactor = 80)`);
    await runner.query('create index customer_order_profile on customer_order (profile_id)');
    await runner.query(
      "create index customer_order_over on customer_order (since) where state in ('collected', 'cancelled')",
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table customer_order, customer_case, customer_message, customer');
  }
}
