// What one batch of the timeline means for the index: entries to keep, persons to forget, rows that a merge moves.
import {
  activityEntry,
  isOfCustomer,
  quarterOf,
  type ActivityEntry,
  type TimelineRecord,
} from './activity-entry.js';

export const MERGED = 'continuo.cdp.ProfileMerged.v1';
export const ERASED = 'continuo.cdp.ProfileErased.v1';

/** When somebody was last active, to the quarter of an hour. */
export interface LastSeen {
  readonly profileId: string;
  readonly at: Date;
}

export interface ActivityOfBatch {
  readonly entries: readonly ActivityEntry[];
  /** Profiles whose last record this batch has. */
  readonly erased: readonly string[];
  /** Profiles that have a part in a merge. */
  readonly merging: readonly string[];
  readonly seen: readonly LastSeen[];
  /** Events of customers by quarter of an hour. */
  readonly counts: ReadonlyMap<number, number>;
  readonly ignored: Readonly<Record<string, number>>;
}

/**
 * Of a profile that is erased in this batch nothing is kept, wherever the marker stands: it may come again. Records
 * outside the kept time are left out.
 */
export function activityOfBatch(
  records: readonly TimelineRecord[],
  kept: { readonly from: Date; readonly until: Date },
): ActivityOfBatch {
  const ignored: Record<string, number> = {};
  const erased = new Set(records.filter(({ type }) => type === ERASED).map(({ key }) => key));
  const merging = new Set<string>();
  const entries: ActivityEntry[] = [];
  const seen = new Map<string, Date>();
  const counts = new Map<number, number>();
  for (const record of records) {
    const entry = activityEntry(record);
    const reason =
      entry === null ? 'no-profile' : erased.has(entry.profileId) ? 'profile-erased' : outside(entry, kept);
    if (entry === null || reason !== null) {
      if (record.type !== ERASED && reason !== null) ignored[reason] = (ignored[reason] ?? 0) + 1;
      continue;
    }
    entries.push(entry);
    if (record.type === MERGED) merging.add(entry.profileId);
    if (!isOfCustomer(entry.type)) continue;
    const quarter = quarterOf(entry.at);
    counts.set(quarter.getTime(), (counts.get(quarter.getTime()) ?? 0) + 1);
    if ((seen.get(entry.profileId)?.getTime() ?? 0) < quarter.getTime()) seen.set(entry.profileId, quarter);
  }
  return {
    entries,
    erased: [...erased],
    merging: [...merging],
    seen: [...seen].map(([profileId, at]) => ({ profileId, at })),
    counts,
    ignored,
  };
}

function outside({ at }: ActivityEntry, kept: { readonly from: Date; readonly until: Date }): string | null {
  return at < kept.from || at >= kept.until ? 'outside-the-kept-time' : null;
}
