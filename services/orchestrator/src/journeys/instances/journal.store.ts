// Reading the journal, and running an instance again from it.
import type { Database } from '@continuo/persistence';
import type { Json } from '../domain/expressions/value.js';
import type { Input } from '../domain/engine/input.js';
import type { JournalEntry } from '../domain/engine/output.js';
import type { Plans } from '../domain/engine/profile.js';
import { replay, type Recorded } from '../domain/engine/replay.js';
import type { GuardrailsBook } from '../guardrails/guardrails-book.js';
import { deriveId } from '../timeline/derive-id.js';

/** A row of the journal; recorded time and trace are volatile, the entry is not. */
export interface JournalRecord {
  readonly entry: JournalEntry;
  readonly recordedAt: Date;
  readonly traceId: string | null;
  readonly partition: number;
  readonly offset: string | null;
  readonly bytes: Buffer | null;
}

/** What decodes an event's bytes again: contracts' decoder. */
export interface ValueDecoder {
  prepare(values: Iterable<Buffer | null>): Promise<void>;
  decode(bytes: Buffer): { readonly value: unknown };
}

/** The entries of an instance after `seq`, in order. */
export async function journalOfInstance(
  database: Database,
  instanceId: string,
  after = 0,
  limit = 10_000,
): Promise<readonly JournalRecord[]> {
  const rows = await database.query<Omit<JournalRecord, 'entry'> & { entry: string }>(
    `select entry, recorded_at as "recordedAt", trace_id as "traceId", partition, record_offset as offset, bytes
     from journal where instance_id = $1 and seq > $2 order by seq limit $3`,
    [instanceId, after, limit],
  );
  return rows.map((row) => ({ ...row, entry: JSON.parse(row.entry) as JournalEntry }));
}

/** The whole journals of some instances, by instance: entries only. */
export async function journalsOf(
  database: Database,
  instanceIds: readonly string[],
): Promise<ReadonlyMap<string, readonly JournalEntry[]>> {
  const rows = await database.query<{ id: string; entry: string }>(
    `select instance_id as id, entry from journal where instance_id = any($1::uuid[]) order by instance_id, seq`,
    [instanceIds],
  );
  const journals = new Map<string, JournalEntry[]>();
  for (const { id, entry } of rows) {
    const journal = journals.get(id) ?? [];
    journal.push(JSON.parse(entry) as JournalEntry);
    journals.set(id, journal);
  }
  return journals;
}

/** The entries that the engine makes of an instance's recorded inputs; equal to the recorded ones, byte by byte. */
export async function replayStored(
  database: Database,
  decoder: ValueDecoder,
  plans: Plans,
  instanceId: string,
  book?: GuardrailsBook,
): Promise<readonly JournalEntry[]> {
  const journal = await journalOfInstance(database, instanceId);
  const first = journal[0]?.entry;
  const plan = first === undefined ? undefined : plans.version(first.journey, first.version);
  if (plan === undefined) return [];
  await decoder.prepare(journal.map(({ bytes }) => bytes));
  const recorded = journal.map(({ entry, bytes }): Recorded => ({
    entry,
    input: inputOf(entry, bytes, decoder),
  }));
  const asked = journal.flatMap(({ entry }) => entry.facts.guardrails ?? []);
  const guardrails = await book?.named(database, asked);
  return replay(plan, recorded, deriveId, {
    guardrailsAt: (number) => guardrails?.get(number),
    version: (number) => plans.version(plan.journey, number),
  }).entries;
}

function inputOf({ input }: JournalEntry, bytes: Buffer | null, decoder: ValueDecoder): Input {
  if (input.kind !== 'event') return input as unknown as Input;
  const value = bytes === null ? {} : (decoder.decode(bytes).value as { readonly [field: string]: Json });
  return { ...input, value } as unknown as Input;
}
