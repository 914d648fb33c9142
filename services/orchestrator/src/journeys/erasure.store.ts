// What an erasure removes beside the instances' own state: facts, and everything but ids and rules in the journal.
import { canonicalJson } from '@continuo/kernel';
import type { Transaction } from '@continuo/persistence';
import { strippedEntry } from './domain/engine/journal.js';
import type { JournalEntry } from './domain/engine/output.js';

/** Removes a profile's facts and strips its journal. */
export async function eraseProfile(tx: Transaction, profileId: string): Promise<void> {
  await tx.client.query('delete from profile_facts where profile_id = $1', [profileId]);
  const { rows } = await tx.client.query<{ instance_id: string; seq: number; entry: string }>(
    `select j.instance_id, j.seq, j.entry from journal j join instance i on i.id = j.instance_id
     where i.profile_id = $1`,
    [profileId],
  );
  await tx.client.query(
    `update journal j set bytes = null, entry = n.entry
     from unnest($1::uuid[], $2::int[], $3::text[]) as n(instance_id, seq, entry)
     where j.instance_id = n.instance_id and j.seq = n.seq`,
    [
      rows.map((row) => row.instance_id),
      rows.map((row) => row.seq),
      rows.map((row) => canonicalJson(strippedEntry(JSON.parse(row.entry) as JournalEntry))),
    ],
  );
}
