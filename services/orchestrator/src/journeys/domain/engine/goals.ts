// Goals: what is to be reached within a time from the entry, also after the end, and by those who were held out.
import type { EventInput } from './input.js';
import type { Plan } from '../language/plan.js';
import type { Instance } from './instance.js';
import { holds, note, publish, type Run } from './run.js';

/** How far goals are looked for; nothing for a journey without any. */
export function goalsFrom({ goals }: Plan, startedAt: number): Pick<Instance, 'goals'> {
  if (goals.length === 0) return {};
  const until = Math.max(...goals.map(({ within }) => within.after(startedAt)));
  return { goals: { until, reached: {} } };
}

/** Records each goal that this event reaches, once per instance. */
export function reachGoals(run: Run, input: EventInput): void {
  const { draft, plan } = run;
  if (draft.goals === undefined || draft.goals.until === null) return;
  for (const goal of plan.goals) {
    if (goal.on !== input.type || Object.hasOwn(draft.goals.reached, goal.name)) continue;
    if (draft.now > goal.within.after(draft.startedAt) || holds(run, goal.when) !== true) continue;
    draft.goals = { ...draft.goals, reached: { ...draft.goals.reached, [goal.name]: draft.now } };
    note(run, { did: 'goal', goal: goal.name, event: input.id });
    publish(run, 'GoalReached', {
      goal: goal.name,
      heldOut: draft.ending === 'held-out',
      ended: draft.status === 'ended',
      eventId: input.id,
      sinceEntryMs: draft.now - draft.startedAt,
      reachedAt: draft.now,
    });
  }
  if (plan.goals.every(({ name }) => draft.goals && Object.hasOwn(draft.goals.reached, name)))
    draft.goals = { ...draft.goals, until: null };
}

/** Nothing can be reached any more. */
export function endGoals(run: Run): void {
  const { goals } = run.draft;
  if (goals === undefined || goals.until === null) return;
  run.draft.goals = { ...goals, until: null };
}
