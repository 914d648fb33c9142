// The table of the played collaboration service: answers by command.
import type { MigrationSource } from '@continuo/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

class SentMessages1763800000000 implements MigrationInterface {
  readonly name = 'SentMessages1763800000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table sent_message (
        command_id text primary key,
        profile_id text not null,
        answer jsonb not null,
        answered_at timestamptz not null default now()
      )`);
    await runner.query('create index sent_message_answered_at on sent_message (answered_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table sent_message');
  }
}

export const demoMigrations: MigrationSource = { name: 'demo', migrations: [SentMessages1763800000000] };
