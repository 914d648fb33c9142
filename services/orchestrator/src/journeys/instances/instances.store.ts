// What a batch reads of its customers' instances, in one statement whatever the batch holds.
import { column, columnOf, type Transaction } from '@continuo/persistence';
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
  select 'mark', null, p::text, null, (select max(value) from mark where partition = p and kind = 'publication')
    from unnest($3::int[]) p
  union all
  select 'guardrails', null, null, null, max(number) from guardrails
  union all
  select 'guardrails-mark', null, p::text, null,
    (select max(value) from mark where partition = p and kind = 'guardrails') from unnest($3::int[]) p`;

/** Whose inputs a partition has. */
export interface PartitionProfiles {
  readonly partition: number;
  readonly profiles: readonly string[];
}

/**
 * Everything that these profiles' inputs may touch, in one statement; in the order of the partitions. Whose command it is
 * may be of another profile: it goes to the first partition.
 */
export async function loadProfiles(
  tx: Transaction,
  asked: readonly PartitionProfiles[],
  commandIds: readonly string[],
): Promise<readonly Loaded[]> {
  const { rows } = await tx.client.query<LoadedRow>({
    name: 'load-profiles',
    text: LOAD,
    values: [
      column(
        'uuid',
        asked.flatMap(({ profiles }) => profiles),
      ),
      column('uuid', commandIds),
      columnOf('int4', asked, ({ partition }) => partition),
    ],
  });
  return loadedOf(rows, asked);
}

function loadedOf(rows: readonly LoadedRow[], asked: readonly PartitionProfiles[]): readonly Loaded[] {
  const parts = asked.map(() => emptyPart());
  const places = new Map(asked.flatMap(({ profiles }, nth) => profiles.map((id) => [id, nth])));
  const partOf = (profileId: string): Part => parts[places.get(profileId) ?? 0] ?? emptyPart();
  const numbers = new Map<string, number>();
  for (const row of rows) {
    if (row.kind === 'instance') {
      const own = stored(row);
      partOf(own.instance.profileId).instances.push(own);
    } else if (row.kind === 'facts') partOf(row.id ?? '').facts.set(row.id ?? '', factsOf(row));
    else if (row.kind === 'memory') partOf(row.id ?? '').memories.set(row.id ?? '', memoryOf(row.body));
    else numbers.set(`${row.kind} ${row.body ?? ''}`, Number(row.number ?? 0));
  }
  const numberOf = (kind: LoadedRow['kind'], partition: number | '' = ''): number =>
    numbers.get(`${kind} ${partition}`) ?? 0;
  return parts.map((part, nth) => {
    const partition = asked[nth]?.partition;
    part.instances.sort((a, b) => byAge(a.instance, b.instance));
    return {
      ...part,
      publication: numberOf('publication'),
      marked: numberOf('mark', partition),
      guardrails: numberOf('guardrails'),
      guardrailsMarked: numberOf('guardrails-mark', partition),
    };
  });
}

interface Part {
  readonly instances: StoredInstance[];
  readonly facts: Map<string, ProfileFacts>;
  readonly memories: Map<string, Memory>;
}

function emptyPart(): Part {
  return { instances: [], facts: new Map(), memories: new Map() };
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
