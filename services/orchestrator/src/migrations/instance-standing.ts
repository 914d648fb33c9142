// Since when an instance stands in each of its steps without what was held back: what the search for stuck ones looks at.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class InstanceStanding1764600000000 implements MigrationInterface {
  readonly name = 'InstanceStanding1764600000000';

  async up(runner: QueryRunner): Promise<void> {
    // No default, so no row is written anew; no index, so updates of an instance stay on its page.
    await runner.query(
      'alter table instance add column standing bigint[], add column standing_at timestamptz',
    );
    await runner.query(
      `comment on column instance.standing is
        'Since when it stands in its step, and in those of positions, in ms without the time that it was held back; null where it is held without an end'`,
    );
    await runner.query(
      `comment on column instance.standing_at is
        'The changed_at that standing belongs to: the version before changes a row without it'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table instance drop column standing, drop column standing_at');
  }
}
