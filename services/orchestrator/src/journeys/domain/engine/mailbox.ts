// Events that came before the wait that wants them.
import type { EventInput } from './input.js';
import type { KeptEvent } from './instance.js';
import { note, positions, stepNamed, type DraftBranch, type DraftPosition, type Run } from './run.js';

const MAX_EVENTS = 32;
const MAX_SIZE = 65_536;

/** Keeps an event when a wait that can still be reached names its type. True when the journal has to say something. */
export function keep(run: Run, input: EventInput): boolean {
  const { draft } = run;
  if (!isWanted(run, input.type)) return false;
  if (draft.mailbox.some((kept) => kept.id === input.id)) return false;
  const kept: KeptEvent = { id: input.id, type: input.type, at: input.at, value: input.value };
  if (draft.mailbox.length >= MAX_EVENTS || sizeOf(draft.mailbox) + sizeOf([kept]) > MAX_SIZE) {
    note(run, { did: 'dropped', event: input.id, type: input.type, why: 'mailbox-full' });
    return true;
  }
  draft.mailbox = [...draft.mailbox, kept];
  note(run, { did: 'kept', event: input.id, type: input.type });
  return true;
}

/** Whether a wait that can be reached from where the instance stands takes events of this type from before. */
function isWanted(run: Run, type: string): boolean {
  const { branches } = run.draft;
  const wants = (at: DraftPosition): boolean => stepNamed(run, at.step).keeps.has(type);
  if (branches === undefined) return wants(run.draft);
  return positions(run).some((at) => wants(at) && !isWalked(at, branches));
}

/** A parallel whose branches have all been entered: what can still be reached is what they can reach. */
function isWalked(at: DraftPosition, branches: readonly DraftBranch[]): boolean {
  const own = branches.filter(({ parallel }) => parallel === at.step);
  return own.length > 0 && own.every(({ visit }) => visit > 0);
}

function sizeOf(events: readonly KeptEvent[]): number {
  return events.length === 0 ? 0 : JSON.stringify(events).length;
}

/** Forgets what no reachable wait names any more. */
export function prune(run: Run): void {
  const { draft } = run;
  if (draft.mailbox.length === 0) return;
  const kept = draft.mailbox.filter((event) => isWanted(run, event.type));
  if (kept.length !== draft.mailbox.length) draft.mailbox = kept;
}

export function take(run: Run, event: KeptEvent): void {
  run.draft.mailbox = run.draft.mailbox.filter((kept) => kept !== event);
}
