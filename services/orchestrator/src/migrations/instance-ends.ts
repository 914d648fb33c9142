// When an instance ended, and how many are where: counts kept by the database itself, whoever writes the instances.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class InstanceEnds1764400000000 implements MigrationInterface {
  readonly name = 'InstanceEnds1764400000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...ends, ...counts, ...counting]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const event of EVENTS) {
      await runner.query(`drop trigger instance_counted_${event} on instance`);
      await runner.query(`drop function count_instances_${event}`);
    }
    await runner.query('drop table instance_count');
    await runner.query('alter table instance drop column ended_at');
  }
}

const ends = [
  'alter table instance add column ended_at timestamptz',
  `comment on column instance.ended_at is
    'When it ended; null while it runs, and in rows written by the version before until they are caught up'`,
];

const counts = [
  `create table instance_count (
    shard int not null,
    journey text not null,
    version int not null,
    kind text not null,
    step text not null,
    detail text not null,
    day date not null,
    count bigint not null,
    primary key (journey, version, kind, step, detail, day, shard)
  ) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05)`,
  `comment on table instance_count is
    'How many instances are where, as the sum over shards: kind main (on the main way, by state), branch (in a branch, by state),
     started and ended (by day of UTC, ended by outcome)'`,
  // Writers never wait for each other: each connection counts in rows of its own.
  `comment on column instance_count.shard is
    'The connection that counted (its process id): those that are gone are added up in shard 0'`,
];

/** What an instance counts as; `n` is 1 for what is written and -1 for what was there before. */
function countedAs(rows: string, n: 1 | -1): string {
  const open = `from ${rows} where open and status <> 'ended'`;
  const state = `case when incident is not null then 'stalled' else status end`;
  const day = (time: string): string => `(${time} at time zone 'UTC')::date`;
  return `
    select journey, version, 'main' as kind, step, ${state} as detail, date '2000-01-01' as day, ${n} as n ${open}
    union all
    select journey, version, 'branch', unnest(positions), ${state}, date '2000-01-01', ${n} ${open} and positions is not null
    union all
    select journey, version, 'started', '', '', ${day('started_at')}, ${n} from ${rows}
    union all
    select journey, version, 'ended', step, coalesce(outcome, ''), ${day('ended_at')}, ${n} from ${rows}
      where status = 'ended' and ended_at is not null`;
}

const EVENTS = ['insert', 'update', 'delete'] as const;
const TABLES = {
  insert: { referencing: 'new table as later', rows: countedAs('later', 1) },
  update: {
    referencing: 'old table as earlier new table as later',
    rows: `${countedAs('later', 1)} union all ${countedAs('earlier', -1)}`,
  },
  delete: { referencing: 'old table as earlier', rows: countedAs('earlier', -1) },
} as const;

const counting = EVENTS.flatMap((event) => {
  const { referencing, rows } = TABLES[event];
  return [
    `create function count_instances_${event}() returns trigger language plpgsql as $$
     begin
       insert into instance_count (shard, journey, version, kind, step, detail, day, count)
       select pg_backend_pid(), journey, version, kind, step, detail, day, sum(n) from (${rows}) counted
         group by journey, version, kind, step, detail, day having sum(n) <> 0
       on conflict (journey, version, kind, step, detail, day, shard)
         do update set count = instance_count.count + excluded.count;
       return null;
     end $$`,
    `create trigger instance_counted_${event} after ${event} on instance referencing ${referencing}
     for each statement execute function count_instances_${event}()`,
  ];
});
