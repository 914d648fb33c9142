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
