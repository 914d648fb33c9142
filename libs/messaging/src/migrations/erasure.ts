// What an erasure needs of the transport: whose an intent is, parked records by key, and requests to discard them.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Erasure1764300300000 implements MigrationInterface {
  readonly name = 'Erasure1764300300000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table messaging.intent add column profile_id uuid');
    await runner.query(
      'create index intent_profile on messaging.intent (profile_id) where profile_id is not null',
    );
    await runner.query(
      'alter table messaging.release_request add column discard boolean not null default false',
    );
    // By hash: the key of an undecodable record may be longer than a tree's page takes.
    await runner.query('create index parked_record_any_key on messaging.parked_record using hash (key)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index messaging.parked_record_any_key');
    await runner.query('alter table messaging.release_request drop column discard');
    await runner.query('alter table messaging.intent drop column profile_id');
  }
}
