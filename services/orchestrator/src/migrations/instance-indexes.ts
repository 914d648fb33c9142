// What pages of instances are read by. Built beside the writers of a large table, so in no transaction.
import type { MigrationInterface, QueryRunner } from 'typeorm';

const INDEXES = [
  // It changes once in a life, when open does too: other updates stay on their page.
  ['instance_ended', '(journey, ended_at) where ended_at is not null'],
  // Empty but for what the version before writes: found and filled in by rounds, not by one long update of a migration.
  ['instance_end_unknown', '(id) where not open and ended_at is null'],
  // Who is in a journey, newest first, without those who were. Nothing in it changes while an instance is open.
  ['instance_open_started', '(journey, started_at, id) where open'],
] as const;

export class InstanceIndexes1764400001000 implements MigrationInterface {
  readonly name = 'InstanceIndexes1764400001000';
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    // It waits for every transaction that is under way, while nobody waits for it; not for ever, since one of them may wait
    // for us: a replica of the version before asks for its turn in a statement.
    await runner.query(`set lock_timeout = '60s'`);
    for (const [name, rows] of INDEXES) {
      const [there] = (await runner.query(
        `select indisvalid as valid from pg_index where indexrelid = to_regclass('${name}')`,
      )) as readonly { readonly valid: boolean }[];
      // Built beforehand, or by the version before.
      if (there?.valid === true) continue;
      // One that was broken off stays behind, and is good for nothing.
      if (there !== undefined) await runner.query(`drop index concurrently ${name}`);
      await runner.query(`create index concurrently ${name} on instance ${rows}`);
    }
    await runner.query('reset lock_timeout');
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [name] of INDEXES) await runner.query(`drop index concurrently ${name}`);
  }
}
