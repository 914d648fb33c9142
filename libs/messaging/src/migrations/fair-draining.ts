// A key may hold a hundred thousand rows: they are found by their key's one row, not each by an index of its own, where
// equal keys stand in one chain.
// Contracts: an index only; the version before finds the same rows without it, by looking through what is parked.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class FairDraining1764403200000 implements MigrationInterface {
  readonly name = 'FairDraining1764403200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('drop index messaging.parked_record_any_key');
    await runner.query('create index held_key_any_partition on messaging.held_key using hash (key)');
    await runner.query(
      'create index parked_record_loose_key on messaging.parked_record using hash (key) where not holds_key',
    );
    // Filled by a flood and emptied again: what is dead must not be what a drain reads past.
    await runner.query(
      `alter table messaging.parked_record
        set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000)`,
    );
    await runner.query('alter table messaging.held_key set (fillfactor = 50)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table messaging.held_key reset (fillfactor)');
    await runner.query(
      'alter table messaging.parked_record reset (autovacuum_vacuum_scale_factor, autovacuum_vacuum_threshold)',
    );
    await runner.query('drop index messaging.parked_record_loose_key');
    await runner.query('drop index messaging.held_key_any_partition');
    await runner.query('create index parked_record_any_key on messaging.parked_record using hash (key)');
  }
}
