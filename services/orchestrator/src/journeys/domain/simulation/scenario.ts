// A scenario as data: given what is known, when this happens, then the journey does that (scenario.schema.json).
import type { Json } from '../expressions/value.js';

export type Fields = { readonly [field: string]: Json };

/** Sending that is stopped: `*` where a channel or purpose is left out. */
export interface StopSource {
  readonly channel?: string;
  readonly purpose?: string;
}

/** What else is true from a moment on. */
export interface ConditionsSource {
  /** Instances that other customers have, by journey: they take places of its limit. */
  readonly runningElsewhere?: { readonly [journey: string]: number };
  /** Messages of other customers that wait for their slots already, by the pace (`pace/<name>`). */
  readonly waitingElsewhere?: { readonly [rule: string]: number };
  readonly stopped?: StopSource | readonly StopSource[];
  /** Journeys. */
  readonly paused?: string | readonly string[];
  /** A journey that was paused, or sending that was stopped. */
  readonly resumed?: string | StopSource;
}

/** Something that happens, or time that passes. `at` and `after` let time pass first. */
export interface HappeningSource extends ConditionsSource {
  readonly event?: string;
  readonly with?: Fields;
  readonly at?: string;
  readonly after?: string;
  readonly pass?: string;
  readonly until?: string;
  readonly profile?: Fields;
  readonly action?: 'retry' | 'skip' | 'cancel';
  readonly answer?: string;
  readonly start?: { readonly key?: string; readonly vars?: Fields };
  readonly erased?: true;
  /** Somebody decides what an approval waits for. */
  readonly decide?: 'approved' | 'rejected';
  /** A worker completes the task that waits, with this result. */
  readonly complete?: Json;
  /** A worker fails at it, with this code. */
  readonly fail?: string;
  readonly retriable?: boolean;
  /** Who decides or works. */
  readonly by?: string;
}

export interface GivenSource extends Omit<ConditionsSource, 'resumed'> {
  readonly at?: string;
  readonly timeZone?: string;
  readonly profile?: Fields;
  /** A policy: a file, or its text. */
  readonly guardrails?: string;
  readonly events?: readonly HappeningSource[];
}

export type AnswerSource =
  string | { readonly answer: string; readonly after?: string; readonly with?: Fields };
export type ServicesSource = { readonly [command: string]: AnswerSource | readonly AnswerSource[] };

/** Of lists everything is named; of the objects in them only what matters. What is left out is not looked at. */
export interface ThenSource {
  readonly steps?: readonly string[];
  readonly sends?: readonly Fields[];
  readonly commands?: readonly Fields[];
  readonly outcome?: string | null;
  readonly ending?: string | null;
  readonly status?: string;
  readonly step?: string;
  readonly instances?: number;
  readonly vars?: Fields;
  readonly incidents?: readonly string[];
  readonly holds?: readonly Fields[];
  readonly skips?: readonly Fields[];
  readonly declined?: readonly Fields[];
}

export interface ScenarioSource {
  readonly name: string;
  readonly given?: GivenSource;
  readonly services?: ServicesSource;
  readonly when: readonly HappeningSource[];
  readonly then: ThenSource;
}

export interface ScenarioFileSource {
  readonly journey: string;
  readonly beside?: readonly string[];
  readonly given?: GivenSource;
  readonly services?: ServicesSource;
  readonly scenarios: readonly ScenarioSource[];
}

/** Where in a scenario something is wrong, and what. */
export class ScenarioError extends Error {
  constructor(
    readonly path: readonly (string | number)[],
    readonly rule: string,
    message: string,
  ) {
    super(message);
    this.name = 'ScenarioError';
  }
}
