// Notes of who read whose name and number are found by order: they go with the person.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AccessByOrder1764500000000 implements MigrationInterface {
  readonly name = 'AccessByOrder1764500000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create index order_access_order on order_access (order_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index order_access_order');
  }
}
