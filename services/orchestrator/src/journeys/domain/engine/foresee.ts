// What an operator's word would do to an instance now: the engine is asked, and nothing of its answer is kept.
import type { Plan } from '../language/plan.js';
import { advance } from './advance.js';
import type { ActionInput, DeriveId, Facts } from './input.js';
import { positionsOf, type Instance } from './instance.js';
import type { Deed } from './output.js';

/** A command that would go out. */
export interface ForeseenCommand {
  /** As the definition names it: `operations.ReserveStock`. */
  readonly command: string;
  readonly step: string;
  /** It was sent before under the same id: whoever did it already answers, and does not do it twice. */
  readonly repeats: boolean;
}

export interface Foreseen {
  /** Why nothing would be done; null when something would. The rest is then empty. */
  readonly refused: string | null;
  /** Steps that would be entered, in their order. */
  readonly enters: readonly string[];
  readonly sends: readonly ForeseenCommand[];
  /** Steps whose acts would be undone, the first one first. */
  readonly undoes: readonly string[];
  /** The outcome that the journey would end with; null when it goes on. */
  readonly ends: string | null;
  /** What would stand again at once; null when nothing does. */
  readonly stands: { readonly step: string; readonly code: string } | null;
}

export type ForeseenAction = Exclude<ActionInput['action'], 'release'>;

/** Rules for sending are looked at when it happens: here none is in force unless `facts` names it. */
export function foresee(
  plan: Plan,
  instance: Instance,
  asked: { readonly action: ForeseenAction; readonly incidentId: string },
  facts: Facts,
  derive: DeriveId,
): Foreseen {
  const input: ActionInput = {
    kind: 'action',
    id: 'foreseen',
    instanceId: instance.id,
    at: facts.now,
    actor: 'foreseen',
    ...asked,
  };
  const { journal, instance: after, ignored } = advance(plan, instance, input, facts, derive);
  if (journal === null) return { ...NOTHING, refused: ignored ?? 'not-concerned' };
  const { deeds } = journal;
  const isOver = instance.status === 'running' && after !== null && after.status !== 'running';
  const incident = named(deeds, 'incident').at(-1);
  return {
    refused: null,
    enters: named(deeds, 'entered').map((deed) => String(deed['step'])),
    sends: commandsOf(instance, deeds),
    undoes: undoneBy(instance, after, deeds),
    ends: isOver ? after.outcome : null,
    stands:
      incident === undefined ? null : { step: String(incident['step']), code: String(incident['code']) },
  };
}

const NOTHING = { enters: [], sends: [], undoes: [], ends: null, stands: null };

function named(deeds: readonly Deed[], did: string): readonly Deed[] {
  return deeds.filter((deed) => deed.did === did);
}

function commandsOf(before: Instance, deeds: readonly Deed[]): readonly ForeseenCommand[] {
  const known = new Set(
    [...positionsOf(before).map(({ pending }) => pending), ...before.undo]
      .filter((pending) => pending !== null && pending.with !== null)
      .map((pending) => pending?.commandId),
  );
  return named(deeds, 'sent').map(({ command, step, commandId }) => ({
    command: String(command),
    step: String(step),
    repeats: known.has(String(commandId)),
  }));
}

/** What an ending would begin to undo; of an undoing that is under way what would be left of it. */
function undoneBy(before: Instance, after: Instance | null, deeds: readonly Deed[]): readonly string[] {
  const begun = named(deeds, 'undoing').flatMap(({ acts }) => (Array.isArray(acts) ? acts.map(String) : []));
  if (begun.length > 0) return begun.map((act) => act.split('/')[0] ?? act);
  return before.status === 'undoing' ? (after?.undo ?? []).map(({ step }) => step) : [];
}
