// What a batch reads and writes: a fixed number of statements with array parameters, whatever the batch holds.
import type { Transaction } from '@continuo/persistence';
import { writeOffers, type Offer } from '../../worker-tasks/offers.store.js';
import type { ProfileFacts } from '../domain/engine/input.js';
import { isOpen, nextDue, type Instance } from '../domain/engine/instance.js';
import type { Memory } from '../domain/engine/memory.js';
import { writeHeld, type HeldChanges } from '../timeline/held.store.js';
import { memoryOf, writeMemories } from '../timeline/memory.store.js';

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

export interface JournalRow {
  readonly class: string;
  readonly instanceId: string;
  readonly seq: number;
  readonly profileId: string;
  readonly offset: bigint | null;
  readonly traceId: string | null;
  readonly entry: string;
  readonly bytes: Buffer | null;
}

export type MarkKind = 'publication' | 'clock' | 'guardrails' | 'pace' | 'lease';

export interface Written {
  readonly partition: number;
  readonly now: Date;
  readonly instances: readonly StoredInstance[];
  /** In which partition a profile lives. */
  partitionOf(profileId: string): number;
  readonly journal: readonly JournalRow[];
  /** The instance of each command and offered task. */
  readonly commands: ReadonlyMap<string, string>;
  /** The last word on each task of external workers. */
  readonly offers: ReadonlyMap<string, Offer>;
  readonly facts: ReadonlyMap<string, ProfileFacts>;
  /** What is remembered of whom it changed for. */
  readonly memories: ReadonlyMap<string, Memory>;
  readonly held: HeldChanges;
  readonly requests: readonly {
    readonly requestId: string;
    readonly outcome: string;
    readonly instanceId: string | null;
  }[];
  readonly marks: readonly {
    readonly kind: MarkKind;
    readonly value: number;
    readonly offset: bigint;
    readonly detail?: string;
  }[];
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
    values: [profileIds, commandIds, partition],
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

/** Writes what a batch has changed; what it has not changed costs no statement. */
export async function write(tx: Transaction, written: Written): Promise<void> {
  if (written.instances.length > 0) {
    await writeInstances(tx, written);
    await writeTimers(tx, written);
  }
  if (written.journal.length > 0) await writeJournal(tx, written);
  if (written.commands.size > 0) await writeCommands(tx, written);
  if (written.offers.size > 0) await writeOffers(tx, [...written.offers.values()]);
  if (written.facts.size > 0) await writeFacts(tx, written);
  const { held, gone, rechecked } = written.held;
  if (held.length + gone.length > 0 || rechecked !== null)
    await writeHeld(tx, written.held, (profileId) => written.partitionOf(profileId));
  if (written.memories.size > 0) await writeMemories(tx, written.memories);
  if (written.requests.length > 0) await writeRequests(tx, written);
  if (written.marks.length > 0) await writeMarks(tx, written);
}

async function writeInstances(tx: Transaction, { instances, now }: Written): Promise<void> {
  const all = instances.map(({ instance }) => instance);
  await tx.client.query({
    name: 'write-instances',
    text: `
      insert into instance (id, profile_id, journey, version, key, customer, started_at, open, status, step, outcome,
        incident, changed_at, hop, state, entered_at, positions, ended_at)
      select id, profile_id, journey, version, key, customer, to_timestamp(started_at / 1000.0), open, status, step,
        outcome, incident, $1, hop, state, to_timestamp(entered_at / 1000.0), positions::text[],
        to_timestamp(ended_at / 1000.0)
      from unnest($2::uuid[], $3::uuid[], $4::text[], $5::int[], $6::text[], $7::text[], $8::float8[], $9::boolean[],
        $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::text[], $16::float8[], $17::text[],
        $18::float8[])
        as n(id, profile_id, journey, version, key, customer, started_at, open, status, step, outcome, incident, hop,
          state, entered_at, positions, ended_at)
      on conflict (id) do update set profile_id = excluded.profile_id, version = excluded.version,
        open = excluded.open, status = excluded.status,
        step = excluded.step, outcome = excluded.outcome, incident = excluded.incident,
        changed_at = excluded.changed_at, hop = excluded.hop, state = excluded.state,
        entered_at = excluded.entered_at, positions = excluded.positions, ended_at = excluded.ended_at`,
    values: [
      now,
      all.map((each) => each.id),
      all.map((each) => each.profileId),
      all.map((each) => each.journey),
      all.map((each) => each.version),
      all.map((each) => each.key),
      all.map((each) => each.customer),
      all.map((each) => each.startedAt),
      all.map(isOpen),
      all.map((each) => each.status),
      all.map((each) => each.step),
      all.map((each) => each.outcome),
      all.map((each) => each.incidents[0]?.code ?? null),
      instances.map(({ hop }) => hop),
      all.map((each) => JSON.stringify(each)),
      all.map((each) => each.since ?? null),
      all.map(branchSteps),
      all.map((each) => each.endedAt),
    ],
  });
}

/** As the text of an array; step names have nothing in them that would need quotes. */
function branchSteps({ branches }: Instance): string | null {
  return branches === undefined ? null : `{${branches.map(({ step }) => step).join(',')}}`;
}

async function writeTimers(tx: Transaction, { instances, partitionOf }: Written): Promise<void> {
  const ticking: { instance: Instance; due: number }[] = [];
  const still: string[] = [];
  for (const { instance } of instances) {
    const due = nextDue(instance);
    if (due === null) still.push(instance.id);
    else ticking.push({ instance, due });
  }
  if (still.length > 0) {
    await tx.client.query({
      name: 'delete-timers',
      text: 'delete from timer where instance_id = any($1::uuid[])',
      values: [still],
    });
  }
  if (ticking.length === 0) return;
  await tx.client.query({
    name: 'write-timers',
    text: `
      insert into timer (instance_id, partition, due, profile_id)
      select * from unnest($1::uuid[], $2::int[], $3::bigint[], $4::uuid[])
      on conflict (instance_id) do update
        set partition = excluded.partition, due = excluded.due, profile_id = excluded.profile_id
        where (timer.partition, timer.due, timer.profile_id)
          is distinct from (excluded.partition, excluded.due, excluded.profile_id)`,
    values: [
      ticking.map(({ instance }) => instance.id),
      ticking.map(({ instance }) => partitionOf(instance.profileId)),
      ticking.map(({ due }) => due),
      ticking.map(({ instance }) => instance.profileId),
    ],
  });
}

async function writeJournal(tx: Transaction, { journal, now, partition }: Written): Promise<void> {
  await tx.client.query({
    name: 'write-journal',
    text: `
      insert into journal (class, day, instance_id, seq, profile_id, partition, record_offset, recorded_at, trace_id,
        entry, bytes)
      select class, ($1::timestamptz at time zone 'UTC')::date, instance_id, seq, profile_id, $2, record_offset, $1,
        trace_id, entry, bytes
      from unnest($3::text[], $4::uuid[], $5::int[], $6::uuid[], $7::bigint[], $8::text[], $9::text[], $10::bytea[])
        as n(class, instance_id, seq, profile_id, record_offset, trace_id, entry, bytes)`,
    values: [
      now,
      partition,
      journal.map((row) => row.class),
      journal.map((row) => row.instanceId),
      journal.map((row) => row.seq),
      journal.map((row) => row.profileId),
      journal.map((row) => row.offset?.toString() ?? null),
      journal.map((row) => row.traceId),
      journal.map((row) => row.entry),
      journal.map((row) => row.bytes),
    ],
  });
}

async function writeCommands(tx: Transaction, { commands }: Written): Promise<void> {
  await tx.client.query({
    name: 'write-commands',
    text: `
      insert into command (command_id, instance_id) select * from unnest($1::uuid[], $2::uuid[])
      on conflict (command_id) do update set sent_at = now()`,
    values: [[...commands.keys()], [...commands.values()]],
  });
}

async function writeFacts(tx: Transaction, { facts }: Written): Promise<void> {
  await tx.client.query({
    name: 'write-facts',
    text: `
      insert into profile_facts (profile_id, version, facts) select * from unnest($1::uuid[], $2::bigint[], $3::text[])
      on conflict (profile_id) do update set version = excluded.version, facts = excluded.facts
        where profile_facts.version < excluded.version`,
    values: [
      [...facts.keys()],
      [...facts.values()].map(({ version }) => version),
      [...facts.values()].map((each) => JSON.stringify(each.facts)),
    ],
  });
}

async function writeRequests(tx: Transaction, { requests }: Written): Promise<void> {
  await tx.client.query(
    `insert into request (request_id, outcome, instance_id) select * from unnest($1::uuid[], $2::text[], $3::uuid[])
     on conflict (request_id) do nothing`,
    [
      requests.map((each) => each.requestId),
      requests.map((each) => each.outcome),
      requests.map((each) => each.instanceId),
    ],
  );
}

async function writeMarks(tx: Transaction, { marks, partition }: Written): Promise<void> {
  await tx.client.query(
    `insert into mark (partition, kind, value, record_offset, detail)
     select $1, kind, value, record_offset, detail from unnest($2::text[], $3::bigint[], $4::bigint[], $5::text[])
       as n(kind, value, record_offset, detail) on conflict do nothing`,
    [
      partition,
      marks.map((each) => each.kind),
      marks.map((each) => each.value),
      marks.map((each) => each.offset.toString()),
      marks.map((each) => each.detail ?? null),
    ],
  );
}
