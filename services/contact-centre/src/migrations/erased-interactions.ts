// An interaction remembers that its customer was erased, so that nothing is written about them afterwards.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ErasedInteractions1764400400000 implements MigrationInterface {
  readonly name = 'ErasedInteractions1764400400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table interaction add column erased_at timestamptz');
    await runner.query('create index interaction_access_interaction on interaction_access (interaction_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index interaction_access_interaction');
    await runner.query('alter table interaction drop column erased_at');
  }
}
