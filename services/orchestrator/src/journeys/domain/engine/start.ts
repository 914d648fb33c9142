// Entries: when an event (or a request by API) starts an instance.
import { evaluateCondition } from '../expressions/expression.js';
import { Failure } from '../expressions/value.js';
import type { Entry, Plan } from '../language/plan.js';
import type { DeriveId, EventInput, Facts, Input, StartInput } from './input.js';
import { goalsFrom } from './goals.js';
import { ENGINE_REVISION, type Instance } from './instance.js';
import { assign, holds, note, noteReads, openRun, publish, setVars, valueOf, type Run } from './run.js';

/** A run over a new instance, before its first step; or why none starts. */
export function startInstance(plan: Plan, input: Input, facts: Facts, derive: DeriveId): Run | string {
  if (input.kind === 'start') return startByRequest(plan, input, facts, derive);
  if (input.kind !== 'event') return 'not-concerned';
  for (const [at, entry] of plan.entries.entries()) {
    if (entry.on !== input.type) continue;
    const isMet = meets(entry, input, facts);
    if (isMet instanceof Failure && isMet.code === 'too-costly') return 'entry-too-costly';
    if (isMet !== true) continue;
    const run = openRun(plan, blank(plan, input, facts, derive), facts, derive);
    run.scope.event = input.value;
    noteLookedAt(run, at, input);
    return enterBy(run, entry, at, input) ?? run;
  }
  return 'not-concerned';
}

/** Also those that were not met decided which entry it is. */
function noteLookedAt(run: Run, last: number, { type }: EventInput): void {
  for (const { on, when } of run.plan.entries.slice(0, last + 1)) if (on === type) noteReads(run, when);
}

const NOTHING = {};

/** Looked at before anything is made: most events of a type enter none of the journeys that begin with one. */
function meets({ when }: Entry, { value: event }: EventInput, { profile }: Facts): boolean | Failure {
  if (when === null) return true;
  return evaluateCondition(when, {
    key: '',
    vars: NOTHING,
    visits: NOTHING,
    event,
    profile: profile?.facts ?? NOTHING,
  });
}

function enterBy(run: Run, entry: Entry, at: number, input: EventInput): string | null {
  const key = entry.key === null ? '' : valueOf(run, entry.key);
  if (key instanceof Failure || (typeof key !== 'string' && typeof key !== 'number'))
    return 'entry-without-key';
  run.draft.key = String(key);
  run.scope.key = run.draft.key;
  announce(run, input.id, input.type, { entry: at, event: input.id });
  const failure = assign(run, entry.set);
  return failure === null ? null : 'entry-without-vars';
}

function startByRequest(plan: Plan, input: StartInput, facts: Facts, derive: DeriveId): Run | string {
  const run = openRun(plan, blank(plan, input, facts, derive), facts, derive);
  run.draft.key = input.key;
  run.scope.key = input.key;
  const { parent, actor, id } = input;
  if (input.entry !== undefined) return startBySchedule(run, input, input.entry);
  if (parent === undefined) announce(run, id, REQUESTED, { actor, event: id });
  else announce(run, parent.instance, STEP_ENTERED, { parent: parent.instance, step: parent.step });
  if (Object.keys(input.vars).length === 0) return run;
  return setVars(run, input.vars) === null ? run : 'entry-without-vars';
}

/** The audience was looked at when the occurrence was due; what is known now counts. */
function startBySchedule(run: Run, { id, actor }: StartInput, entry: number): Run | string {
  const scheduled = run.plan.schedules.find(({ at }) => at === entry);
  if (scheduled === undefined) return 'schedule-gone';
  if (holds(run, scheduled.audience) !== true) return 'not-in-audience';
  announce(run, id, REQUESTED, { actor, event: id, schedule: entry });
  return assign(run, scheduled.set) === null ? run : 'entry-without-vars';
}

const REQUESTED = 'continuo.orchestrator.InstanceEntryRequested.v1';
const STEP_ENTERED = 'continuo.orchestrator.StepEntered.v1';

function announce(
  run: Run,
  entryId: string,
  entryType: string,
  how: { [detail: string]: string | number },
): void {
  const { draft } = run;
  note(run, { did: 'started', key: draft.key, ...how });
  if (run.facts.heldOut) return;
  publish(run, 'JourneyStarted', {
    key: draft.key || null,
    entryType,
    entryId,
    parentId: draft.parent?.instance ?? null,
    startedAt: draft.now,
  });
}

/** An instance before its first step. Its id follows from the event: the same event cannot start two. */
function blank(plan: Plan, input: EventInput | StartInput, facts: Facts, derive: DeriveId): Instance {
  return {
    id: derive(`${plan.journey}/${input.id}`),
    journey: plan.journey,
    version: plan.version,
    revision: facts.revision ?? ENGINE_REVISION,
    profileId: input.profileId,
    key: '',
    customer: input.customer,
    correlationId: input.correlationId,
    ...(input.kind === 'start' ? { requester: input.actor } : {}),
    hops: input.hops + 1,
    ...('parent' in input ? { parent: input.parent } : {}),
    ...goalsFrom(plan, facts.now),
    ...(plan.admission.concurrency === null || facts.heldOut ? {} : { place: true }),
    startedAt: facts.now,
    now: facts.now,
    status: 'running',
    step: plan.first,
    visit: 0,
    visits: {},
    vars: {},
    mailbox: [],
    timer: null,
    undoTimer: null,
    pending: null,
    done: [],
    left: [],
    undo: [],
    incidents: [],
    ending: null,
    outcome: null,
    endedAt: null,
    entries: 0,
  };
}
