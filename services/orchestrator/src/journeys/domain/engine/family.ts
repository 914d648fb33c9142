// What goes from one journey of a customer to another: started by a step, given up, told of an end.
import { advance } from './advance.js';
import { enter } from './entry.js';
import type { ChildInput, Facts, Input, StartInput } from './input.js';
import { isOutward, type Advance, type Effect, type FamilyEffect, type StartChildEffect } from './output.js';
import { MAX_HOPS, planOf, record, factsOf, type Change, type Surroundings, type Work } from './work.js';

/** How many journeys the steps of one customer start in one input: what starts itself twice each time ends here. */
const MAX_STARTED = 64;

/** Applies what the changes from `from` on ask of other instances, and what those lead to, until nothing is left. */
export function applyFamily(work: Work, facts: Facts, around: Surroundings, from = 0): void {
  let started = 0;
  for (let at = from; at < work.changes.length; at += 1) {
    const change = work.changes[at];
    for (const effect of change?.effects ?? []) {
      if (change === undefined || !isOfFamily(effect)) continue;
      if (effect.kind === 'start-child') {
        startChild({ work, facts, around }, change, effect, started);
        started += 1;
      } else if (effect.kind === 'cancel-child') {
        const { because } = effect;
        const input = { kind: 'parent', parent: change.instance.id, at: facts.now, because } as const;
        tell({ work, facts, around }, effect.childId, input);
      } else {
        const { outcome, ending, parent } = effect;
        const event = { event: 'ended', outcome, ending } as const;
        tellChild({ work, facts, around }, parent.instance, change.instance.id, event);
      }
    }
  }
}

interface Household {
  readonly work: Work;
  readonly facts: Facts;
  readonly around: Surroundings;
}

function isOfFamily(effect: Effect): effect is FamilyEffect {
  return !isOutward(effect);
}

function startChild(house: Household, by: Change, effect: StartChildEffect, started: number): void {
  const { parent, childId } = effect;
  const code = started < MAX_STARTED ? tryToStart(house, by, effect) : 'too-many-started';
  if (code !== null) tellChild(house, parent.instance, childId, { event: 'refused', code });
  else if (!parent.awaits) tellChild(house, parent.instance, childId, { event: 'started' });
}

/** Null when it has started; else why not. */
function tryToStart({ work, facts, around }: Household, by: Change, effect: StartChildEffect): string | null {
  const { profileId, hops, customer, correlationId } = by.instance;
  const { journey, requestId, key, vars, parent } = effect;
  const plan = around.plans.current(journey);
  if (plan === undefined) return 'journey-not-published';
  if (hops >= MAX_HOPS) return 'too-many-hops';
  const input: StartInput = {
    ...{ kind: 'start', id: requestId, profileId, journey, version: null, at: facts.now, key, vars },
    // Who asked for the first of them asked for all of them.
    ...{ actor: by.instance.requester ?? 'journey', hops, customer, correlationId, parent },
  };
  let result: Advance;
  try {
    result = advance(plan, null, input, factsOf(plan, facts, work, around), around.derive);
  } catch {
    return 'engine-error';
  }
  return enter({ work, facts, around }, plan, input, result);
}

function tellChild(
  house: Household,
  parent: string,
  child: string,
  event: Omit<ChildInput, 'kind' | 'child' | 'at'>,
): void {
  tell(house, parent, { kind: 'child', child, at: house.facts.now, ...event });
}

/** One that is not there any more is told nothing. An instance over which the engine fails stands with an incident. */
function tell({ work, facts, around }: Household, id: string, input: Input): void {
  const instance = work.instances.get(id);
  if (instance === undefined) return;
  const plan = planOf(instance, around.plans);
  const known = factsOf(plan, facts, work, around);
  let applied = input;
  let result: Advance;
  try {
    result = advance(plan, instance, input, known, around.derive);
  } catch (thrown) {
    applied = { kind: 'fault', at: facts.now, error: thrown instanceof Error ? thrown.name : 'unknown' };
    result = advance(plan, instance, applied, known, around.derive);
  }
  record(work, plan, applied, result);
}
