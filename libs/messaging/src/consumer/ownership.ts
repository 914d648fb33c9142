// What a writer does whose epoch was raised by another: a member takes the partition again, anyone else leaves it.

export type LostEpochStep = 'retake' | 'wait' | 'leave';

export interface LostEpoch {
  /** When this process saw the foreign epoch, on its own monotonic clock (ms). */
  readonly lostAt: number;
  /** When a heartbeat was last sent that the coordinator answered, on the same clock. */
  readonly lastHeartbeatAt: number;
  /** Whether the group's current assignment names this partition for us. */
  readonly assigned: boolean;
}

/** A heartbeat that was sent after the loss and answered proves membership; nothing older does. */
export function afterLostEpoch(lost: LostEpoch): LostEpochStep {
  if (!lost.assigned) return 'leave';
  return lost.lastHeartbeatAt > lost.lostAt ? 'retake' : 'wait';
}
