// Compiles a wait: its events, its times, and the events that begin its times anew.
import type { Name } from '../expressions/scope.js';
import type { CompileContext, Path } from './compile-context.js';
import type {
  DateBranchSource,
  EventBranchSource,
  RestartBranchSource,
  WaitBranchSource,
  WaitSource,
} from './definition.js';
import { isTimeZone } from './duration.js';
import type { EventBranch, TimeBranch, UntilTime, WaitStep } from './plan.js';
import { KEPT } from './step-parts.js';

export function compileWait(
  source: WaitSource,
  path: Path,
  below: string,
  context: CompileContext,
): WaitStep['branches'] {
  const branches = source.wait.map((branch, at) =>
    compileBranch(branch, [...path, 'wait', at], below, context),
  );
  if (!branches.some((branch) => branch.kind === 'time')) {
    context.problem(
      [...path, 'wait'],
      'wait-without-time',
      'a wait names a time at which it ends (after or until)',
    );
  }
  return branches;
}

function compileBranch(
  branch: WaitBranchSource,
  here: Path,
  below: string,
  context: CompileContext,
): EventBranch | TimeBranch {
  if ('on' in branch) return compileEvent(branch, here, below, context);
  const next = branch.next ?? below;
  if ('after' in branch) {
    return { kind: 'time', after: context.span(branch.after, [...here, 'after']), until: null, next };
  }
  return { kind: 'time', after: null, until: compileUntil(branch, here, context), next };
}

/** What begins the times anew is something that happens while the wait is open: nothing is kept for it. */
function compileEvent(
  branch: EventBranchSource | RestartBranchSource,
  here: Path,
  below: string,
  context: CompileContext,
): EventBranch {
  context.event(branch.on, [...here, 'on']);
  const names: readonly Name[] = [...KEPT, 'event'];
  const restart = 'restart' in branch;
  return {
    kind: 'event',
    on: branch.on,
    when: context.optional(branch.when, [...here, 'when'], names, { type: branch.on }),
    since: restart ? 'step' : (branch.since ?? 'entry'),
    set: context.assignments(branch.set, [...here, 'set'], names, { type: branch.on }),
    restart,
    next: restart ? below : (branch.next ?? below),
  };
}

function compileUntil(branch: DateBranchSource, here: Path, context: CompileContext): UntilTime {
  const { zone, at } = branch;
  const definitionZone = context.source.timeZone ?? 'UTC';
  if (zone !== undefined && zone !== 'customer' && !isTimeZone(zone)) {
    context.problem([...here, 'zone'], 'time-zone', `${zone} is neither customer nor an IANA time zone`);
  }
  return {
    value: context.expression(branch.until, [...here, 'until'], KEPT),
    at: at ?? null,
    zone: zone === 'customer' ? 'customer' : 'definition',
    otherwise: zone === undefined || zone === 'customer' ? definitionZone : zone,
  };
}
