// Answers are stored sealed: they may repeat what is personal of the call that made something.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class SealedAnswers1764300200000 implements MigrationInterface {
  readonly name = 'SealedAnswers1764300200000';

  async up(runner: QueryRunner): Promise<void> {
    // `body` stays for what the version before stored; it is gone within a day.
    await runner.query('alter table service_kit.stored_answer add column sealed bytea');
    await runner.query(`comment on column service_kit.stored_answer.sealed is
      'the body, encrypted with a key that only the same call by the same caller leads to'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table service_kit.stored_answer drop column sealed');
  }
}
