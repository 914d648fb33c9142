// Tasks of external workers in the database: taken oldest first with a lease by database time, looked at, settled.
import type { Database, Transaction } from '@continuo/persistence';
import { PersonalData } from '@continuo/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { storedJson } from '../journeys/instances/stored-json.js';
import type { HeldTask, WorkerTaskState } from './domain/settle.js';

export interface ClaimedTask {
  readonly taskId: string;
  readonly kind: string;
  readonly journey: string;
  readonly version: number;
  readonly step: string;
  readonly attempt: number;
  /** JSON text. */
  readonly input: string;
  readonly lease: string;
  readonly leasedUntil: Date;
}

export interface StoredTask {
  readonly taskId: string;
  readonly instanceId: string;
  readonly journey: string;
  readonly version: number;
  readonly step: string;
  readonly kind: string;
  readonly attempt: number;
  readonly state: WorkerTaskState;
  readonly worker: string | null;
  readonly claims: number;
  readonly code: string | null;
  readonly offeredAt: Date;
  /** The same to the microsecond, for the cursor. */
  readonly place: string;
  readonly leasedUntil: Date | null;
  readonly endedAt: Date | null;
  /** JSON text. */
  readonly input: string;
}

/** A task locked to be settled, and what its event needs. */
export interface LockedTask extends HeldTask {
  readonly taskId: string;
  readonly instanceId: string;
  readonly kind: string;
  readonly attempt: number;
  readonly worker: string | null;
  readonly leaseMs: number;
  readonly now: Date;
}

/** The instance that waits, as its row says it. */
export interface Waiting {
  readonly profileId: string;
  readonly correlationId: string;
  readonly hops: number;
}

export interface TaskPage {
  readonly kind?: string;
  readonly state?: WorkerTaskState;
  readonly journey?: string;
  readonly after?: readonly [place: string, taskId: string];
  readonly limit: number;
}

const COLUMNS = `task_id as "taskId", instance_id as "instanceId", journey, version, step, kind, attempt, state, worker,
  claims, code, offered_at as "offeredAt",
  to_char(offered_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as place, leased_until as "leasedUntil",
  ended_at as "endedAt", input`;

/**
 * The oldest of each kind in turn: a kind with many tasks keeps none of the others waiting. Rows that somebody else is
 * taking are passed over; one whose lease has lapsed may be taken again.
 */
const CLAIM = `
  with asked as (select kind from unnest($1::text[]) as asked(kind)),
  lapsed as (select t.* from asked cross join lateral (
    select task_id, kind, offered_at from worker_task w where w.kind = asked.kind and w.state = 'leased'
      and w.leased_until < now() order by w.leased_until limit $2 for update skip locked) t),
  fresh as (select t.* from asked cross join lateral (
    select task_id, kind, offered_at from worker_task w where w.kind = asked.kind and w.state = 'open'
      order by w.offered_at, w.task_id limit $2 for update skip locked) t),
  ranked as (select task_id, offered_at,
      row_number() over (partition by kind order by offered_at, task_id) as place
    from (select * from lapsed union all select * from fresh) each),
  picked as (select task_id from ranked order by place, offered_at, task_id limit $2)
  update worker_task w set state = 'leased', lease = gen_random_uuid(), worker = $3, claims = claims + 1,
    leased_until = clock_timestamp() + w.lease_ms * interval '1 millisecond'
  from picked where w.task_id = picked.task_id
  returning w.task_id as "taskId", w.kind, w.journey, w.version, w.step, w.attempt, w.input, w.lease,
    w.leased_until as "leasedUntil", w.offered_at as "offeredAt"`;

@Injectable()
export class WorkerTasksStore {
  constructor(@Inject(PersonalData) personalData: PersonalData) {
    personalData.add({
      name: 'worker_task',
      count: (tx, profileIds) => this.#personal(tx, profileIds),
      erase: (tx, profileIds) => this.#erase(tx, profileIds),
    });
  }

  /** Those claimed, oldest first. */
  async claim(
    tx: Transaction,
    kinds: readonly string[],
    max: number,
    worker: string,
  ): Promise<readonly ClaimedTask[]> {
    const { rows } = await tx.client.query<ClaimedTask & { offeredAt: Date }>({
      name: 'claim-tasks',
      text: CLAIM,
      values: [kinds, max, worker],
    });
    return rows.sort((a, b) => a.offeredAt.getTime() - b.offeredAt.getTime());
  }

  /** Of these kinds, those of which something can be taken now. */
  async available(database: Database, kinds: readonly string[]): Promise<readonly string[]> {
    const rows = await database.query<{ kind: string }>(
      `select kind from unnest($1::text[]) as asked(kind)
       where exists (select from worker_task w where w.kind = asked.kind and w.state = 'open')
         or exists (select from worker_task w where w.kind = asked.kind and w.state = 'leased'
           and w.leased_until < now())`,
      [kinds],
    );
    return rows.map(({ kind }) => kind);
  }

  /** Locks a task: of two who settle it, the second sees the first. */
  async lock(tx: Transaction, taskId: string): Promise<LockedTask | undefined> {
    const { rows } = await tx.client.query<Omit<LockedTask, 'now' | 'lapsed'> & { leasedUntil: Date | null }>(
      `select task_id as "taskId", instance_id as "instanceId", kind, attempt, state, lease, worker,
         settled_hash as "settledHash", lease_ms::float8 as "leaseMs", leased_until as "leasedUntil"
       from worker_task where task_id = $1 for update`,
      [taskId],
    );
    const [row] = rows;
    if (row === undefined) return undefined;
    // A statement of its own: the time after the lock was got, not before it was waited for.
    const clock = await tx.client.query<{ now: Date }>('select clock_timestamp() as now');
    const now = clock.rows[0]?.now ?? new Date();
    const { leasedUntil, ...task } = row;
    return { ...task, now, lapsed: leasedUntil === null || leasedUntil.getTime() <= now.getTime() };
  }

  async extend(tx: Transaction, taskId: string): Promise<Date | undefined> {
    const { rows } = await tx.client.query<{ until: Date }>(
      `update worker_task set leased_until = clock_timestamp() + lease_ms * interval '1 millisecond'
       where task_id = $1 returning leased_until as until`,
      [taskId],
    );
    return rows[0]?.until;
  }

  async settle(
    tx: Transaction,
    taskId: string,
    settled: { readonly state: 'completed' | 'failed'; readonly hash: string; readonly code: string | null },
  ): Promise<void> {
    await tx.client.query(
      `update worker_task set state = $2, settled_hash = $3, code = $4, ended_at = clock_timestamp()
       where task_id = $1`,
      [taskId, settled.state, settled.hash, settled.code],
    );
  }

  /** The instance that waits for it; undefined when it is not kept any more. */
  async waiting(tx: Transaction, instanceId: string): Promise<Waiting | undefined> {
    const { rows } = await tx.client.query<Waiting>(
      `select profile_id as "profileId", ${storedJson('state')} ->> 'correlationId' as "correlationId",
         (${storedJson('state')} ->> 'hops')::int as hops
       from instance where id = $1`,
      [instanceId],
    );
    return rows[0];
  }

  async find(database: Database, taskId: string): Promise<StoredTask | undefined> {
    const rows = await database.query<StoredTask & Record<string, unknown>>(
      `select ${COLUMNS} from worker_task where task_id = $1`,
      [taskId],
    );
    return rows[0];
  }

  /** Newest offer first. */
  async list(
    database: Database,
    { kind, state, journey, after, limit }: TaskPage,
  ): Promise<readonly StoredTask[]> {
    return database.query<StoredTask & Record<string, unknown>>(
      `select ${COLUMNS} from worker_task
       where ($1::text is null or kind = $1) and ($2::text is null or state = $2)
         and ($3::text is null or journey = $3)
         and ($4::timestamptz is null or (offered_at, task_id) < ($4::timestamptz, $5::uuid))
       order by offered_at desc, task_id desc limit $6`,
      [kind ?? null, state ?? null, journey ?? null, after?.[0] ?? null, after?.[1] ?? null, limit],
    );
  }

  /** Tasks that have not ended, by kind and state, and how long the oldest that nobody holds has waited (s). */
  async counts(
    database: Database,
  ): Promise<
    readonly { readonly kind: string; readonly state: string; readonly count: number; readonly age: number }[]
  > {
    return database.query<{ kind: string; state: string; count: number; age: number }>(
      `select kind, state, count(*)::int as count, max(extract(epoch from now() - offered_at))::float8 as age
       from (select kind, offered_at,
           case when state = 'leased' and leased_until < now() then 'lapsed' else state end as state
         from worker_task where state in ('open', 'leased')) each
       group by kind, state order by kind, state limit 1000`,
    );
  }

  async #personal(tx: Transaction, profileIds: readonly string[]): Promise<number> {
    const { rows } = await tx.client.query<{ count: number }>(
      `select count(*)::int as count from worker_task w join instance i on i.id = w.instance_id
       where i.profile_id = any($1::uuid[]) and (w.input <> '{}' or w.settled_hash is not null)`,
      [profileIds],
    );
    return rows[0]?.count ?? 0;
  }

  /** What the worker was given goes; that there was a task stays, so that whoever holds it is told. */
  async #erase(tx: Transaction, profileIds: readonly string[]): Promise<number> {
    const { rowCount } = await tx.client.query(
      `update worker_task w set input = '{}', settled_hash = null,
         state = case when w.state in ('open', 'leased') then 'withdrawn' else w.state end
       from instance i where i.id = w.instance_id and i.profile_id = any($1::uuid[])
         and (w.input <> '{}' or w.settled_hash is not null)`,
      [profileIds],
    );
    return rowCount ?? 0;
  }
}
