// Who could not go on in another version, and why: each place where an instance stands, and all that it still has to do.
import type { Json } from '../expressions/value.js';
import type { Plan, Step } from '../language/plan.js';
import { mapped, type StepMap } from '../lifecycle/step-map.js';
import { positionsOf, type Instance, type Position } from './instance.js';
import { needsFrom } from './needs.js';

export type StrandingCode =
  /** The new version has no such step. */
  | 'no-target'
  /** The step is of another kind there. */
  | 'other-kind'
  /** It stands in another branch there, or in none. */
  | 'other-branch'
  /** It asks somebody else, or for something else: the answer would find nobody. */
  | 'command-differs'
  /** An open branch of the parallel is gone. */
  | 'branch-gone'
  /** What was done could not be undone any more. */
  | 'compensation-gone'
  /** An answer may still come to a command whose step is gone. */
  | 'command-gone'
  /** A step that can be reached, or an exit, reads a var that nothing has set. */
  | 'var-missing'
  /** A var that the migration sets has no value. */
  | 'var-failed';

export interface Stranding {
  /** The step of the version before; null where it is about the whole instance. */
  readonly step: string | null;
  readonly code: StrandingCode;
  readonly detail: string;
}

export interface Migration {
  readonly from: Plan;
  readonly to: Plan;
  readonly map: StepMap;
  /** What the migration sets. */
  readonly vars: Readonly<Record<string, Json>>;
}

/** Everything that is in the way; empty when the instance can go on. */
export function strandings(migration: Migration, instance: Instance): readonly Stranding[] {
  const found = positionsOf(instance).flatMap((position) => ofPosition(migration, instance, position));
  const done = [...instance.done, ...instance.undo].flatMap((item) => ofDone(migration, item.step));
  const left = instance.left.flatMap((item) => ofLeft(migration, item.step));
  const before = [...found, ...done, ...left];
  return before.length > 0 ? before : ofVars(migration, instance);
}

function ofPosition(migration: Migration, instance: Instance, position: Position): readonly Stranding[] {
  const { from, to, map } = migration;
  const stranded = (code: StrandingCode, detail: string): readonly Stranding[] => [
    { step: position.step, code, detail },
  ];
  const old = from.steps.get(position.step);
  const name = mapped(map, position.step);
  const step = to.steps.get(name);
  if (step === undefined) return stranded('no-target', `there is no step ${name}`);
  if (old?.kind !== step.kind)
    return stranded('other-kind', `${name} is ${step.kind}, not ${old?.kind ?? '?'}`);
  const branch = old.branch;
  const isSamePlace =
    branch === null
      ? step.branch === null
      : step.branch?.parallel === mapped(map, branch.parallel) && step.branch.name === branch.name;
  if (!isSamePlace) return stranded('other-branch', `${name} stands ${placeOf(step)}`);
  if (position.pending !== null && askedBy(old) !== askedBy(step))
    return stranded('command-differs', `${askedBy(old)} was asked, ${name} asks ${askedBy(step)}`);
  if (step.kind !== 'parallel') return [];
  const open = (instance.branches ?? []).filter(({ parallel }) => parallel === position.step);
  const gone = open.filter((each) => !step.branches.some(({ name: there }) => there === each.branch));
  return gone.flatMap((each) => stranded('branch-gone', `${name} has no branch ${each.branch}`));
}

function placeOf({ branch }: Step): string {
  return branch === null ? 'on the main way' : `in ${branch.parallel}/${branch.name}`;
}

/** Whom a step asks: an answer means the same only where this is the same. */
function askedBy(step: Step): string {
  switch (step.kind) {
    case 'act':
      return step.call.act;
    case 'approve':
      return `approval ${step.approval}`;
    case 'task':
      return `task ${step.task}`;
    case 'journey':
      return `journey ${step.journey}`;
    default:
      return step.kind;
  }
}

function ofDone({ to, map }: Migration, done: string): readonly Stranding[] {
  const name = mapped(map, done);
  const step = to.steps.get(name);
  if (step?.kind === 'act' && step.compensate !== null) return [];
  return [{ step: done, code: 'compensation-gone', detail: `${name} undoes nothing there` }];
}

function ofLeft({ from, to, map }: Migration, left: string): readonly Stranding[] {
  const old = from.steps.get(left);
  const name = mapped(map, left);
  const step = to.steps.get(name);
  if (step !== undefined && old !== undefined && askedBy(step) === askedBy(old)) return [];
  return [{ step: left, code: 'command-gone', detail: `the answer of ${left} may still come` }];
}

/** Vars that are read from where it will stand, and neither there, nor set by the migration or on the way. */
function ofVars({ to, map, vars }: Migration, instance: Instance): readonly Stranding[] {
  const at = [...positionsOf(instance), ...instance.done, ...instance.undo].map(({ step }) =>
    mapped(map, step),
  );
  const needs = needsFrom(to, [...new Set(at)]);
  const missing = [...needs].filter((name) => !(name in instance.vars) && !(name in vars));
  return missing.map((name) => ({
    step: null,
    code: 'var-missing',
    detail: `vars.${name} is read and not set`,
  }));
}
