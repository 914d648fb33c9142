// Cases, and the history of what was done about each of them.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Cases1764400100000 implements MigrationInterface {
  readonly name = 'Cases1764400100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table customer_case (
        id uuid primary key,
        number bigint generated always as identity unique,
        version bigint not null default 1,
        state text not null check (state in ('open', 'closed')),
        case_type text not null,
        channel text,
        product_id text,
        order_id text,
        message_id uuid,
        contact_id uuid,
        profile_id uuid,
        key_profile_id uuid,
        assignee text,
        resolution text,
        opened_at timestamptz not null,
        opened_by text not null,
        closed_at timestamptz,
        closed_by text,
        check (contact_id is not null or key_profile_id is not null),
        check ((state = 'closed') = (resolution is not null))
      )`);
    await runner.query(`comment on column customer_case.key_profile_id is
      'the profile that the events of this case are keyed by, for its whole life; the contact when null'`);
    await runner.query(`comment on column customer_case.profile_id is
      'whose case it is; known later when it was opened for a contact whose profile was not known yet'`);
    await runner.query('create index customer_case_profile on customer_case (profile_id, id)');
    await runner.query('create index customer_case_contact on customer_case (contact_id, id)');
    await runner.query('create index customer_case_state on customer_case (state, id)');
    await runner.query(
      'create index customer_case_assignee on customer_case (assignee, id) where assignee is not null',
    );
    await runner.query(`
      create table case_activity (
        id uuid primary key,
        case_id uuid not null references customer_case (id) on delete cascade,
        activity_type text not null,
        code text,
        text text,
        interaction_id uuid,
        refs jsonb not null default '{}',
        happened_at timestamptz not null,
        recorded_at timestamptz not null default now(),
        recorded_by text,
        source_event_id text,
        unique (case_id, source_event_id)
      )`);
    await runner.query(`comment on column case_activity.text is 'what a person wrote; personal'`);
    await runner.query(`comment on column case_activity.refs is 'ids and codes of what it tells of, flat'`);
    await runner.query('create index case_activity_history on case_activity (case_id, happened_at, id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table case_activity, customer_case');
  }
}
