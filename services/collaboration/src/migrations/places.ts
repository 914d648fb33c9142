// Places, and at which of them a device is: its hashed id and times, never a position.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Places1764400200000 implements MigrationInterface {
  readonly name = 'Places1764400200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table place (
        place_id text primary key,
        name text not null,
        latitude double precision not null,
        longitude double precision not null,
        radius_metres integer not null,
        time_zone text not null,
        version integer not null default 1,
        changed_at timestamptz not null default now(),
        changed_by text not null,
        retired_at timestamptz
      )`);
    await runner.query('create index place_latitude on place (latitude) where retired_at is null');
    await runner.query(`
      create table located_device (
        device text primary key,
        last_heard_at timestamptz not null,
        profile_id uuid
      ) with (fillfactor = 80)`);
    await runner.query('create index located_device_profile on located_device (profile_id)');
    await runner.query('create index located_device_heard on located_device (last_heard_at)');
    await runner.query(`
      create table device_presence (
        device text not null references located_device on delete cascade,
        place_id text not null,
        inside boolean not null,
        changed_at timestamptz not null,
        event_id uuid not null,
        primary key (device, place_id)
      )`);
    await runner.query('create index device_presence_place on device_presence (place_id)');
    await runner.query('create unique index device_presence_event on device_presence (event_id)');
    await runner.query(
      `comment on table device_presence is 'At which places a device is. Positions are judged and dropped'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table device_presence, located_device, place');
  }
}
