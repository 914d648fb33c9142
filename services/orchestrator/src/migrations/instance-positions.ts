// The steps of an instance's open branches, so that people are found by a step inside a parallel too.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class InstancePositions1764000007000 implements MigrationInterface {
  readonly name = 'InstancePositions1764000007000';

  async up(runner: QueryRunner): Promise<void> {
    // No index: it changes with nearly every input, and updates of an instance stay on its page.
    await runner.query('alter table instance add column positions text[]');
    await runner.query(
      `comment on column instance.positions is 'Steps of the open branches of parallels; null where none is open'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table instance drop column positions');
  }
}
