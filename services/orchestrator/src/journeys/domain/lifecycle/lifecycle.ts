// The life of a journey: which states follow each other, and who may publish what.
import { ok, refuse, type Result } from '@continuo/kernel';

/** `paused`: everything goes on but sending. `retired`: nobody enters any more, who is in it goes on. */
export type JourneyState = 'published' | 'paused' | 'retired';

export type StateChange = 'pause' | 'resume' | 'retire';

/** The state after a change; the same state when it is there already. */
export function stateAfter(now: JourneyState, change: StateChange): Result<JourneyState, 'journey-retired'> {
  switch (change) {
    case 'retire':
      return ok('retired');
    case 'pause':
    case 'resume':
      if (now === 'retired')
        return refuse('journey-retired', 'the journey was retired; publish a version to begin again');
      return ok(change === 'pause' ? 'paused' : 'published');
  }
}

/** A new version does not end a pause, since nobody has said that sending may begin; it ends a retirement. */
export function stateOnPublication(now: JourneyState | null): JourneyState {
  return now === 'paused' ? 'paused' : 'published';
}

export interface Approval {
  /** Whether a second person has to: by the service's setting, by this version or by the one before. */
  readonly needed: boolean;
  /** Everybody who wrote at the draft; null when there is none. */
  readonly authors: readonly string[] | null;
  readonly publisher: string;
}

export type ApprovalRefusal = 'approval-needed' | 'own-draft';

/** Where a second person has to publish, nobody publishes without a draft, and nobody publishes what is his own. */
export function mayPublish({ needed, authors, publisher }: Approval): Result<undefined, ApprovalRefusal> {
  if (!needed) return ok(undefined);
  if (authors === null)
    return refuse(
      'approval-needed',
      'this journey is published from a draft, by somebody who did not write it',
    );
  if (authors.includes(publisher))
    return refuse('own-draft', 'you wrote at this draft: somebody else has to publish it');
  return ok(undefined);
}
