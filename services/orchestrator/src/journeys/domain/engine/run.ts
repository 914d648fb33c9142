// One input being worked on: the draft of the instance, and what was done so far.
import { evaluateCondition, type Expression } from '../expressions/expression.js';
import type { Scope } from '../expressions/scope.js';
import { Failure, toJson, type Json } from '../expressions/value.js';
import type { CompiledAssignments, Plan, Step } from '../language/plan.js';
import type { DeriveId, Facts } from './input.js';
import {
  LEFT_SAYS_SINCE,
  LEFT_SAYS_WITHHELD,
  type BranchPosition,
  type Incident,
  type Instance,
  type Position,
} from './instance.js';
import { NO_MEMORY, type Memory, type MemoryItem } from './memory.js';
import type { Deed, Effect, PublishEffect } from './output.js';
import { withheldAt } from './withheld.js';

type Writable<State> = { -readonly [Field in keyof State]: State[Field] };
type Draft = Writable<Omit<Instance, 'branches'>> & { branches?: readonly DraftBranch[] };
export type DraftBranch = Writable<BranchPosition>;
/** A place in the draft: the draft itself, or one of its branches. */
export type DraftPosition = Writable<Position>;
type RunScope = Writable<Scope>;

/** What an instance's vars may hold in all, as JSON text. */
const MAX_VARS = 16_384;

export interface Run {
  readonly plan: Plan;
  readonly facts: Facts;
  readonly derive: DeriveId;
  readonly draft: Draft;
  /** The position that is being worked on. */
  at: DraftPosition;
  readonly scope: RunScope;
  readonly deeds: Deed[];
  readonly effects: Effect[];
  /** Which facts mattered: they are journalled. */
  readonly used: {
    real: boolean;
    random: boolean;
    profile: boolean;
    guardrails: boolean;
    slots: (number | null)[] | null;
    paused: boolean;
    memory: Set<MemoryItem> | null;
  };
  /** The incident that an operator has the step tried again for. */
  retrying?: Incident;
  /** What is remembered of the customer, as this input leaves it. */
  memory: Memory;
}

const NO_FACTS = {};

/** Opens an instance for one input. */
export function openRun(plan: Plan, instance: Instance, facts: Facts, derive: DeriveId): Run {
  const now = Math.max(instance.now, facts.now);
  const draft: Draft = { ...instance, now };
  if (instance.branches !== undefined) draft.branches = instance.branches.map((branch) => ({ ...branch }));
  return {
    plan,
    facts,
    derive,
    draft,
    at: draft,
    scope: {
      key: instance.key,
      vars: instance.vars,
      visits: instance.visits,
      event: null,
      profile: facts.profile?.facts ?? NO_FACTS,
    },
    deeds: [],
    effects: [],
    used: {
      real: false,
      random: false,
      profile: false,
      guardrails: false,
      slots: null,
      paused: false,
      memory: null,
    },
    memory: facts.memory ?? NO_MEMORY,
  };
}

/** The step of the position that is worked on. A plan that lacks it is not the one the instance runs on. */
export function currentStep(run: Run): Step {
  return stepNamed(run, run.at.step);
}

export function stepNamed(run: Run, name: string): Step {
  const step = run.plan.steps.get(name);
  if (step === undefined) throw new Error(`${run.plan.journey} ${run.plan.version} has no step ${name}`);
  return step;
}

export function note(run: Run, deed: Deed): void {
  run.deeds.push(deed);
}

export function publish(run: Run, name: PublishEffect['name'], value: PublishEffect['value']): void {
  run.effects.push({ kind: 'publish', name, value });
}

/**
 * From when others can do what they are asked for: the later of the journey's clock and real time. What is asked while an
 * outage is made up for is not over before anybody could see it.
 */
export function fromWhenOthersCan(run: Run): number {
  run.used.real = true;
  return Math.max(run.draft.now, run.facts.real);
}

/** A condition where there is none is true. */
export function holds(run: Run, condition: Expression | null): boolean | Failure {
  if (condition === null) return true;
  noteReads(run, condition);
  return evaluateCondition(condition, run.scope);
}

/** What an expression looks at has mattered. */
export function noteReads(run: Run, expression: Expression | null): void {
  if (expression?.reads.names.has('profile') === true) run.used.profile = true;
}

/** The value of an expression as JSON keeps it. */
export function valueOf(run: Run, expression: Expression): Json | Failure {
  noteReads(run, expression);
  const value = expression.evaluate(run.scope);
  return value instanceof Failure ? value : toJson(value);
}

/** All values of a list of assignments, or the first failure. */
export function valuesOf(run: Run, assignments: CompiledAssignments): Record<string, Json> | Failure {
  const values: Record<string, Json> = {};
  for (const [name, expression] of assignments) {
    const value = valueOf(run, expression);
    if (value instanceof Failure) return value;
    values[name] = value;
  }
  return values;
}

/** Sets vars; the failure when an expression has no value or the vars grow beyond their limit. */
export function assign(run: Run, assignments: CompiledAssignments): Failure | null {
  if (assignments.length === 0) return null;
  const values = valuesOf(run, assignments);
  if (values instanceof Failure) return values;
  return setVars(run, values);
}

export function setVars(run: Run, values: { readonly [name: string]: Json }): Failure | null {
  const vars = { ...run.draft.vars, ...values };
  if (JSON.stringify(vars).length > MAX_VARS)
    return new Failure('too-costly', `vars beyond ${MAX_VARS} characters`);
  run.draft.vars = vars;
  run.scope.vars = vars;
  note(run, { did: 'set', vars: values });
  return null;
}

/** Every position, in the order in which they are looked at. */
export function positions({ draft }: Run): readonly DraftPosition[] {
  return draft.branches === undefined ? [draft] : [draft, ...draft.branches];
}

/** The first position of which this is true. */
export function positionWhere(
  { draft }: Run,
  is: (position: DraftPosition) => boolean,
): DraftPosition | undefined {
  return is(draft) ? draft : draft.branches?.find(is);
}

/** Leaves the current step for `next` (null at the end of the journey). */
export function leave(run: Run, outcome: string, next: string | null): string | null {
  const { at, draft } = run;
  settle(run, 'step', 'other');
  at.timer = null;
  at.pending = null;
  const { step, visit, since } = at;
  const withheld = draft.revision >= LEFT_SAYS_WITHHELD ? withheldAt(at, draft.now) : 0;
  const saysSince = since !== undefined && draft.revision >= LEFT_SAYS_SINCE;
  const took = { ...(saysSince && { since }), ...(withheld > 0 && { withheld }) };
  note(run, { did: 'left', step, visit, outcome, ...took });
  publish(run, 'StepLeft', { step, visit, outcome, next, leftAt: draft.now });
  return next;
}

/** Stops the step (or the undoing) until an operator decides. */
export function raise(run: Run, of: Incident['of'], code: string, detail: string, attempts: number): null {
  const { draft } = run;
  const { step, visit } = (of === 'undo' ? draft.undo[0] : undefined) ?? run.at;
  const id = run.derive(`${draft.id}/incident/${of}/${draft.entries}/${run.deeds.length}`);
  const isReplaced = (incident: Incident): boolean =>
    incident.of === of && (of === 'undo' || incident.step === step);
  draft.incidents = [
    ...draft.incidents.filter((incident) => !isReplaced(incident)),
    { id, code, detail, step, visit, since: draft.now, attempts, of },
  ];
  if (of === 'step') run.at.timer = null;
  else draft.undoTimer = null;
  note(run, { did: 'incident', incident: id, of, code, detail, step, visit });
  publish(run, 'IncidentRaised', { incidentId: id, step, visit, code, attempts, raisedAt: draft.now });
  return null;
}

/** What stands at the position that is worked on, when something does. */
export function incidentHere({ draft, at }: Run): Incident | undefined {
  return draft.incidents.find((incident) => incident.of === 'step' && incident.step === at.step);
}

/** Takes the incident of this step (or of the undoing) back, when there is one. */
export function settle(run: Run, of: Incident['of'], resolution: string): void {
  const incident = of === 'step' ? incidentHere(run) : run.draft.incidents.find((each) => each.of === 'undo');
  if (incident !== undefined) resolve(run, incident, resolution);
}

export function resolve(run: Run, incident: Incident, resolution: string): void {
  const { draft } = run;
  draft.incidents = draft.incidents.filter((each) => each !== incident);
  note(run, { did: 'resolved', incident: incident.id, resolution });
  publish(run, 'IncidentResolved', { incidentId: incident.id, resolution, resolvedAt: draft.now });
}
