// A case and its activities as they are stored, and as they are shown.
import { caseNumber } from './domain/case-number.js';
import type { CaseState } from './domain/case.js';
import type { CaseSubject } from './domain/opening.js';

export interface StoredCase extends CaseState, CaseSubject {
  readonly id: string;
  readonly number: number;
  readonly version: number;
  readonly contactId: string | null;
  /** Null until its own event came back on the timeline, when it was opened for a contact. */
  readonly profileId: string | null;
  /** The profile that its events are keyed by; the contact when null. Never changes. */
  readonly keyProfileId: string | null;
  readonly openedAt: Date;
  readonly openedBy: string;
  readonly closedAt: Date | null;
}

/** No words of anybody: those are in the activities. */
export interface CaseView extends CaseState, CaseSubject {
  readonly caseId: string;
  readonly number: string;
  readonly version: number;
  readonly contactId: string | null;
  readonly profileId: string | null;
  readonly openedAt: string;
  readonly openedBy: string;
  readonly closedAt: string | null;
}

/** What agents add; `system` is what the service writes by itself, told apart by its code. */
export type ActivityType = 'note' | 'call' | 'message' | 'order' | 'other' | 'system';

export interface NewActivity {
  readonly id: string;
  readonly activityType: ActivityType;
  /** Stable code of what happened; null for what a person wrote. */
  readonly code: string | null;
  /** What a person wrote: personal, stays here. */
  readonly text: string | null;
  readonly interactionId: string | null;
  readonly refs: Readonly<Record<string, string>>;
  readonly happenedAt: Date;
  /** Who did it; null for what another channel told. */
  readonly by: string | null;
}

export interface ActivityView extends Omit<NewActivity, 'id' | 'happenedAt'> {
  readonly activityId: string;
  readonly happenedAt: string;
}

export function caseView(stored: StoredCase): CaseView {
  const { keyProfileId: _, id: caseId, number, openedAt, closedAt, ...rest } = stored;
  return {
    caseId,
    ...rest,
    number: caseNumber(number),
    openedAt: openedAt.toISOString(),
    closedAt: closedAt?.toISOString() ?? null,
  };
}

export function activityView({ id: activityId, happenedAt, ...rest }: NewActivity): ActivityView {
  return { activityId, ...rest, happenedAt: happenedAt.toISOString() };
}
