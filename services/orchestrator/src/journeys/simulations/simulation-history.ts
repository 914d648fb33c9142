// What really happened to customers, in the words of a simulation: from the journal's deeds.
import type { Plans } from '../domain/engine/profile.js';
import type { Plan } from '../domain/language/plan.js';
import {
  constantsOf,
  NOTHING_HAPPENED,
  type Contact,
  type CustomerRecord,
  type Life,
  type Reason,
} from '../domain/simulation/customer-record.js';
import type { RecordedCommand } from '../domain/simulation/history-customer.js';
import type { ComparedDeed } from '../domain/simulation/compared-deeds.js';
import type { BaselineInstance } from './simulation-known.js';

/** Instances as they stood at the end of the window. */
export function recordOf(instances: readonly BaselineInstance[], plans: Plans, to: number): CustomerRecord {
  if (instances.length === 0) return NOTHING_HAPPENED;
  const lives: Life[] = [];
  const contacts: Contact[] = [];
  const reasons: Reason[] = [];
  for (const instance of instances) {
    lives.push(lifeAt(instance, to));
    const plan = plans.version(instance.journey, instance.version);
    for (const deed of instance.deeds) {
      const [at, did, , , rule] = deed;
      if (did === 'held' || did === 'skipped')
        reasons.push({ kind: did, rule: rule ?? '', journey: instance.journey, at });
      else if (did === 'sent' && plan !== undefined) contact(contacts, deed, plan);
    }
  }
  return { lives, contacts, reasons };
}

function lifeAt(instance: BaselineInstance, to: number): Life {
  const { id, journey, version, startedAt, endedAt, visits: steps } = instance;
  const isOver = endedAt !== null && endedAt <= to;
  return { id, journey, version, startedAt, outcome: isOver ? instance.outcome : null, steps };
}

/** Adds a message that was really sent, once whatever its attempts. */
function contact(contacts: Contact[], [at, , step, commandId, act]: ComparedDeed, plan: Plan): void {
  if (step === null || commandId === null) return;
  const of = plan.steps.get(step);
  if (of?.kind !== 'act' || !of.call.sends || of.call.act !== act) return;
  if (contacts.some((known) => known.commandId === commandId)) return;
  const { template, channel } = constantsOf(plan, step);
  contacts.push({ commandId, journey: plan.journey, step, at, template, channel });
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
