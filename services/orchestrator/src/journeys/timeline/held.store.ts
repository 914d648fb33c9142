// Messages that are held back, as operators count them and as the end of a stop finds them.
import type { Database, Transaction } from '@continuo/persistence';
import type { Held } from '../domain/engine/held.js';

export interface HeldSend extends Held {
  readonly instanceId: string;
  readonly profileId: string;
}

/** What a batch changes of them. */
export interface HeldChanges {
  readonly held: readonly HeldSend[];
  /** Instances that hold nothing back any more. */
  readonly gone: readonly string[];
  /** Profiles that were looked at again under the guardrails of this number. */
  readonly rechecked: { readonly profileIds: readonly string[]; readonly number: number } | null;
}

export async function writeHeld(
  tx: Transaction,
  { held, gone, rechecked }: HeldChanges,
  partitionOf: (profileId: string) => number,
): Promise<void> {
  if (rechecked !== null) {
    await tx.client.query(
      `update held_send set stopped_under = $2 where profile_id = any($1::uuid[]) and stopped_under < $2`,
      [rechecked.profileIds, rechecked.number],
    );
  }
  if (gone.length > 0)
    await tx.client.query('delete from held_send where instance_id = any($1::uuid[])', [gone]);
  if (held.length === 0) return;
  await tx.client.query(
    `insert into held_send (instance_id, profile_id, partition, rules, since, until, stopped_under)
     select instance_id, profile_id, partition, string_to_array(rules, ' '), since, until, stopped_under
     from unnest($1::uuid[], $2::uuid[], $3::int[], $4::text[], $5::bigint[], $6::bigint[], $7::bigint[])
       as n(instance_id, profile_id, partition, rules, since, until, stopped_under)
     on conflict (instance_id) do update set profile_id = excluded.profile_id, partition = excluded.partition,
       rules = excluded.rules, since = excluded.since, until = excluded.until, stopped_under = excluded.stopped_under`,
    [
      held.map((each) => each.instanceId),
      held.map((each) => each.profileId),
      held.map((each) => partitionOf(each.profileId)),
      held.map((each) => each.rules.join(' ')),
      held.map((each) => Math.round(each.since)),
      held.map((each) => (each.until === null ? null : Math.round(each.until))),
      held.map((each) => each.stoppedUnder),
    ],
  );
}

const FREE = `not exists (select from messaging.held_key k where k.group_name = $1 and k.topic = $2
  and k.partition = h.partition and k.key = convert_to(h.profile_id::text, 'UTF8'))`;
/** True of a message (h) that was last looked at before the newest turn of the switch, unless its profile is held. */
export const RELEASED = `h.stopped_under < (select max(number) from guardrails where kind = 'stops') and ${FREE}`;

export interface HeldCount {
  readonly rule: string;
  readonly count: number;
  /** Since when the first of them waits (real time, ms). */
  readonly since: number;
}

export function countHeld(database: Database): Promise<HeldCount[]> {
  return database.query<HeldCount>(
    `select rule, count(*)::int as count, min(since)::float8 as since
     from held_send, unnest(rules) as rule group by rule order by rule`,
  );
}
