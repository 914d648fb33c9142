// Tells a stored position that no longer fits its log from one that does: silence would lose records.

/** What the broker says about a partition. */
export interface LogBounds {
  readonly topicId: string;
  /** The offset of the oldest record. */
  readonly start: bigint;
  /** The offset that the next record will get. */
  readonly end: bigint;
}

export type PositionFault = 'topic-recreated' | 'position-below-log-start' | 'position-beyond-log-end';

const meanings: Readonly<Record<PositionFault, string>> = {
  'topic-recreated': 'the topic was made anew, so its offsets mean other records',
  'position-below-log-start': 'records were deleted before this group had read them',
  'position-beyond-log-end': 'the broker is older than this database, or has lost what was applied here',
};

/** For the operator: what happened, the figures that the decision needs, and where the choices are described. */
export function positionAdvice(
  fault: PositionFault,
  position: { readonly nextOffset: bigint },
  bounds: LogBounds,
): string {
  return (
    `${meanings[fault]}: the position is ${position.nextOffset}, the log reaches from ${bounds.start} to ` +
    `${bounds.end} (topic id ${bounds.topicId}). Nothing is read until the position is set: ` +
    `deploy/UPGRADE.md, "After a restore"`
  );
}

/** Null when the position can be read from; else why the partition must stop until an operator decides. */
export function positionFault(
  position: { readonly topicId: string; readonly nextOffset: bigint },
  bounds: LogBounds,
): PositionFault | null {
  if (position.topicId !== bounds.topicId) return 'topic-recreated';
  if (position.nextOffset < bounds.start) return 'position-below-log-start';
  if (position.nextOffset > bounds.end) return 'position-beyond-log-end';
  return null;
}
