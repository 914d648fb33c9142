// For how long the index is kept: as long as the timeline, in weeks, so that forgetting is dropping a table.

/** As long as `cdp.timeline` itself (topics.yaml; a test compares them). */
export const KEPT_DAYS = 90;
const WEEKS_AHEAD = 2;
const dayMs = 86_400_000;
const weekMs = 7 * dayMs;
/** 1 January 1970 was a Thursday: weeks begin on Mondays. */
const firstMonday = 4 * dayMs;

/** A week by its Monday, UTC. */
export interface Week {
  /** `20260105`. */
  readonly name: string;
  readonly from: Date;
  readonly until: Date;
}

/** Every week that has to exist: from the oldest kept day to two weeks ahead. */
export function keptWeeks(now: Date): readonly Week[] {
  const oldest = weekBegin(now.getTime() - KEPT_DAYS * dayMs);
  const newest = weekBegin(now.getTime()) + WEEKS_AHEAD * weekMs;
  const weeks: Week[] = [];
  for (let from = oldest; from <= newest; from += weekMs) weeks.push(weekFrom(from));
  return weeks;
}

/** What a batch may write: what lies in a week that exists whoever made them, a moment ago or now. */
export function keptTime(now: Date): { readonly from: Date; readonly until: Date } {
  const from = new Date(now.getTime() - KEPT_DAYS * dayMs);
  return { from, until: new Date(weekBegin(now.getTime()) + 2 * weekMs) };
}

function weekBegin(at: number): number {
  return Math.floor((at - firstMonday) / weekMs) * weekMs + firstMonday;
}

function weekFrom(from: number): Week {
  const begin = new Date(from);
  const name = begin.toISOString().slice(0, 10).replaceAll('-', '');
  return { name, from: begin, until: new Date(from + weekMs) };
}
