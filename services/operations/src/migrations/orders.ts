// Orders: their numbers, which stay for bookkeeping; beside them whom they are for, which an erasure deletes.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Orders1764400100000 implements MigrationInterface {
  readonly name = 'Orders1764400100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table customer_order (
        id text collate "C" primary key,
        state text not null check (state in ('accepted', 'reserved', 'ready', 'collected', 'cancelled')),
        fulfilment text not null,
        channel text not null,
        store_id text collate "C" not null,
        reservation_id uuid,
        reserved_at timestamptz,
        cancel_code text,
        profile_id uuid,
        version bigint not null default 1,
        accepted_at timestamptz not null,
        changed_at timestamptz not null
      ) with (fillfactor = 80)`);
    await runner.query('create index customer_order_newest on customer_order (accepted_at, id)');
    await runner.query(
      'create index customer_order_store on customer_order (store_id, state, accepted_at, id)',
    );
    await runner.query(
      'create index customer_order_profile on customer_order (profile_id) where profile_id is not null',
    );
    await runner.query(`
      create table order_line (
        order_id text collate "C" not null references customer_order,
        position integer not null,
        product_id text collate "C" not null references product,
        quantity integer not null check (quantity > 0),
        unit_price numeric not null,
        currency text not null,
        primary key (order_id, product_id)
      )`);
    // The pickup code is kept as it is: six characters are guessed from any hash, and a repeated order is answered with it.
    await runner.query(`
      create table order_person (
        order_id text collate "C" primary key references customer_order,
        customer jsonb not null,
        contact_id text,
        contact_name text,
        contact_phone text,
        pickup_code text not null,
        wrong_codes integer not null default 0
      )`);
    await runner.query(`comment on column order_person.customer is
      'identifiers as the customer header spells them; e-mail addresses and phone numbers are keyed hashes'`);
    await runner.query(`
      create table order_history (
        id bigint generated always as identity primary key,
        order_id text collate "C" not null references customer_order,
        state text not null,
        cause text not null,
        recorded_by text,
        at timestamptz not null
      )`);
    await runner.query('create index order_history_order on order_history (order_id, id)');
    await runner.query(`
      create table order_fallout (
        id uuid primary key,
        order_id text collate "C" not null references customer_order,
        store_id text collate "C" not null,
        code text not null,
        product_id text collate "C",
        asked integer,
        available integer,
        attempts integer not null default 1,
        raised_at timestamptz not null,
        last_at timestamptz not null,
        resolved_at timestamptz,
        resolution text
      )`);
    await runner.query(
      'create unique index order_fallout_open on order_fallout (order_id, code) where resolved_at is null',
    );
    await runner.query('create index order_fallout_newest on order_fallout (raised_at, id)');
    await runner.query(`
      create table order_access (
        id bigint generated always as identity primary key,
        at timestamptz not null default now(),
        subject text not null,
        client text,
        purpose text not null,
        order_id text not null
      )`);
    await runner.query('create index order_access_at on order_access using brin (at)');
    await runner.query(`comment on table order_access is 'Who read whose name and number, and when'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'drop table order_access, order_fallout, order_history, order_person, order_line, customer_order',
    );
  }
}
