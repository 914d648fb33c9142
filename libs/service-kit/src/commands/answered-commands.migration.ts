// The table behind AnsweredCommands: thin events by command id, nothing personal.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AnsweredCommands1764300000000 implements MigrationInterface {
  readonly name = 'AnsweredCommands1764300000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table service_kit.answered_command (
        command_id text primary key,
        answer jsonb not null,
        answered_at timestamptz not null default now()
      )`);
    await runner.query(
      'create index answered_command_answered_at on service_kit.answered_command (answered_at)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table service_kit.answered_command');
  }
}
