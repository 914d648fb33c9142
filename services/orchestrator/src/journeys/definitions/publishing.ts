// One publication in its transaction: the version, the number that partitions take up, and the events that tell of it.
import { createHash } from 'node:crypto';
import { ok, type Result } from '@continuo/kernel';
import type { OutgoingEvent, Transacted } from '@continuo/messaging';
import type { Transaction } from '@continuo/persistence';
import { insertDefinition } from './definitions.store.js';
import type { Standing, StoredDefinition } from './definition-view.js';
import { ENGINE_REVISION } from '../domain/engine/instance.js';
import type { DefinitionSource } from '../domain/language/definition.js';
import { stateOnPublication } from '../domain/lifecycle/lifecycle.js';
import { deleteDraft, draftForUpdate } from './drafts.store.js';
import { insertPublication, standingOf } from './publications.store.js';

export interface Published {
  readonly journey: string;
  readonly version: number;
  readonly hash: string;
  /** False when the newest version has this very text: no version was made of it again. */
  readonly isNew: boolean;
}

export interface Publication {
  readonly source: DefinitionSource;
  readonly text: string;
  readonly publishedBy: string;
  /** The newest version, locked. */
  readonly newest: StoredDefinition | undefined;
  /** Makes a version of the very same text too: one that uses the content of now. */
  readonly renew?: boolean;
}

export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

export function asksForApproval(source: DefinitionSource | null): boolean {
  return source?.approval === 'second-person';
}

/** Takes a draft out to be published: who wrote it; undefined when another one is there. */
export async function takeDraft(
  tx: Transaction,
  { journey, hash }: { readonly journey: string; readonly hash: string },
): Promise<readonly string[] | undefined> {
  const draft = await draftForUpdate(tx, journey);
  if (draft === undefined || !(await deleteDraft(tx, journey, hash))) return undefined;
  return draft.authors;
}

/**
 * Makes the text current. The very text of the newest version makes no new one unless it is to be renewed, and ends a
 * retirement all the same.
 */
export async function publishVersion(
  tx: Transaction,
  { source, text, publishedBy, newest, renew = false }: Publication,
): Promise<Transacted<Extract<Result<Published>, { ok: true }>>> {
  const { journey, owner, title } = source;
  const hash = hashOf(text);
  const before = await standingOf(tx, journey);
  const isNew = renew || newest?.hash !== hash;
  if (!isNew && newest !== undefined && before?.state !== 'retired') {
    return { result: ok({ journey, version: newest.version, hash, isNew }), outgoing: [] };
  }
  const version = (newest?.version ?? 0) + (isNew ? 1 : 0);
  if (isNew) await insertDefinition(tx, { journey, version, source: text, hash, owner, title, publishedBy });
  const state = stateOnPublication(before?.state ?? null);
  const standing = await insertPublication(tx, { journey, version, state, changedBy: publishedBy });
  const value = {
    journey,
    journeyVersion: version,
    owner,
    definitionHash: hash,
    engineRevision: ENGINE_REVISION,
    publishedAt: Date.now(),
  };
  const told = { type: 'continuo.orchestrator.JourneyPublished.v1', key: journey, value };
  const changed = before?.state === 'retired' ? [stateChanged(standing, publishedBy)] : [];
  return { result: ok({ journey, version, hash, isNew }), outgoing: [...(isNew ? [told] : []), ...changed] };
}

/** Tells that a journey is in another state now. */
export function stateChanged(standing: Standing, actor: string): OutgoingEvent {
  const { journey, version, state, publication, changedAt } = standing;
  return {
    type: 'continuo.orchestrator.JourneyStateChanged.v1',
    key: journey,
    value: { journey, journeyVersion: version, state, publication, actor, changedAt: changedAt.getTime() },
  };
}
