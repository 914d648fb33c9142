// Merges over partitions: who reads a marker first, who second, and which instances were moved by it.
import type { Transaction } from '@continuo/persistence';
import type { MergeMarker } from '../domain/engine/merge.js';

/** Where the writer that read the marker first stands, and which profile it holds. */
export interface FirstReader {
  readonly partition: number;
  readonly key: string;
}

/**
 * Null: this writer reads the marker first (its row is inserted now). Else who was first. Two writers at once: the second
 * waits in the insert until the first has committed.
 */
export async function firstReader(
  tx: Transaction,
  marker: MergeMarker,
  here: FirstReader,
): Promise<FirstReader | null> {
  const inserted = await tx.client.query(
    `insert into merge (merge_id, kind, loser_id, survivor_id, first_partition, first_key)
     values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
    [marker.mergeId, marker.kind, marker.loserId, marker.survivorId, here.partition, here.key],
  );
  if (inserted.rowCount === 1) return null;
  const { rows } = await tx.client.query<FirstReader>(
    `update merge set moved_at = now() where merge_id = $1 and kind = $2
     returning first_partition as partition, first_key as key`,
    [marker.mergeId, marker.kind],
  );
  const first = rows[0];
  if (first === undefined) throw new Error('a merge that is there and is not');
  return first;
}

/** Who had been merged into a profile, and into those, and was not parted from it since. */
export async function familyOf(tx: Transaction, profileId: string): Promise<ReadonlySet<string>> {
  const { rows } = await tx.client.query<{ id: string }>(
    `with recursive family(id) as (
       select $1::uuid
       union
       select m.loser_id from merge m join family f on m.survivor_id = f.id
       where m.kind = 'merged'
         and not exists (select from merge s where s.merge_id = m.merge_id and s.kind = 'split'))
     select id from family where id <> $1::uuid`,
    [profileId],
  );
  return new Set(rows.map(({ id }) => id));
}

/** Remembers what a merge has moved, so that its undoing can move it back. */
export async function rememberMoves(
  tx: Transaction,
  mergeId: string,
  instanceIds: readonly string[],
): Promise<void> {
  if (instanceIds.length === 0) return;
  await tx.client.query(
    'insert into instance_move (merge_id, instance_id) select $1, unnest($2::uuid[]) on conflict do nothing',
    [mergeId, instanceIds],
  );
}

export async function movedBy(tx: Transaction, mergeId: string): Promise<ReadonlySet<string>> {
  const { rows } = await tx.client.query<{ instance_id: string }>(
    'delete from instance_move where merge_id = $1 returning instance_id',
    [mergeId],
  );
  return new Set(rows.map(({ instance_id }) => instance_id));
}
