// What of journeys a simulation plays in part only: what all customers share, and what a clock starts.
import type { Policy } from '../guardrails/policy.js';
import type { CommandCall, Plan } from '../language/plan.js';
import { literalOf } from './customer-record.js';

export const PARTLY_PLAYED = ['pace', 'places', 'schedules'] as const;
export type PartlyPlayed = (typeof PARTLY_PLAYED)[number];

/** Which of it these versions use, under the policies that were in force; in a fixed order. */
export function partlyPlayed(plans: readonly Plan[], policies: readonly Policy[]): readonly PartlyPlayed[] {
  const uses: Record<PartlyPlayed, boolean> = {
    pace: plans.some((plan) => callsOf(plan).some((call) => isPaced(call, plan, policies))),
    places: plans.some(({ admission }) => admission.concurrency !== null),
    schedules: plans.some(({ schedules }) => schedules.length > 0),
  };
  return PARTLY_PLAYED.filter((each) => uses[each]);
}

function callsOf({ steps }: Plan): readonly CommandCall[] {
  return [...steps.values()].flatMap((step) =>
    step.kind === 'act' ? [step.call, ...(step.compensate === null ? [] : [step.compensate])] : [],
  );
}

/** What an expression will say is not known: it could be what a pace is about. */
function isPaced(call: CommandCall, { category }: Plan, policies: readonly Policy[]): boolean {
  if (!call.sends) return false;
  const purpose = literalOf(call, 'purpose');
  const channel = literalOf(call, 'channel');
  return policies.some(({ pace }) =>
    pace.some(({ appliesTo }) => purpose === null || appliesTo({ purpose, channel, category })),
  );
}
