// What a record of the timeline means to the orchestrator.
import type { cdp, Contract, orchestrator } from '@continuo/contracts';
import type { IncomingRecord } from '@continuo/messaging';
import type { Json } from '../domain/expressions/value.js';
import type { EventInput, Input, MigratedInput, ProfileFacts, StartInput } from '../domain/engine/input.js';
import type { MergeMarker } from '../domain/engine/merge.js';

export const CHANGED = 'continuo.cdp.ProfileChanged.v1';
export const MERGED = 'continuo.cdp.ProfileMerged.v1';
export const SPLIT = 'continuo.cdp.ProfileSplit.v1';
export const ERASED = 'continuo.cdp.ProfileErased.v1';
const ACTION = 'continuo.orchestrator.InstanceActionRequested.v1';
const MIGRATION = 'continuo.orchestrator.InstanceMigrationRequested.v1';
export const ENTRY = 'continuo.orchestrator.InstanceEntryRequested.v1';
export const FORWARDED = 'continuo.orchestrator.AnswerForwarded.v1';

/** Of what happens to profiles this is for the orchestrator itself; that one was seen first is an event like others. */
const ABOUT_PROFILES: readonly string[] = [CHANGED, MERGED, SPLIT, ERASED];
const REQUESTS = 'orchestrator.requests';

/** What the orchestrator acts on itself: a journey that named it would wait for ever, or for what is said to another one. */
export function bookkeepingOf(contract: Contract): ReadonlySet<string> {
  return new Set([...ABOUT_PROFILES, ...contract.typesOn(REQUESTS).map(({ type }) => type)]);
}

type Migration = orchestrator.InstanceMigrationRequested;

export type Meaning =
  | { readonly is: 'facts'; readonly facts: ProfileFacts }
  | { readonly is: 'merge'; readonly marker: MergeMarker }
  | { readonly is: 'erasure'; readonly erasureId: string }
  | { readonly is: 'action'; readonly request: orchestrator.InstanceActionRequested }
  | { readonly is: 'migration'; readonly request: orchestrator.InstanceMigrationRequested }
  | { readonly is: 'entry'; readonly request: orchestrator.InstanceEntryRequested }
  | { readonly is: 'event'; readonly commandId: string | undefined };

/** Decodes what the orchestrator itself acts on; an event's value is left for whoever listens to it. */
export function meaningOf(record: IncomingRecord): Meaning {
  switch (record.type) {
    case CHANGED:
      return { is: 'facts', facts: factsOf(record.value<cdp.ProfileChanged>()) };
    case MERGED: {
      const { mergeId, loserId, survivorId } = record.value<cdp.ProfileMerged>();
      return { is: 'merge', marker: { kind: 'merged', mergeId, loserId, survivorId } };
    }
    case SPLIT: {
      const { mergeId, restoredId, survivorId } = record.value<cdp.ProfileSplit>();
      return { is: 'merge', marker: { kind: 'split', mergeId, loserId: restoredId, survivorId } };
    }
    case ERASED:
      return { is: 'erasure', erasureId: record.value<cdp.ProfileErased>().erasureId };
    case ACTION:
      return { is: 'action', request: record.value<orchestrator.InstanceActionRequested>() };
    case MIGRATION:
      return { is: 'migration', request: record.value<orchestrator.InstanceMigrationRequested>() };
    case ENTRY:
      return { is: 'entry', request: record.value<orchestrator.InstanceEntryRequested>() };
    default:
      return { is: 'event', commandId: record.headers['commandid'] };
  }
}

/** The facts a decision may look at: everything but who and when. */
function factsOf({
  profileId: _who,
  changed: _what,
  changedAt: _when,
  version,
  ...facts
}: cdp.ProfileChanged): ProfileFacts {
  return { version: Number(version), facts: plain(facts) };
}

/** As JSON has it: decoded records are objects with a class of their own. */
function plain(value: object): { readonly [field: string]: Json } {
  return JSON.parse(JSON.stringify(value)) as { readonly [field: string]: Json };
}

/** Who the record is about: the profile whose key it has. */
export function profileOf(record: IncomingRecord): string {
  return record.profileId ?? record.key;
}

/** What is read of a record's headers here. */
export const HEADERS: ReadonlySet<string> = new Set([
  'ce_type',
  'ce_id',
  'ce_hops',
  'ce_profileid',
  'ce_originprofileid',
  'ce_correlationid',
  'commandid',
]);

/** A record as an input of the engine. A forwarded answer stands for the answer itself. */
export function eventInput(record: IncomingRecord, at: number): EventInput {
  const { headers } = record;
  const profileId = profileOf(record);
  const hops = Number(headers['ce_hops'] ?? 0);
  const customer = headers['ce_originprofileid'] ?? profileId;
  const correlationId = headers['ce_correlationid'] ?? record.id;
  if (record.type === FORWARDED) {
    const base = { kind: 'event' as const, profileId, at, hops, customer, correlationId };
    const { answerId, answerType, commandId, answerValue } = record.value<orchestrator.AnswerForwarded>();
    const value = answerValue ? (JSON.parse(answerValue) as EventInput['value']) : {};
    return { ...base, id: answerId, type: answerType, commandId, value };
  }
  const { id, type } = record;
  const commandId = headers['commandid'];
  const value = record.value<{ readonly [field: string]: Json }>();
  // Written out: copied field by field, as most records that are read come through here.
  return commandId === undefined
    ? { kind: 'event', profileId, at, hops, customer, correlationId, id, type, value }
    : { kind: 'event', profileId, at, hops, customer, correlationId, id, type, value, commandId };
}

/** A request of an operator or by API as an input; null for an action that this version does not know. */
export function inputOfRequest(
  record: IncomingRecord,
  meaning: Extract<Meaning, { is: 'action' | 'entry' | 'migration' }>,
  at: number,
): Extract<Input, { kind: 'action' | 'start' | 'migrated' }> | null {
  if (meaning.is === 'entry') return startInput(record, meaning.request, at);
  if (meaning.is === 'migration') return migratedInput(meaning.request, at);
  const { requestId, instanceId, action, actor, incidentId, step } = meaning.request;
  if (action === 'unknown') return null;
  return {
    ...({ kind: 'action', id: requestId, instanceId, at, action, actor } as const),
    ...(incidentId ? { incidentId } : {}),
    ...(step ? { step } : {}),
  };
}

function migratedInput(
  {
    requestId,
    instanceId,
    migrationId,
    fromVersion,
    toVersion,
    map,
    vars,
    reverts,
    keepsVars,
    actor,
  }: Migration,
  at: number,
): MigratedInput {
  return {
    ...{ kind: 'migrated', id: requestId, instanceId, at, migration: migrationId },
    ...{ from: fromVersion, to: toVersion, map: { ...map }, vars: { ...vars } },
    ...{ reverts: reverts ?? false, actor },
    // Only where it is asked for: journals of before stay as they are.
    ...(keepsVars === true && { keepsVars }),
  };
}

function startInput(
  record: IncomingRecord,
  { requestId, journey, journeyVersion, key, vars, actor, entry }: orchestrator.InstanceEntryRequested,
  at: number,
): StartInput {
  const given = {
    ...{ journey, version: journeyVersion ?? null, key: key ?? '', vars: vars ?? {}, actor },
    ...(entry == null ? {} : { entry }),
  };
  return { kind: 'start', id: requestId, profileId: profileOf(record), at, ...envelopeOf(record), ...given };
}

/** What instances take on from the record that starts them. */
export function envelopeOf(record: IncomingRecord): {
  hops: number;
  customer: string;
  correlationId: string;
} {
  const { headers } = record;
  return {
    hops: Number(headers['ce_hops'] ?? 0),
    customer: headers['ce_originprofileid'] ?? profileOf(record),
    correlationId: headers['ce_correlationid'] ?? record.id,
  };
}

/** The bytes that the journal keeps of an event, so that it can be decoded again; null where the input has no record. */
export function bytesOf(input: Input, record: IncomingRecord | null): Buffer | null {
  if (input.kind !== 'event' || record === null) return null;
  if (input.id === record.id) return record.bytes;
  if (record.type !== FORWARDED) return null;
  const { answerId, answer, answerValue } = record.value<orchestrator.AnswerForwarded>();
  return answerId === input.id && answerValue ? Buffer.from(answer) : null;
}
