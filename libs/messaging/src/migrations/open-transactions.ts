// A transaction that somebody leaves open keeps what is dead in queue tables from being cleaned: it ends by itself.
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** For sessions that set nothing themselves; a service's own end much sooner, and `pg_dump` sets it off. */
const LIMIT = '10min';

export class OpenTransactions1764403300000 implements MigrationInterface {
  readonly name = 'OpenTransactions1764403300000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      do $$ begin
        execute format('alter database %I set idle_in_transaction_session_timeout = %L', current_database(), '${LIMIT}');
      exception when insufficient_privilege then
        raise warning 'idle_in_transaction_session_timeout is left to the owner of the database';
      end $$`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      do $$ begin
        execute format('alter database %I reset idle_in_transaction_session_timeout', current_database());
      end $$`);
  }
}
