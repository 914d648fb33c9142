// Revisions of templates, what was withdrawn of them, and of a delivery which one it was.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class TemplateRevisions1765300000000 implements MigrationInterface {
  readonly name = 'TemplateRevisions1765300000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table template_revision (
        name text not null,
        revision int not null check (revision > 0),
        -- To the millisecond, as commands say it; and of when it is written, so that who waited for another is later.
        since timestamptz(3) not null default clock_timestamp(),
        -- json, not jsonb: compared as the text that it was written as. Null: the template was taken away.
        content json,
        primary key (name, revision)
      )`);
    await runner.query(`comment on table template_revision is
      'What each template said and from when on. Never changed, never deleted: journeys of old versions still send it'`);
    await runner.query(`
      create table template_withdrawal (
        id bigint generated always as identity primary key,
        name text not null,
        revision int not null,
        withdrawn boolean not null,
        reason text not null,
        changed_by text not null,
        changed_at timestamptz(3) not null default now(),
        foreign key (name, revision) references template_revision
      )`);
    await runner.query(
      'create index template_withdrawal_revision on template_withdrawal (name, revision, id)',
    );
    await runner.query(`comment on table template_withdrawal is
      'Who withdrew a revision, or took that back, when and why; the newest row of a revision counts'`);
    await runner.query(
      'alter table delivery add column content_as_of timestamptz(3), add column template_revision int',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table delivery drop column content_as_of, drop column template_revision');
    await runner.query('drop table template_withdrawal, template_revision');
  }
}
