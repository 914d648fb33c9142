// What a batch of the timeline offers to workers, and takes back: one statement, whatever the batch holds.
import type { Transaction } from '@continuo/persistence';

/** The last word of a batch on one task. */
export interface Offer {
  readonly op: 'offer' | 'withdraw';
  readonly taskId: string;
  readonly instanceId: string;
  readonly journey: string;
  readonly version: number;
  readonly step: string;
  readonly visit: number;
  readonly kind: string;
  readonly attempt: number;
  /** Also what was completed is opened again: the journey has seen the result and can not use it. */
  readonly again?: true;
  /** JSON text. */
  readonly input: string;
  readonly leaseMs: number;
}

/**
 * An offer opens the task, anew for a further attempt: whoever held it has lost it. What was withdrawn is not given out
 * any more. A completed one stays completed, so that its worker is answered as before, and so that nobody else does what
 * is done: its word is under way, unless the offer says that it is known.
 */
export async function writeOffers(tx: Transaction, offers: readonly Offer[]): Promise<void> {
  const all = [...offers].sort((a, b) => (a.taskId < b.taskId ? -1 : 1));
  await tx.client.query({
    name: 'write-offers',
    text: `
      insert into worker_task as t (task_id, instance_id, journey, version, step, visit, kind, attempt, input, lease_ms,
        state, ended_at)
      select task_id, instance_id, journey, version, step, visit, kind, attempt, input, lease_ms, state,
        case when state = 'withdrawn' then now() end
      from unnest($1::uuid[], $2::uuid[], $3::text[], $4::int[], $5::text[], $6::int[], $7::text[], $8::int[], $9::text[],
        $10::bigint[], $11::text[])
        as n(task_id, instance_id, journey, version, step, visit, kind, attempt, input, lease_ms, state)
      on conflict (task_id) do update set
        state = excluded.state,
        attempt = excluded.attempt,
        version = excluded.version,
        input = case when excluded.state = 'open' then excluded.input else t.input end,
        lease_ms = excluded.lease_ms,
        offered_at = case when excluded.state = 'open' then now() else t.offered_at end,
        lease = case when excluded.state = 'open' then null else t.lease end,
        leased_until = case when excluded.state = 'open' then null else t.leased_until end,
        settled_hash = case when excluded.state = 'open' then null else t.settled_hash end,
        code = case when excluded.state = 'open' then null else t.code end,
        ended_at = case when excluded.state = 'open' then null else coalesce(t.ended_at, now()) end
      where t.state <> 'completed' or t.task_id = any($12::uuid[])`,
    values: [
      all.map((each) => each.taskId),
      all.map((each) => each.instanceId),
      all.map((each) => each.journey),
      all.map((each) => each.version),
      all.map((each) => each.step),
      all.map((each) => each.visit),
      all.map((each) => each.kind),
      all.map((each) => each.attempt),
      all.map((each) => each.input),
      all.map((each) => each.leaseMs),
      all.map((each) => (each.op === 'offer' ? 'open' : 'withdrawn')),
      all.flatMap(({ op, again, taskId }) => (op === 'offer' && again === true ? [taskId] : [])),
    ],
  });
}
