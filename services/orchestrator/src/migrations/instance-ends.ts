// When an instance ended, so that ends of a window are counted and listed by an index.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class InstanceEnds1764400000000 implements MigrationInterface {
  readonly name = 'InstanceEnds1764400000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table instance add column ended_at timestamptz');
    await runner.query(
      `comment on column instance.ended_at is
        'When it ended; null while it runs, and in rows written by the version before until they are caught up'`,
    );
    // It changes once in a life, when open does too: other updates stay on their page.
    await runner.query(
      'create index instance_ended on instance (journey, ended_at) where ended_at is not null',
    );
    // Empty but for what the version before writes: found and filled in by rounds, not by one long update here.
    await runner.query(
      'create index instance_end_unknown on instance (id) where not open and ended_at is null',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index instance_end_unknown, instance_ended');
    await runner.query('alter table instance drop column ended_at');
  }
}
