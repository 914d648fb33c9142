// What a batch has changed, written by a fixed number of statements over arrays, whatever the batch holds.
import { Fault, type Some } from '@continuo/kernel';
import { column, columnOf, together, type Transaction } from '@continuo/persistence';
import { writeOffers, type Offer } from '../../worker-tasks/offers.store.js';
import type { ProfileFacts } from '../domain/engine/input.js';
import { isOpen, nextDue, type Instance } from '../domain/engine/instance.js';
import type { Memory } from '../domain/engine/memory.js';
import { standingSince } from '../domain/engine/withheld.js';
import { writeHeld, type HeldChanges } from '../timeline/held.store.js';
import { writeMemories } from '../timeline/memory.store.js';
import type { StoredInstance } from './instances.store.js';

export interface JournalRow {
  readonly class: string;
  readonly instanceId: string;
  readonly seq: number;
  readonly profileId: string;
  readonly offset: bigint | null;
  readonly traceId: string | null;
  readonly entry: string;
  /** What a simulation compares with of it (`comparedText`). */
  readonly compared: string;
  readonly bytes: Buffer | null;
}

export type MarkKind = 'publication' | 'clock' | 'guardrails' | 'pace' | 'lease';

export interface Written {
  readonly partition: number;
  readonly now: Date;
  readonly instances: readonly StoredInstance[];
  /** Ids of those that were not there before this batch. */
  readonly started: readonly string[];
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

/** Writes what the batches of some partitions have changed; what none has changed costs no statement. */
export async function write(tx: Transaction, parts: Some<Written>): Promise<void> {
  const written = joined(parts);
  const { held, gone, rechecked } = written.held;
  const isHeldChanged = held.length + gone.length > 0 || rechecked !== null;
  await together([
    ...(written.instances.length > 0 ? [writeInstances(tx, written), writeTimers(tx, written)] : []),
    written.journal.length > 0 ? writeJournal(tx, written) : undefined,
    written.commands.size > 0 ? writeCommands(tx, written) : undefined,
    written.offers.size > 0 ? writeOffers(tx, [...written.offers.values()]) : undefined,
    written.facts.size > 0 ? writeFacts(tx, written) : undefined,
    isHeldChanged ? writeHeld(tx, written.held, (profileId) => written.partitionOf(profileId)) : undefined,
    written.memories.size > 0 ? writeMemories(tx, written.memories) : undefined,
    written.requests.length > 0 ? writeRequests(tx, written) : undefined,
    written.marks.length > 0 ? writeMarks(tx, written) : undefined,
  ]);
}

/** An event started an instance that it had started already: it came again, and the first one was not loaded. */
export class StartedBefore extends Fault {
  constructor(readonly instanceIds: readonly string[]) {
    super('an event started what it had started before', { code: 'started-before', retriable: true });
    this.name = 'StartedBefore';
  }
}

/** Of several partitions; a column of its own says whose a row is. */
interface Joined extends Omit<Written, 'partition'> {
  readonly journalOf: readonly number[];
  readonly marksOf: readonly number[];
}

function joined(parts: Some<Written>): Joined {
  const [{ now, partitionOf }] = parts;
  const all = <T>(of: (part: Written) => Iterable<T>): T[] => parts.flatMap((part) => [...of(part)]);
  const rechecked = parts.flatMap(({ held }) => held.rechecked ?? []);
  return {
    now,
    partitionOf,
    instances: all((part) => part.instances),
    started: all((part) => part.started),
    journal: all((part) => part.journal),
    journalOf: all(({ partition, journal }) => journal.map(() => partition)),
    commands: new Map(all((part) => part.commands)),
    offers: new Map(all((part) => part.offers)),
    facts: new Map(all((part) => part.facts)),
    memories: new Map(all((part) => part.memories)),
    held: {
      held: all((part) => part.held.held),
      gone: all((part) => part.held.gone),
      rechecked:
        rechecked[0] === undefined
          ? null
          : { ...rechecked[0], profileIds: rechecked.flatMap(({ profileIds }) => profileIds) },
    },
    requests: all((part) => part.requests),
    marks: all((part) => part.marks),
    marksOf: all(({ partition, marks }) => marks.map(() => partition)),
  };
}

async function writeInstances(tx: Transaction, { instances, started, now }: Joined): Promise<void> {
  const all = instances.map(({ instance }) => instance);
  const { rows } = await tx.client.query<{ id: string }>({
    name: 'write-instances',
    text: `
      with written as (
        insert into instance (id, profile_id, journey, version, key, customer, started_at, open, status, step, outcome,
          incident, changed_at, hop, state, entered_at, positions, standing, standing_at, ended_at)
        select id, profile_id, journey, version, key, customer, to_timestamp(started_at / 1000.0), open, status, step,
          outcome, incident, $1, hop, state, to_timestamp(entered_at / 1000.0), positions::text[],
          standing::bigint[], $1, to_timestamp(ended_at / 1000.0)
        from unnest($2::uuid[], $3::uuid[], $4::text[], $5::int[], $6::text[], $7::text[], $8::float8[], $9::boolean[],
          $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::text[], $16::float8[], $17::text[],
          $18::float8[], $20::text[])
          as n(id, profile_id, journey, version, key, customer, started_at, open, status, step, outcome, incident, hop,
            state, entered_at, positions, ended_at, standing)
        on conflict (id) do update set profile_id = excluded.profile_id, version = excluded.version,
          open = excluded.open, status = excluded.status,
          step = excluded.step, outcome = excluded.outcome, incident = excluded.incident,
          changed_at = excluded.changed_at, hop = excluded.hop, state = excluded.state,
          entered_at = excluded.entered_at, positions = excluded.positions, standing = excluded.standing,
          standing_at = excluded.standing_at, ended_at = excluded.ended_at
        returning id, xmax = 0 as is_new)
      select id from written where not is_new and id = any($19::uuid[])`,
    values: [
      now,
      columnOf('uuid', all, (each) => each.id),
      columnOf('uuid', all, (each) => each.profileId),
      columnOf('text', all, (each) => each.journey),
      columnOf('int4', all, (each) => each.version),
      columnOf('text', all, (each) => each.key),
      columnOf('text', all, (each) => each.customer),
      columnOf('float8', all, (each) => each.startedAt),
      columnOf('bool', all, isOpen),
      columnOf('text', all, (each) => each.status),
      columnOf('text', all, (each) => each.step),
      columnOf('text', all, (each) => each.outcome),
      columnOf('text', all, (each) => each.incidents[0]?.code ?? null),
      columnOf('text', instances, ({ hop }) => hop),
      columnOf('text', all, (each) => JSON.stringify(each)),
      columnOf('float8', all, (each) => each.since ?? null),
      columnOf('text', all, branchSteps),
      columnOf('float8', all, (each) => each.endedAt),
      column('uuid', started),
      columnOf('text', all, standing),
    ],
  });
  if (rows.length > 0) throw new StartedBefore(rows.map(({ id }) => id));
}

/** As the text of an array; in quotes, since a step may be called null. */
function branchSteps({ branches }: Instance): string | null {
  return branches === undefined ? null : `{${branches.map(({ step }) => `"${step}"`).join(',')}}`;
}

/** As the text of an array; null of what has ended. */
function standing(instance: Instance): string | null {
  if (instance.status !== 'running') return null;
  return `{${standingSince(instance)
    .map((since) => since ?? 'null')
    .join(',')}}`;
}

async function writeTimers(tx: Transaction, { instances, partitionOf }: Joined): Promise<void> {
  const ticking: { instance: Instance; due: number }[] = [];
  const still: string[] = [];
  for (const { instance } of instances) {
    const due = nextDue(instance);
    if (due === null) still.push(instance.id);
    else ticking.push({ instance, due });
  }
  const stopped = (): Promise<unknown> =>
    tx.client.query({
      name: 'delete-timers',
      text: 'delete from timer where instance_id = any($1::uuid[])',
      values: [column('uuid', still)],
    });
  const set = (): Promise<unknown> =>
    tx.client.query({
      name: 'write-timers',
      text: `
        insert into timer (instance_id, partition, due, profile_id)
        select * from unnest($1::uuid[], $2::int[], $3::bigint[], $4::uuid[])
        on conflict (instance_id) do update
          set partition = excluded.partition, due = excluded.due, profile_id = excluded.profile_id
          where (timer.partition, timer.due, timer.profile_id)
            is distinct from (excluded.partition, excluded.due, excluded.profile_id)`,
      values: [
        columnOf('uuid', ticking, ({ instance }) => instance.id),
        columnOf('int4', ticking, ({ instance }) => partitionOf(instance.profileId)),
        columnOf('int8', ticking, ({ due }) => due),
        columnOf('uuid', ticking, ({ instance }) => instance.profileId),
      ],
    });
  await together([still.length > 0 ? stopped() : undefined, ticking.length > 0 ? set() : undefined]);
}

async function writeJournal(tx: Transaction, { journal, journalOf, now }: Joined): Promise<void> {
  await tx.client.query({
    name: 'write-journal',
    text: `
      insert into journal (class, day, instance_id, seq, profile_id, partition, record_offset, recorded_at, trace_id,
        entry, compared, bytes)
      select class, ($1::timestamptz at time zone 'UTC')::date, instance_id, seq, profile_id, partition, record_offset,
        $1, trace_id, entry, compared, bytes
      from unnest($2::int[], $3::text[], $4::uuid[], $5::int[], $6::uuid[], $7::bigint[], $8::text[], $9::text[],
        $10::text[], $11::bytea[])
        as n(partition, class, instance_id, seq, profile_id, record_offset, trace_id, entry, compared, bytes)`,
    values: [
      now,
      column('int4', journalOf),
      columnOf('text', journal, (row) => row.class),
      columnOf('uuid', journal, (row) => row.instanceId),
      columnOf('int4', journal, (row) => row.seq),
      columnOf('uuid', journal, (row) => row.profileId),
      columnOf('int8', journal, (row) => row.offset),
      columnOf('text', journal, (row) => row.traceId),
      columnOf('text', journal, (row) => row.entry),
      columnOf('text', journal, (row) => row.compared),
      columnOf('bytea', journal, (row) => row.bytes),
    ],
  });
}

async function writeCommands(tx: Transaction, { commands }: Joined): Promise<void> {
  await tx.client.query({
    name: 'write-commands',
    text: `
      insert into command (command_id, instance_id) select * from unnest($1::uuid[], $2::uuid[])
      on conflict (command_id) do update set sent_at = now()`,
    values: [column('uuid', [...commands.keys()]), column('uuid', [...commands.values()])],
  });
}

async function writeFacts(tx: Transaction, { facts }: Joined): Promise<void> {
  await tx.client.query({
    name: 'write-facts',
    text: `
      insert into profile_facts (profile_id, version, facts) select * from unnest($1::uuid[], $2::bigint[], $3::text[])
      on conflict (profile_id) do update set version = excluded.version, facts = excluded.facts
        where profile_facts.version < excluded.version`,
    values: [
      column('uuid', [...facts.keys()]),
      columnOf('int8', [...facts.values()], ({ version }) => version),
      columnOf('text', [...facts.values()], (each) => JSON.stringify(each.facts)),
    ],
  });
}

async function writeRequests(tx: Transaction, { requests }: Joined): Promise<void> {
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

async function writeMarks(tx: Transaction, { marks, marksOf }: Joined): Promise<void> {
  await tx.client.query({
    name: 'write-marks',
    text: `
      insert into mark (partition, kind, value, record_offset, detail)
      select partition, kind, value, record_offset, detail
      from unnest($1::int[], $2::text[], $3::bigint[], $4::bigint[], $5::text[])
        as n(partition, kind, value, record_offset, detail) on conflict do nothing`,
    values: [
      column('int4', marksOf),
      columnOf('text', marks, ({ kind }) => kind),
      columnOf('int8', marks, ({ value }) => value),
      columnOf('int8', marks, ({ offset }) => offset),
      columnOf('text', marks, ({ detail }) => detail ?? null),
    ],
  });
}
