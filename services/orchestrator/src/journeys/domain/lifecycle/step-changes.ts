// What is different between two versions of a journey, step by step.
import type { DefinitionSource } from '../language/definition.js';
import { edgesOf } from '../language/graph.js';
import { placedSteps, type PlacedStep } from '../language/step-tree.js';

export interface StepChanges {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** There in both, but says something else, leads elsewhere or stands in another branch. */
  readonly changed: readonly string[];
}

/** Compares by content, not by the order of keys; a step without `next` has changed when another one stands below it. */
export function stepChanges(before: DefinitionSource | null, after: DefinitionSource): StepChanges {
  const old = before === null ? new Map<string, PlacedStep>() : placedSteps(before);
  const now = placedSteps(after);
  const names = [...now.keys()];
  return {
    added: names.filter((name) => !old.has(name)),
    removed: [...old.keys()].filter((name) => !now.has(name)),
    changed: names.filter((name) => old.has(name) && toldOf(old.get(name)) !== toldOf(now.get(name))),
  };
}

function toldOf(step: PlacedStep | undefined): string {
  if (step === undefined) return '';
  const { source, branch } = step;
  const own = 'branches' in source ? { ...source, branches: Object.keys(source.branches) } : source;
  const targets = edgesOf(step).map(({ to, on }) => [on, to]);
  return JSON.stringify([sorted(own), branch?.parallel ?? null, branch?.name ?? null, targets]);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, each]) => [key, sorted(each)]));
}
