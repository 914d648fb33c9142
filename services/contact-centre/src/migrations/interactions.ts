// Interactions, their offers, calls that ended before they were known, and who read a caller's number.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Interactions1764400100000 implements MigrationInterface {
  readonly name = 'Interactions1764400100000';

  async up(runner: QueryRunner): Promise<void> {
    await this.#interactions(runner);
    await runner.query(`
      create table offer (
        offer_id uuid primary key,
        interaction_id uuid not null references interaction,
        agent_id text collate "C" not null references agent,
        attempt integer not null,
        state text not null default 'open' check (state in
          ('open', 'accepted', 'completed', 'declined', 'unanswered', 'agent_gone', 'caller_gone')),
        version integer not null default 1,
        context_version bigint,
        offered_at timestamptz not null,
        expires_at timestamptz not null,
        ended_at timestamptz
      ) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05)`);
    await runner.query(`comment on column offer.context_version is
      'which state of the customer''s context the offer told of; null before the customer was known'`);
    // The database itself keeps an agent from two callers, and a caller from two agents.
    await runner.query(
      "create unique index offer_live_agent on offer (agent_id) where state in ('open', 'accepted')",
    );
    await runner.query(
      "create unique index offer_live_interaction on offer (interaction_id) where state in ('open', 'accepted')",
    );
    await runner.query('create index offer_interaction on offer (interaction_id, ended_at)');
    await runner.query(`
      create table finished_call (
        call_sid text collate "C" primary key,
        at timestamptz not null default clock_timestamp()
      )`);
    await runner.query(`
      create table interaction_access (
        id bigint generated always as identity primary key,
        at timestamptz not null default now(),
        subject text not null,
        client text,
        interaction_id uuid not null
      )`);
    await runner.query('create index interaction_access_at on interaction_access using brin (at)');
    await runner.query(
      `comment on table interaction_access is 'Who read a number or a note of which interaction, and when'`,
    );
    // Its one row is locked by whoever assigns; agents serve several queues, so there is one for all of them.
    await runner.query(
      'create table assignment (singleton boolean primary key default true check (singleton))',
    );
    await runner.query('insert into assignment default values');
  }

  async #interactions(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table interaction (
        interaction_id uuid primary key,
        call_sid text collate "C" not null unique,
        channel text not null,
        direction text not null,
        queue text not null,
        skills text[] not null,
        answer text not null,
        number text,
        anonymous_id uuid not null,
        state text not null default 'waiting' check (state in ('waiting', 'offered', 'talking', 'ended')),
        queued_at timestamptz not null,
        attempts integer not null default 0,
        agent_id text collate "C" references agent,
        accepted_at timestamptz,
        connection text not null default 'none' check (connection in ('none', 'pending', 'connected', 'failed')),
        connection_code text,
        ended_at timestamptz,
        end_reason text,
        disposition text,
        note text
      ) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05)`);
    await runner.query(`comment on column interaction.anonymous_id is
      'names the caller on the bus while there is no number: a random id that is nobody else''s'`);
    await runner.query(`comment on column interaction.answer is
      'the TwiML that was answered: the same is answered to a repetition'`);
    await runner.query(
      "create index interaction_waiting on interaction (queued_at, interaction_id) where state = 'waiting'",
    );
    await runner.query('create index interaction_newest on interaction (queued_at, interaction_id)');
    await runner.query('create index interaction_agent on interaction (agent_id, queued_at)');
    // Beside the interaction and only inserted: the timeline's batches lock no row that routing waits for.
    await runner.query(`
      create table interaction_profile (
        interaction_id uuid primary key,
        profile_id uuid not null
      )`);
    await runner.query('create index interaction_profile_profile on interaction_profile (profile_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'drop table assignment, interaction_access, finished_call, offer, interaction_profile, interaction',
    );
  }
}
