// Alerts to the staff of places, the numbers of their changes, and who listens.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Alerts1764400300000 implements MigrationInterface {
  readonly name = 'Alerts1764400300000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table staff_alert (
        alert_id uuid primary key,
        place_id text not null,
        order_id text,
        profile_id uuid not null,
        state text not null default 'open' check (state in ('open', 'acknowledged', 'lapsed')),
        news bigint not null,
        alerted_at timestamptz not null,
        lapses_at timestamptz not null,
        ended_at timestamptz,
        acknowledged_by text,
        acknowledged_role text,
        cause jsonb not null
      )`);
    await runner.query(
      `create unique index staff_alert_open_order on staff_alert (place_id, order_id) where state = 'open'`,
    );
    await runner.query('create unique index staff_alert_news on staff_alert (place_id, news)');
    await runner.query('create index staff_alert_page on staff_alert (place_id, alerted_at, alert_id)');
    await runner.query(`create index staff_alert_due on staff_alert (lapses_at) where state = 'open'`);
    await runner.query('create index staff_alert_profile on staff_alert (profile_id)');
    // One row per place: locked by whoever changes an alert there, so that numbers are committed in their order.
    await runner.query(`
      create table place_news (
        place_id text primary key,
        news bigint not null default 0
      ) with (fillfactor = 50)`);
    await runner.query(`
      create unlogged table alert_listening (
        replica uuid not null,
        place_id text not null,
        people integer not null,
        seen_at timestamptz not null default now(),
        primary key (replica, place_id)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table alert_listening, place_news, staff_alert');
  }
}
