// What a batch reads of its customers' instances, in one statement whatever the batch holds.
import { column, type Transaction } from '@continuo/persistence';
import type { ProfileFacts } from '../domain/engine/input.js';
import type { Instance } from '../domain/engine/instance.js';
import type { Memory } from '../domain/engine/memory.js';
import { memoryOf } from '../timeline/memory.store.js';

/** An instance as its row has it: the state, and the trace context of its newest hop. */
export interface StoredInstance {
  readonly instance: Instance;
  readonly hop: string | null;
}

export interface Loaded {
  readonly instances: readonly StoredInstance[];
  readonly facts: ReadonlyMap<string, ProfileFacts>;
  readonly memories: ReadonlyMap<string, Memory>;
  /** The newest publication, and the newest that this partition has marked. */
  readonly publication: number;
  readonly marked: number;
  /** The same of the guardrails. */
  readonly guardrails: number;
  readonly guardrailsMarked: number;
}

interface LoadedRow {
  readonly kind: 'instance' | 'facts' | 'memory' | 'publication' | 'mark' | 'guardrails' | 'guardrails-mark';
  readonly id: string | null;
  readonly body: string | null;
  readonly hop: string | null;
  readonly number: string | null;
}

const LOAD = `
  select 'instance' as kind, id, state as body, hop, null::bigint as number from instance
    where profile_id = any($1::uuid[]) and open
  union all
  select 'instance', i.id, i.state, i.hop, null from command c join instance i on i.id = c.instance_id
    where c.command_id = any($2::uuid[]) and not (i.open and i.profile_id = any($1::uuid[]))
  union all
  select 'facts', profile_id, facts, null, version from profile_facts where profile_id = any($1::uuid[])
  union all
  select 'memory', profile_id, memory, null, null from profile_memory where profile_id = any($1::uuid[])
  union all
  select 'publication', null, null, null, max(number) from publication
  union all
  select 'mark', null, null, null, max(value) from mark where partition = $3 and kind = 'publication'
  union all
  select 'guardrails', null, null, null, max(number) from guardrails
  union all
  select 'guardrails-mark', null, null, null, max(value) from mark where partition = $3 and kind = 'guardrails'`;

/** Everything that these profiles' inputs may touch, in one statement. */
export async function loadProfiles(
  tx: Transaction,
  profileIds: readonly string[],
  commandIds: readonly string[],
  partition: number,
): Promise<Loaded> {
  const { rows } = await tx.client.query<LoadedRow>({
    name: 'load-profiles',
    text: LOAD,
    values: [column('uuid', profileIds), column('uuid', commandIds), partition],
  });
  const instances: StoredInstance[] = [];
  const facts = new Map<string, ProfileFacts>();
  const memories = new Map<string, Memory>();
  const numbers = { publication: 0, mark: 0, guardrails: 0, 'guardrails-mark': 0 };
  for (const row of rows) {
    if (row.kind === 'instance') instances.push(stored(row));
    else if (row.kind === 'facts') facts.set(row.id ?? '', factsOf(row));
    else if (row.kind === 'memory') memories.set(row.id ?? '', memoryOf(row.body));
    else numbers[row.kind] = Number(row.number ?? 0);
  }
  instances.sort((a, b) => byAge(a.instance, b.instance));
  const { publication, mark: marked, guardrails, 'guardrails-mark': guardrailsMarked } = numbers;
  return { instances, facts, memories, publication, marked, guardrails, guardrailsMarked };
}

/** Every instance of a profile, ended ones too: for merges and erasures. */
export async function loadAllOf(tx: Transaction, profileId: string): Promise<readonly StoredInstance[]> {
  const { rows } = await tx.client.query<{ body: string; hop: string | null }>(
    'select state as body, hop from instance where profile_id = $1 order by started_at, id',
    [profileId],
  );
  return rows.map(stored);
}

function stored(row: { readonly body: string | null; readonly hop: string | null }): StoredInstance {
  return { instance: JSON.parse(row.body ?? '{}') as Instance, hop: row.hop };
}

function factsOf(row: LoadedRow): ProfileFacts {
  return { version: Number(row.number), facts: JSON.parse(row.body ?? '{}') as ProfileFacts['facts'] };
}

/** Oldest first; among those of one moment by id, so that the order is always the same. */
export function byAge(a: Instance, b: Instance): number {
  return a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1);
}
