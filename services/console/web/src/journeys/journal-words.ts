// What a journal's entry says, as data that a sentence is made of: each deed's key and what stands in it.
import type { JournalRow } from './journeys-api.js';

/** Deeds that are told in words; any other is shown by its own name. */
export const DEEDS = [
  'answered',
  'answered-late',
  'asked',
  'assigned',
  'cancelled',
  'child-ended',
  'child-started',
  'chose',
  'deadline-passed',
  'decided',
  'dropped',
  'ended',
  'entered',
  'erased',
  'escalated',
  'exited',
  'expired',
  'forked',
  'goal',
  'held',
  'held-out',
  'incident',
  'joined',
  'kept',
  'left',
  'matched',
  'migrated',
  'moved',
  'offered',
  'preempted',
  'released',
  'resolved',
  'restarted',
  'retried',
  'retrying',
  'ruled',
  'sent',
  'set',
  'settled',
  'skipped',
  'skipped-by',
  'started',
  'starting',
  'timed-out',
  'timer',
  'unanswered',
  'undo-answered',
  'undoing',
  'waiting',
  'withdrawn',
] as const;
export type DeedName = (typeof DEEDS)[number];

export interface DeedWords {
  readonly did: DeedName | undefined;
  /** As the journal names it. */
  readonly name: string;
  readonly what: Readonly<Record<string, string>>;
}

/** What is behind the words, not worth one: a reader asks for the whole entry. */
const UNSAID: ReadonlySet<string> = new Set(['timer']);

/** The deeds of an entry, in order. */
export function deedsOf({ entry }: JournalRow): readonly DeedWords[] {
  const deeds = Array.isArray(entry['deeds']) ? (entry['deeds'] as unknown[]) : [];
  return deeds.flatMap((deed): DeedWords[] => {
    if (typeof deed !== 'object' || deed === null) return [];
    const { did, ...rest } = deed as { readonly did?: unknown; readonly [detail: string]: unknown };
    const name = text(did);
    if (name === '' || UNSAID.has(name)) return [];
    const what = Object.fromEntries(
      // What a step was left by may be an event.
      Object.entries(rest).map(([key, value]) => [
        key,
        key === 'outcome' ? shortType(text(value)) : text(value),
      ]),
    );
    return [{ did: DEEDS.find((each) => each === name), name, what }];
  });
}

export interface InputWords {
  readonly kind: 'event' | 'timer' | 'action' | 'entry' | 'other';
  /** The event's name without its service, the action's, or the kind as the journal names it. */
  readonly name: string;
}

/** What the entry was about. */
export function inputOf({ entry }: JournalRow): InputWords {
  const input = entry['input'];
  if (typeof input !== 'object' || input === null) return { kind: 'other', name: '' };
  const { kind, type, action } = input as Readonly<Record<string, unknown>>;
  switch (kind) {
    case 'event':
    case 'answer':
      return { kind: 'event', name: shortType(text(type)) };
    case 'timer':
      return { kind: 'timer', name: '' };
    case 'action':
      return { kind: 'action', name: text(action) };
    case 'start':
      return { kind: 'entry', name: '' };
    default:
      return { kind: 'other', name: text(kind) };
  }
}

function shortType(type: string): string {
  return type.replace(/^continuo\.(?:[a-z_]+\.)*/, '').replace(/\.v\d+$/, '');
}

function text(value: unknown): string {
  if (value === null || value === undefined) return '–';
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return value.map(text).join(', ');
  return JSON.stringify(value);
}
