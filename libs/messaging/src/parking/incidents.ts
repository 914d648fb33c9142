// What of a consumer a person should look at: loops, and keys that hold very many records. An incident stands while its
// record is parked, or while a key of its partition holds too many; so whatever takes those away ends it.
import type { Database, Transaction } from '@continuo/persistence';
import type { PartitionId } from '../consumer/partition-row.js';

export interface ConsumerIncident {
  readonly id: string;
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
  /** Of the record that it is about; null where it is about a key. */
  readonly offset: string | null;
  readonly code: string;
  /** ISO 8601. */
  readonly raisedAt: string;
}

const OPEN = `
  from messaging.consumer_incident i where i.closed_at is null and case when i.record_offset is null
    then exists (select from messaging.held_key k where k.group_name = i.group_name and k.topic = i.topic
      and k.partition = i.partition and k.incident)
    else exists (select from messaging.parked_record p where p.group_name = i.group_name and p.topic = i.topic
      and p.partition = i.partition and p.record_offset = i.record_offset) end`;

/** By its index: of a loop there may be as many as it has records. */
export const RAISED_BEFORE = `
  delete from messaging.consumer_incident where group_name = $1 and topic = $2 and partition = $3
    and coalesce(record_offset, -1) = coalesce($4::bigint, -1) and code = $5`;

/** Raises an incident in the transaction of what it is about. Raised again, it is one, from then on. */
export async function raiseIncident(
  tx: Transaction,
  id: PartitionId,
  code: string,
  offset: bigint | null,
): Promise<void> {
  const values = [id.group, id.topic, id.partition, offset?.toString() ?? null, code];
  await tx.client.query(RAISED_BEFORE, values);
  await tx.client.query(
    `insert into messaging.consumer_incident (group_name, topic, partition, record_offset, code)
     values ($1, $2, $3, $4, $5)`,
    values,
  );
}

/** Those that stand, newest first; the first two hundred. */
export function openIncidents(database: Database): Promise<ConsumerIncident[]> {
  return database.query<ConsumerIncident & Record<string, unknown>>(
    `select i.id::text, i.group_name as "group", i.topic, i.partition, i.record_offset::text as "offset", i.code,
       to_char(i.raised_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "raisedAt"
     ${OPEN} order by i.id desc limit 200`,
  );
}

/** How many stand, by their codes. */
export function countIncidents(
  database: Database,
): Promise<readonly { readonly code: string; readonly count: number }[]> {
  return database.query<{ code: string; count: number }>(
    `select i.code, count(*)::int as count ${OPEN} group by i.code order by i.code`,
  );
}
