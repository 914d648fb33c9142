// Who is in a journey, newest first, without those who were: what pages of people in a step are read by.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class InstanceOpenStarted1764400001000 implements MigrationInterface {
  readonly name = 'InstanceOpenStarted1764400001000';

  async up(runner: QueryRunner): Promise<void> {
    // Nothing in it changes while an instance is open: updates stay on their page.
    await runner.query('create index instance_open_started on instance (journey, started_at, id) where open');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index instance_open_started');
  }
}
