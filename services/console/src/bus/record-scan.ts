// Looks through a topic's partitions in the order of time, until enough was found or enough was looked at.
import type { KafkaLog, KafkaRecord } from '@continuo/messaging';
import { isWanted, type RecordFilter } from './domain/record-filter.js';
import type { ScanPlace } from './domain/scan-cursor.js';
import { ScanLane, type Direction, type LaneRange } from './scan-lane.js';

export interface ScanLimits {
  /** Records that are found. */
  readonly found: number;
  /** Records that are looked at. */
  readonly looked: number;
  /** Bytes that are read from the broker. */
  readonly bytes: number;
  readonly milliseconds: number;
}

export type StoppedBy = 'found' | 'looked' | 'bytes' | 'time' | 'end';

export interface ScanResult {
  readonly records: readonly KafkaRecord[];
  readonly looked: number;
  readonly stoppedBy: StoppedBy;
  /** Where it goes on; undefined at the end. */
  readonly place: ScanPlace | undefined;
}

export interface ScanOptions {
  readonly log: KafkaLog;
  readonly ranges: readonly LaneRange[];
  readonly direction: Direction;
  readonly filter: RecordFilter;
  readonly limits: ScanLimits;
  readonly signal: AbortSignal;
  readonly now: () => number;
}

/** Throws a Fault when the broker does not answer. When nobody waits any more it ends where it is. */
export async function scan(options: ScanOptions): Promise<ScanResult> {
  const { log, ranges, direction, filter, limits, signal, now } = options;
  const began = now();
  const first = Math.min(200, Math.max(5, Math.ceil((limits.found * 1.5) / Math.max(1, ranges.length))));
  const lanes = ranges.map((range) => new ScanLane(log, range, direction, first));
  const records: KafkaRecord[] = [];
  let looked = 0;
  const stopped = (): StoppedBy | undefined => {
    if (records.length >= limits.found) return 'found';
    if (looked >= limits.looked) return 'looked';
    if (lanes.reduce((sum, { bytesRead }) => sum + bytesRead, 0) >= limits.bytes) return 'bytes';
    return now() - began >= limits.milliseconds ? 'time' : undefined;
  };
  const isOver = (): boolean => signal.aborted || stopped() !== undefined;
  const over = (stoppedBy: StoppedBy): ScanResult => {
    const place = new Map(lanes.map((lane) => [lane.partition, lane.place]));
    const isEnd = lanes.every((lane) => lane.isRead && lane.next === undefined);
    return { records, looked, stoppedBy: isEnd ? 'end' : stoppedBy, place: isEnd ? undefined : place };
  };
  for (let isFirst = true; ; isFirst = false) {
    // What comes next can only be told when every partition has shown its next one. The first round is always made, so
    // that every answer brings the reader further.
    for (const lane of lanes) {
      while (lane.isHungry) {
        if (signal.aborted) return over('time');
        const reason = isFirst ? undefined : stopped();
        if (reason !== undefined) return over(reason);
        await lane.load(isOver);
      }
    }
    const lane = earliest(lanes, direction);
    const record = lane?.take();
    if (record === undefined) return over('end');
    looked += 1;
    if (isWanted(record, filter)) records.push(record);
    const reason = stopped();
    if (reason !== undefined) return over(reason);
  }
}

/** Whose record comes next. Of the same time, the lower partition first. */
function earliest(lanes: readonly ScanLane[], direction: Direction): ScanLane | undefined {
  const sign = direction === 'newest-first' ? -1 : 1;
  let best: ScanLane | undefined;
  for (const lane of lanes) {
    if (lane.next === undefined) continue;
    if (best?.next === undefined || sign * (lane.next.timestamp - best.next.timestamp) < 0) best = lane;
  }
  return best;
}
