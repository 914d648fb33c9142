// Very many keys drain in turn: whose turn it is, and who waits longest, is found in an index and not by sorting all of them.
// Contracts: two indexes take the place of one; the version before finds the same rows by them.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class DrainTurns1764403400000 implements MigrationInterface {
  readonly name = 'DrainTurns1764403400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'create index held_key_turn on messaging.held_key (group_name, topic, partition, key) where draining',
    );
    await runner.query(
      'create index held_key_oldest on messaging.held_key (group_name, topic, partition, since, key) where draining',
    );
    await runner.query('drop index messaging.held_key_draining');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'create index held_key_draining on messaging.held_key (group_name, topic, partition) where draining',
    );
    await runner.query('drop index messaging.held_key_turn');
    await runner.query('drop index messaging.held_key_oldest');
  }
}
