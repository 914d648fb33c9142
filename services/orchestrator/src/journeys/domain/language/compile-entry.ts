// Compiles what lets customers in: entries by event and by schedule, and what an entry must pass; and the goals after it.
import type { CompileContext, Path } from './compile-context.js';
import type {
  DefinitionSource,
  EntrySource,
  EventEntrySource,
  GoalSource,
  ScheduleEntrySource,
} from './definition.js';
import type { Admission, Entry, Goal, ScheduledEntry } from './plan.js';
import { compileSchedule, MIDNIGHT } from './schedule.js';

/** Without a time of its own a goal is looked for this long. */
const GOAL_WITHIN = 'P30D';
const DEFAULT_PRIORITY = 50;

export interface CompiledEntries {
  readonly entries: readonly Entry[];
  readonly schedules: readonly ScheduledEntry[];
}

/** Entries by event in their order, and those by schedule with their place in the definition. */
export function compileEntries(sources: readonly EntrySource[], context: CompileContext): CompiledEntries {
  const entries: Entry[] = [];
  const schedules: ScheduledEntry[] = [];
  for (const [at, source] of sources.entries()) {
    if ('on' in source) entries.push(compileEntry(source, ['entry', at], context));
    else {
      const scheduled = compileScheduled(source, at, schedules, context);
      if (scheduled !== null) schedules.push(scheduled);
    }
  }
  return { entries, schedules };
}

function compileEntry(entry: EventEntrySource, path: Path, context: CompileContext): Entry {
  context.event(entry.on, [...path, 'on']);
  const on = { type: entry.on };
  return {
    on: entry.on,
    when: context.optional(entry.when, [...path, 'when'], ['event', 'profile'], on),
    key: context.optional(entry.key, [...path, 'key'], ['event', 'profile'], on),
    set: context.assignments(entry.set, [...path, 'set'], ['event', 'profile', 'key'], on),
  };
}

function compileScheduled(
  source: ScheduleEntrySource,
  at: number,
  above: readonly ScheduledEntry[],
  context: CompileContext,
): ScheduledEntry | null {
  const path: Path = ['entry', at];
  const timeZone = context.source.timeZone ?? 'UTC';
  const schedule = compileSchedule(source.schedule, timeZone);
  const audience = context.expression(source.audience, [...path, 'audience'], ['profile']);
  const set = context.assignments(source.set, [...path, 'set'], ['profile']);
  if (schedule !== null) {
    context.span(source.schedule.every, [...path, 'schedule', 'every']);
    return { at, identity: identityOf(source, timeZone, above), schedule, audience, set };
  }
  const message = 'not a schedule: a day, a known time zone, and an interval of five minutes or longer';
  context.problem([...path, 'schedule'], 'schedule', message);
  return null;
}

/** When it comes and for whom. What is said twice is two schedules: the second one is the second in every version. */
function identityOf(
  { schedule, audience }: ScheduleEntrySource,
  zone: string,
  above: readonly ScheduledEntry[],
  nth = 1,
): string {
  const { every, from, at = MIDNIGHT, timeZone = zone } = schedule;
  const identity = JSON.stringify([every, from, at, timeZone, audience, nth]);
  return above.some((other) => other.identity === identity)
    ? identityOf({ schedule, audience }, zone, above, nth + 1)
    : identity;
}

/** What an entry must pass beside its condition. */
export function compileAdmission(source: DefinitionSource, context: CompileContext): Admission {
  const { reentry, priority, group, preempts, concurrency, holdout } = source;
  if (preempts === true && group === undefined)
    context.problem(['preempts'], 'preempts-without-group', 'only journeys of one group compete');
  const rule = reentry === 'never' ? { max: 1 } : reentry;
  const after = rule?.after === undefined ? null : context.span(rule.after, ['reentry', 'after']);
  return {
    priority: priority ?? DEFAULT_PRIORITY,
    group: group ?? null,
    preempts: preempts ?? false,
    concurrency: concurrency?.total ?? null,
    reentry: rule === undefined ? null : { after, max: rule.max ?? null },
    holdout: holdout ?? null,
  };
}

/** The goals; each has a name of its own. */
export function compileGoals(sources: readonly GoalSource[], context: CompileContext): readonly Goal[] {
  const seen = new Set<string>();
  return sources.map(({ name, on, when, within = GOAL_WITHIN }, at) => {
    const path: Path = ['goals', at];
    if (seen.has(name)) context.problem([...path, 'name'], 'goal-twice', `there is another goal ${name}`);
    seen.add(name);
    context.event(on, [...path, 'on']);
    return {
      name,
      on,
      when: context.optional(when, [...path, 'when'], ['event', 'profile', 'key', 'vars'], { type: on }),
      within: context.span(within, [...path, 'within']) ?? context.defaultSpan(GOAL_WITHIN),
    };
  });
}
