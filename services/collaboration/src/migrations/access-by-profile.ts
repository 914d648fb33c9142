// Notes of who read whose words are found by profile: they go with the person.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AccessByProfile1764500000000 implements MigrationInterface {
  readonly name = 'AccessByProfile1764500000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create index message_access_profiles on message_access using gin (profile_ids)');
    await runner.query('create index task_access_profile on task_access (profile_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index message_access_profiles, task_access_profile');
  }
}
