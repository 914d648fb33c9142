// The life of a case: open, closed, open again; whose it is to work on. Each step is decided here and nowhere else.
import { ok, refuse, type Result } from '@continuo/kernel';

/** The part of a case that its steps depend on and change. */
export interface CaseState {
  readonly state: 'open' | 'closed';
  /** The agent who works on it, an opaque id. */
  readonly assignee: string | null;
  /** Stable code of how it was settled; null while it is open. */
  readonly resolution: string | null;
  /** Who closed it; null while it is open. */
  readonly closedBy: string | null;
}

/** What became of a case; `unchanged` when it already was so. */
export interface Step {
  readonly changed: boolean;
  readonly now: CaseState;
}

/** Closes an open case. The same person saying the same again changes nothing; anybody else comes too late. */
export function closeCase(
  before: CaseState,
  { resolution, by }: { readonly resolution: string; readonly by: string },
): Result<Step, 'case-closed'> {
  if (before.state === 'open') {
    return ok({ changed: true, now: { ...before, state: 'closed', resolution, closedBy: by } });
  }
  if (before.resolution === resolution && before.closedBy === by) return ok({ changed: false, now: before });
  return refuse('case-closed', 'the case is closed already', { field: 'state', rule: 'open' });
}

/** Takes a closed case up again; it keeps who works on it. */
export function reopenCase(before: CaseState): Result<Step, 'case-open'> {
  if (before.state === 'open')
    return refuse('case-open', 'the case is open', { field: 'state', rule: 'closed' });
  return ok({ changed: true, now: { ...before, state: 'open', resolution: null, closedBy: null } });
}

/** Gives an open case to an agent, or with null to nobody. */
export function assignCase(before: CaseState, agentId: string | null): Result<Step, 'case-closed'> {
  if (before.state === 'closed') {
    return refuse('case-closed', 'a closed case is nobody’s work', { field: 'state', rule: 'open' });
  }
  return ok({ changed: before.assignee !== agentId, now: { ...before, assignee: agentId } });
}
