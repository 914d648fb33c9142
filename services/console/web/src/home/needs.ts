// What needs a person, read from the overview: nothing of it is an opinion, each has a number and a place to go to.
import { sumOf, sumOfAll, type OverviewData } from './overview-store.js';

/** An outbox whose oldest row is older is not being emptied. */
export const OVERDUE_SECONDS = 30;
/** So many records behind are more than what is under way. */
export const FAR_BEHIND = 10_000;

export interface Needs {
  /** Undefined where no service that knows of it answers. */
  readonly incidents: number | undefined;
  readonly parked: number | undefined;
  readonly stuck: number | undefined;
  /** Services whose outbox waits too long. */
  readonly overdue: readonly string[];
  /** Services that do not answer, or are not ready. */
  readonly services: readonly string[];
  /** By topic the groups that are far behind, and how far the last of them is. */
  readonly behind: readonly {
    readonly topic: string;
    readonly groups: readonly string[];
    readonly lag: number;
  }[];
  readonly isBrokerAway: boolean;
  /** False when one of them is not zero, or can't be known. */
  readonly isCalm: boolean;
}

export function needsOf(data: OverviewData): Needs {
  const services = Object.entries(data.services);
  const answering = services.filter(([, { state }]) => state === 'ready' || state === 'not-ready');
  const isKnown = answering.length > 0;
  const needs = {
    incidents: isKnown ? sumOf(data.incidents) : undefined,
    parked: isKnown ? sumOf(data.parked) : undefined,
    stuck: data.journeys.stuck === undefined || !isKnown ? undefined : sumOfAll(data.journeys.stuck),
    overdue: services
      .filter(([, { outboxOldestSeconds = 0 }]) => outboxOldestSeconds > OVERDUE_SECONDS)
      .map(([name]) => name),
    services: services
      .filter(([, { state }]) => state === 'away' || state === 'not-ready')
      .map(([name]) => name),
    behind: behindOf(data),
    isBrokerAway: data.broker.state === 'away',
  };
  const counts = [needs.incidents, needs.parked, needs.stuck ?? 0];
  const lists = [needs.overdue, needs.services, needs.behind];
  const isCalm =
    !needs.isBrokerAway && counts.every((count) => count === 0) && lists.every((list) => list.length === 0);
  return { ...needs, isCalm };
}

function behindOf(data: OverviewData): Needs['behind'] {
  return Object.entries(data.topics).flatMap(([topic, { groups }]) => {
    const far = Object.entries(groups).filter(([, { lag = 0 }]) => lag > FAR_BEHIND);
    if (far.length === 0) return [];
    return [
      { topic, groups: far.map(([group]) => group), lag: Math.max(...far.map(([, { lag = 0 }]) => lag)) },
    ];
  });
}
