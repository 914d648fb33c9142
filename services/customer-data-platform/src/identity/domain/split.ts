// What two profiles are after a merge between them is undone.
import type { Held } from './identity-graph.js';
import { heldBy, noRank, united } from './identity-resolution.js';
import type { IdentityRules } from './identity-rules.js';

/** The pseudo-kind whose limit of one value keeps the two sides of an undone merge from being merged again. */
export function apart(mergeId: string, side: 'survivor' | 'loser'): Held {
  return { [`apart.${mergeId}`]: [side] };
}

/** Limits and rank of a profile, counted anew from the identifiers of its family and the merges undone in it. */
export function recounted(
  rules: IdentityRules,
  identifiers: readonly string[],
  undone: readonly { readonly mergeId: string; readonly side: 'survivor' | 'loser' }[],
): { readonly rank: number; readonly held: Held } {
  let rank = noRank;
  let held: Held = {};
  for (const key of identifiers) {
    const kind = key.slice(0, key.indexOf('='));
    rank = Math.min(rank, rules.ruleOf(kind)?.priority ?? noRank);
    held = united(held, heldBy(rules, { kind, key }));
  }
  for (const { mergeId, side } of undone) held = united(held, apart(mergeId, side));
  return { rank, held };
}
