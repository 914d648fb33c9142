// What really happened to customers, in the words of a simulation: from the journal's deeds.
import type { Plans } from '../domain/engine/profile.js';
import { constantsOf, NOTHING_HAPPENED, type CustomerRecord } from '../domain/simulation/customer-record.js';
import type { RecordedCommand } from '../domain/simulation/history-customer.js';
import type { BaselineInstance } from './simulation-baseline.store.js';

/** Instances as they stood at the end of the window. */
export function recordOf(instances: readonly BaselineInstance[], plans: Plans, to: number): CustomerRecord {
  if (instances.length === 0) return NOTHING_HAPPENED;
  return {
    lives: instances.map(({ id, journey, version, startedAt, endedAt, outcome, ending, visits }) => {
      const isOver = endedAt !== null && endedAt <= to;
      const end = isOver ? { outcome, ending } : { outcome: null, ending: null };
      return { id, journey, version, startedAt, ...end, steps: visits };
    }),
    contacts: instances.flatMap((instance) => contactsOf(instance, plans)),
    reasons: instances.flatMap(({ journey, deeds }) =>
      deeds.flatMap(([at, did, , , rule]) =>
        did === 'held' || did === 'skipped' ? [{ kind: did, rule: rule ?? '', journey, at } as const] : [],
      ),
    ),
  };
}

/** Messages that were really sent, each once whatever its attempts. */
function contactsOf({ journey, version, deeds }: BaselineInstance, plans: Plans): CustomerRecord['contacts'] {
  const plan = plans.version(journey, version);
  const seen = new Set<string>();
  return deeds.flatMap(([at, did, step, commandId, act]) => {
    if (did !== 'sent' || step === null || commandId === null || seen.has(commandId)) return [];
    seen.add(commandId);
    const of = plan?.steps.get(step);
    if (plan === undefined || of?.kind !== 'act' || !of.call.sends || of.call.act !== act) return [];
    return [{ commandId, journey, step, at, ...constantsOf(plan, step) }];
  });
}

/** Commands that were sent, and how they were answered. */
export function commandsOf(instances: readonly BaselineInstance[]): ReadonlyMap<string, RecordedCommand> {
  const commands = new Map<string, { sentAt: number; answers: { type: string; at: number }[] }>();
  for (const { deeds } of instances) {
    for (const [at, did, , commandId, what] of deeds) {
      if (commandId === null) continue;
      if (did === 'sent') {
        if (!commands.has(commandId)) commands.set(commandId, { sentAt: at, answers: [] });
      } else if (what !== null && did.includes('answered'))
        commands.get(commandId)?.answers.push({ type: what, at });
    }
  }
  return commands;
}
