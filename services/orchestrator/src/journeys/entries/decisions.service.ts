// Looking at entries that were declined, and at what both groups of a hold-out reached.
import type { Database } from '@continuo/persistence';
import { listDecisions, type DecisionFilter, type ShownDecision } from './decisions.store.js';
import { compareGoals } from './goals.store.js';

const DAY = 86_400_000;

export class Decisions {
  constructor(private readonly database: Database) {}

  list(filter: DecisionFilter, before: string | undefined, limit: number): Promise<readonly ShownDecision[]> {
    return listDecisions(this.database, filter, before, limit);
  }

  goals(journey: string, days: number): ReturnType<typeof compareGoals> {
    return compareGoals(this.database, journey, new Date(Date.now() - days * DAY));
  }
}
