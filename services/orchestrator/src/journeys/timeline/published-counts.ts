// Counts what operations want to see: how journeys ended, which rules kept messages back, and which declined an entry. What
// is not committed did not happen: it is done again, and would be counted twice.
import type { Outgoing } from '@continuo/messaging';
import { attribute, count } from '@continuo/telemetry';
import type { Transaction } from '@continuo/persistence';
import type { Decision } from '../entries/decisions.store.js';

const ENDED = 'continuo.orchestrator.JourneyEnded.v1';
const WITHHELD: ReadonlySet<string> = new Set([
  'continuo.orchestrator.SendHeld.v1',
  'continuo.orchestrator.SendSkipped.v1',
]);

export interface Counted {
  readonly outgoing: readonly Outgoing[];
  readonly decisions: readonly Decision[];
  /** Timers. */
  readonly fired: number;
}

/** Counts what a transaction did, once it is committed. */
export function countOnCommit(tx: Pick<Transaction, 'afterCommit'>, counted: Counted): void {
  const { outgoing, decisions, fired } = counted;
  tx.afterCommit(() => {
    if (fired > 0) count('continuo.timers.fired', fired);
    countPublished(outgoing);
    countDeclined(decisions);
  });
}

function countPublished(outgoing: readonly Outgoing[]): void {
  for (const event of outgoing) {
    if (!('value' in event)) continue;
    const { journey, outcome, rule } = event.value as Readonly<Record<string, string>>;
    if (event.type === ENDED && journey !== undefined)
      count('continuo.journeys.ended', 1, {
        [attribute.journeyDefinition]: journey,
        [attribute.journeyOutcome]: outcome ?? 'none',
      });
    else if (WITHHELD.has(event.type) && rule !== undefined)
      count('continuo.sends.withheld', 1, { [attribute.continuoReason]: rule });
  }
}

function countDeclined(decisions: readonly Decision[]): void {
  for (const { rule } of decisions)
    count('continuo.decisions', 1, { [attribute.continuoDecisionOutcome]: rule });
}
