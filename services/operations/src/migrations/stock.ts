// Products, what there is of them in each shop, and the ledger that says how it came to that.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Stock1764400000000 implements MigrationInterface {
  readonly name = 'Stock1764400000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table product (
        id text collate "C" primary key,
        name text not null,
        description text not null,
        unit_price numeric not null check (unit_price >= 0),
        currency text not null,
        active boolean not null,
        version bigint not null default 1,
        created_at timestamptz not null default now(),
        changed_at timestamptz not null default now()
      )`);
    // The last word against selling what is not there, whatever the code above it does.
    await runner.query(`
      create table stock (
        store_id text collate "C" not null,
        product_id text collate "C" not null references product,
        on_hand integer not null check (on_hand >= 0),
        reserved integer not null default 0 check (reserved >= 0),
        changed_at timestamptz not null default now(),
        primary key (store_id, product_id),
        constraint stock_available check (reserved <= on_hand)
      ) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05)`);
    await runner.query('create index stock_product on stock (product_id, store_id)');
    await runner.query(`
      create table stock_ledger (
        id bigint generated always as identity primary key,
        store_id text collate "C" not null,
        product_id text collate "C" not null,
        movement text not null check (movement in ('count', 'adjust', 'reserve', 'release', 'collect')),
        on_hand_change integer not null,
        reserved_change integer not null,
        reason text not null,
        order_id text,
        recorded_by text,
        at timestamptz not null default clock_timestamp()
      )`);
    await runner.query('create index stock_ledger_place on stock_ledger (store_id, product_id, id)');
    await runner.query(`comment on table stock_ledger is
      'Every change of stock, never changed afterwards: its sums are what stock says'`);
    await runner.query(`
      create function stock_ledger_is_append_only() returns trigger language plpgsql as $$
      begin
        raise exception 'the stock ledger is append-only';
      end $$`);
    await runner.query(`
      create trigger stock_ledger_append_only before update or delete on stock_ledger
      for each statement execute function stock_ledger_is_append_only()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table stock_ledger, stock, product');
    await runner.query('drop function stock_ledger_is_append_only');
  }
}
