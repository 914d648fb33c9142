// Reads from a journal's entry which steps were left, where to, and how long they took.
import type { Deed, JournalEntry } from '../engine/output.js';
import { bucketOf, NO_TIME } from './histogram.js';

export interface Pass {
  readonly journey: string;
  readonly version: number;
  readonly step: string;
  /** The step that came next; empty where the way ended. */
  readonly next: string;
  readonly bucket: number;
}

const GOES_ON = new Set(['entered', 'left', 'joined', 'ended', 'undoing']);

/** The passes of one entry, in order. The time that a step was held back is not a part of its own. */
export function passesOf({ journey, version, deeds, facts }: JournalEntry): readonly Pass[] {
  return deeds.flatMap((deed, at): readonly Pass[] => {
    const { did, step, since, withheld } = deed;
    if (did !== 'left' || typeof step !== 'string') return [];
    const held = typeof withheld === 'number' ? withheld : 0;
    const bucket = typeof since === 'number' ? bucketOf(Math.max(0, facts.now - since - held)) : NO_TIME;
    return [{ journey, version, step, next: nextStep(deeds.slice(at + 1)), bucket }];
  });
}

function nextStep(later: readonly Deed[]): string {
  const next = later.find(({ did }) => GOES_ON.has(did));
  // A branch that has come back goes on at its parallel, whatever the others do.
  const goesOn = next?.did === 'entered' || next?.did === 'left' || next?.did === 'joined';
  return goesOn && typeof next['step'] === 'string' ? next['step'] : '';
}
