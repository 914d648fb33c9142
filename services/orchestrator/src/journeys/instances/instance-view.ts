// Instances as people look at them: their states, filters, and a row with the engine's state in it.
import { nextDue, type Instance } from '../domain/engine/instance.js';

export const INSTANCE_STATES = ['running', 'stalled', 'undoing', 'ended'] as const;
export type InstanceState = (typeof INSTANCE_STATES)[number];

/** What lists are asked for: `open` is everything that has not ended. */
export const INSTANCE_STATE_FILTERS = [...INSTANCE_STATES, 'open'] as const;
export type InstanceStateFilter = (typeof INSTANCE_STATE_FILTERS)[number];

/** More than these are not counted: the answer says so. */
export const MOST_COUNTED = 1_000_000;

export interface InstanceFilter {
  readonly state?: InstanceStateFilter;
  readonly journey?: string;
  readonly profileId?: string;
  readonly step?: string;
  /** The step in which it ended. */
  readonly endedIn?: string;
  readonly version?: number;
  readonly key?: string;
  readonly outcome?: string;
  /** Code of an incident that it has. */
  readonly incident?: string;
  /** ISO 8601; each with its own end. */
  readonly startedBefore?: string;
  readonly startedAfter?: string;
  readonly changedBefore?: string;
  readonly changedAfter?: string;
  /** Since when it is in its step. */
  readonly enteredBefore?: string;
  readonly enteredAfter?: string;
  readonly endedBefore?: string;
  readonly endedAfter?: string;
}

/** After which instance the page begins. */
export type After = readonly [startedAt: string, id: string];

export interface InstanceRow {
  readonly id: string;
  readonly profileId: string;
  readonly journey: string;
  readonly version: number;
  readonly key: string;
  readonly state: InstanceState;
  readonly step: string;
  readonly outcome: string | null;
  readonly incident: string | null;
  readonly startedAt: string;
  readonly changedAt: string;
  readonly body: string;
}

/** The engine's state of a row. */
export function stateOf(row: InstanceRow): Instance {
  return JSON.parse(row.body) as Instance;
}

/** When it goes on by itself (ms), whichever of its places does first. */
export function nextDueOf(row: InstanceRow): number | null {
  return nextDue(stateOf(row));
}
