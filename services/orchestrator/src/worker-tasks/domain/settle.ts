// Who may settle a task: whoever holds its lease now; what they settled is answered again when it is said again.
import { ok, refuse, type Result } from '@continuo/kernel';

export type WorkerTaskState = 'open' | 'leased' | 'completed' | 'failed' | 'withdrawn';

/** As much of a task as its rules look at. */
export interface HeldTask {
  readonly state: WorkerTaskState;
  /** Of the newest claim. */
  readonly lease: string | null;
  /** By database time, under the lock of the row. */
  readonly lapsed: boolean;
  /** What it was settled with. */
  readonly settledHash: string | null;
}

export type SettleRefused = 'lease-lost' | 'already-completed' | 'already-failed' | 'task-withdrawn';

/** `settle`: it is written and told; `as-before`: it was, by the same word. */
export type Settling = Result<'settle' | 'as-before', SettleRefused>;

export function decideSettle(
  task: HeldTask,
  given: { readonly lease: string; readonly hash: string },
): Settling {
  const held = decideHeld(task, given.lease);
  if (held.ok) return ok('settle');
  const isOwn = task.lease === given.lease && (task.state === 'completed' || task.state === 'failed');
  return isOwn && task.settledHash === given.hash ? ok('as-before') : held;
}

/** Whether this lease still holds it. */
export function decideHeld(task: HeldTask, lease: string): Result<'held', SettleRefused> {
  if (task.state === 'withdrawn') {
    return refuse('task-withdrawn', 'the journey does not wait for it any more', about('not-withdrawn'));
  }
  if (task.lease !== lease || task.state === 'open') return lost();
  if (task.state === 'completed') {
    return refuse('already-completed', 'it was completed with another result', about('once'));
  }
  if (task.state === 'failed') return refuse('already-failed', 'it was told as failed', about('once'));
  return task.lapsed ? lost() : ok('held');
}

function lost() {
  return refuse(
    'lease-lost',
    'the time of this lease is over, or another worker has the task',
    about('lease'),
  );
}

function about(rule: string) {
  return { field: 'lease', rule };
}
