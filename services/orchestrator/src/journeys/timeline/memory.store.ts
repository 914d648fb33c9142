// What is remembered of customers, in the database: one row per profile that has something to remember.
import type { Transaction } from '@continuo/persistence';
import type { Memory } from '../domain/engine/memory.js';

/** A row's text as the engine has it. */
export function memoryOf(text: string | null): Memory {
  return JSON.parse(text ?? '{"items":[]}') as Memory;
}

/** The memories of some profiles, where they have one: for merges. */
export async function loadMemories(
  tx: Transaction,
  profileIds: readonly string[],
): Promise<ReadonlyMap<string, Memory>> {
  const { rows } = await tx.client.query<{ profile_id: string; memory: string }>(
    'select profile_id, memory from profile_memory where profile_id = any($1::uuid[])',
    [profileIds],
  );
  return new Map(rows.map(({ profile_id, memory }) => [profile_id, memoryOf(memory)]));
}

/** Writes those that changed with one statement; who has nothing to remember any more has no row. */
export async function writeMemories(tx: Transaction, memories: ReadonlyMap<string, Memory>): Promise<void> {
  const kept = [...memories].filter(([, { items }]) => items.length > 0);
  const empty = [...memories].filter(([, { items }]) => items.length === 0);
  if (kept.length > 0) {
    await tx.client.query({
      name: 'write-memories',
      text: `
        insert into profile_memory (profile_id, memory) select * from unnest($1::uuid[], $2::text[])
        on conflict (profile_id) do update set memory = excluded.memory`,
      values: [kept.map(([profileId]) => profileId), kept.map(([, memory]) => JSON.stringify(memory))],
    });
  }
  if (empty.length > 0) {
    await tx.client.query({
      name: 'delete-memories',
      text: 'delete from profile_memory where profile_id = any($1::uuid[])',
      values: [empty.map(([profileId]) => profileId)],
    });
  }
}
