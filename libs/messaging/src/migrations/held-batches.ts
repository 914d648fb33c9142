// What a flood leaves behind is put away many records at once: a row for each is most of what it costs those behind it.
// Contracts: the version before does not know what was put away: it would drain such a key out of order, and leave behind
// what an erasure discards. None of it may run beside this one while a key floods (deploy/UPGRADE.md).
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class HeldBatches1765500000000 implements MigrationInterface {
  readonly name = 'HeldBatches1765500000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table messaging.held_batch (
        group_name text not null,
        topic text not null,
        partition int not null,
        key bytea not null,
        first_offset bigint not null,
        record_count int not null,
        records bytea not null,
        code text not null,
        reason text not null,
        held_at timestamptz not null default now(),
        primary key (group_name, topic, partition, key, first_offset)
      ) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 100)`);
    // It is written once and read once, and found by its bytes: compressing it would cost more than it spares.
    await runner.query('alter table messaging.held_batch alter column records set storage external');
    await runner.query(`
      comment on table messaging.held_batch is
        'Records that only wait behind a row of their key, as a record batch of Kafka''s: rows again when it is their turn'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    const [left] = (await runner.query('select exists (select from messaging.held_batch) as some')) as {
      some: boolean;
    }[];
    if (left?.some === true) throw new Error('messaging.held_batch has records that were not applied yet');
    await runner.query('drop table messaging.held_batch');
  }
}
