// Migration: an instance goes on in another version of its journey, by a map of steps. What was computed stays.
import { compileExpression } from '../expressions/expression.js';
import type { Scope } from '../expressions/scope.js';
import { Failure, toJson, type Json } from '../expressions/value.js';
import type { Plan, Step } from '../language/plan.js';
import { mapped, type StepMap } from '../lifecycle/step-map.js';
import type { MigratedInput } from './input.js';
import type { Instance, Position } from './instance.js';
import { prune } from './mailbox.js';
import { incidentHere, note, positions, publish, setVars, stepNamed, type Run } from './run.js';
import { strandings, type Stranding } from './strandings.js';
import { reopenWait } from './wait.js';
import { proceed } from './walk.js';

/** Why a migration does not concern an instance, as it stands; null when it does. */
export function staysBecause(
  instance: Instance,
  { from, migration, reverts }: Pick<MigratedInput, 'from' | 'migration' | 'reverts'>,
): string | null {
  if (instance.version !== from) return 'other-version';
  if (instance.status === 'ended') return 'already-ended';
  if (instance.status === 'undoing') return 'already-ending';
  if (reverts && !standsAsMigrated(instance, migration)) return 'step-left';
  return null;
}

/** Whether it stands exactly where the migration has put it: then it can go back. */
function standsAsMigrated({ migrated, ...instance }: Instance, migration: string): boolean {
  if (migrated?.id !== migration) return false;
  const now = [instance, ...(instance.branches ?? [])];
  return (
    now.length === migrated.at.length &&
    now.every(({ step, visit }) => migrated.at.some((at) => at.step === step && at.visit === visit))
  );
}

export type MigrationVars =
  | { readonly values: Readonly<Record<string, Json>>; readonly stranding: null }
  | { readonly values: null; readonly stranding: Stranding };

/** The vars that a migration sets, or why one of them has no value. */
export function migrationVars(
  { key, vars: own, visits }: Pick<Instance, 'key' | 'vars' | 'visits'>,
  vars: Readonly<Record<string, string>>,
): MigrationVars {
  const scope: Scope = { key, vars: own, visits, event: null, profile: {} };
  const values: Record<string, Json> = {};
  for (const [name, source] of Object.entries(vars)) {
    const compiled = compileExpression(source, ['key', 'vars', 'visits']);
    const value = compiled.ok ? compiled.value.evaluate(scope) : new Failure('no-such-overload', source);
    const json = value instanceof Failure ? value : toJson(value);
    if (json instanceof Failure) {
      const stranding = { step: null, code: 'var-failed', detail: `${name}: ${json.detail}` } as const;
      return { values: null, stranding };
    }
    values[name] = json;
  }
  return { values, stranding: null };
}

/** Applies it; returns why the instance stays where it is. `run` is open on the new version's plan. */
export function migrate(
  run: Run,
  input: MigratedInput,
  before: Plan,
  instance: Instance,
): string | undefined {
  const stays = staysBecause(instance, input);
  if (stays !== null) return stays;
  const { values: vars, stranding: failed } = migrationVars(instance, input.vars);
  if (vars === null) return `stranded:${failed.code}`;
  const map = input.reverts ? wayBack(instance, input.map) : input.map;
  const [stranding] = strandings({ from: before, to: run.plan, map, vars }, instance);
  if (stranding !== undefined) return `stranded:${stranding.code}`;
  const { draft } = run;
  draft.version = input.to;
  const was = positions(run).map(({ step }) => step);
  rename(run, map);
  const at = positions(run).map(({ step, visit }, index) => ({ step, visit, was: was[index] ?? step }));
  const kept = input.reverts ? instance.migrated?.kept : undefined;
  if (input.reverts) delete draft.migrated;
  else {
    const keeps = input.keepsVars === true && Object.keys(vars).length > 0;
    draft.migrated = { id: input.migration, at, ...(keeps && { kept: keptOf(instance, vars) }) };
  }
  const { from, to, migration, actor, id } = input;
  note(run, { did: 'migrated', from, to, migration, actor, request: id, steps: at.map(({ step }) => step) });
  publish(run, 'InstanceMigrated', {
    fromVersion: from,
    migrationId: migration,
    step: draft.step,
    migratedAt: input.at,
  });
  if (Object.keys(vars).length > 0) setVars(run, vars);
  if (kept !== undefined) restoreVars(run, kept);
  goOn(run, before, was);
  return undefined;
}

type Kept = NonNullable<NonNullable<Instance['migrated']>['kept']>;

function keptOf({ vars: own }: Instance, set: Readonly<Record<string, Json>>): Kept {
  const names = Object.keys(set);
  const vars = names.flatMap((name): [string, Json][] => {
    const value = own[name];
    return value === undefined ? [] : [[name, value]];
  });
  return { vars: Object.fromEntries(vars), unset: names.filter((name) => own[name] === undefined) };
}

/** As they were before the migration; what it has not set stays as it is. */
function restoreVars(run: Run, { vars: before, unset }: Kept): void {
  const gone = new Set(unset);
  const left = Object.entries(run.draft.vars).filter(([name]) => !gone.has(name));
  const vars = { ...Object.fromEntries(left), ...before };
  run.draft.vars = vars;
  run.scope.vars = vars;
  note(run, { did: 'set', vars: before, ...(unset.length > 0 && { unset }) });
}

/** Where it stands is remembered exactly; the rest goes back by the inverse map. */
function wayBack({ migrated }: Instance, map: StepMap): StepMap {
  const steps = (migrated?.at ?? []).map(({ step, was }): [string, string] => [step, was]);
  return { ...map, ...Object.fromEntries(steps) };
}

/** The names of steps, wherever the instance has them. */
function rename(run: Run, map: StepMap): void {
  const { draft } = run;
  const to = (step: string): string => mapped(map, step);
  const moved = <Item extends { readonly step: string }>(item: Item): Item => ({
    ...item,
    step: to(item.step),
  });
  for (const position of positions(run)) {
    position.step = to(position.step);
    if (position.pending !== null) position.pending = moved(position.pending);
  }
  for (const branch of draft.branches ?? []) branch.parallel = to(branch.parallel);
  const visits: Record<string, number> = { ...draft.visits };
  for (const [step, count] of Object.entries(draft.visits)) {
    if (to(step) !== step) visits[to(step)] = Math.max(visits[to(step)] ?? 0, count);
  }
  draft.visits = visits;
  run.scope.visits = visits;
  draft.done = draft.done.map(moved);
  draft.left = draft.left.map(moved);
  draft.undo = draft.undo.map(moved);
  draft.incidents = draft.incidents.map(moved);
}

/** Waits go on by the new version's times, counted from when they were entered; what was kept may end them at once. */
function goOn(run: Run, before: Plan, was: readonly string[]): void {
  const { draft } = run;
  run.at = draft;
  prune(run);
  for (const [index, position] of [...positions(run)].entries()) {
    if (draft.status !== 'running' || !positions(run).includes(position)) break;
    run.at = position;
    const step = stepNamed(run, position.step);
    if (step.kind !== 'wait' || incidentHere(run) !== undefined) continue;
    proceed(run, reopenWait(run, step, begunAt(position, before.steps.get(was[index] ?? ''), draft.now)));
  }
}

/** When a wait began. Of one that was entered before that was kept, as far as its timer tells; else it begins now. */
function begunAt({ since, timer }: Position, old: Step | undefined, now: number): number {
  if (since !== undefined) return since;
  const branch = old?.kind === 'wait' && timer !== null ? old.branches[timer.branch] : undefined;
  if (timer === null || branch?.kind !== 'time' || branch.after === null) return now;
  return Math.min(now, timer.due - branch.after.longest);
}
