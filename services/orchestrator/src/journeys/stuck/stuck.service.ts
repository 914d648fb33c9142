// Finds journeys that are stuck: in a step for clearly longer than is usual there, or than their definition allows.
import type { Database } from '@continuo/persistence';
import { newestPublication } from '../definitions/definitions.store.js';
import { stuckLimit, type StuckLimit } from '../domain/stays/stuck-limit.js';
import type { PlanBook } from '../definitions/plan-book.js';
import { staysOfSteps, stepKey } from './stays.store.js';
import { countStuck, listStuck, openVersions, type StepLimit, type StuckRow } from './stuck.store.js';

/** What is usual is what was in the last four weeks. */
const DAYS = 28;
/** Nobody could look at less. */
const LEAST_MS = 60_000;

export interface Stuck extends StuckRow {
  readonly limit: StuckLimit;
}

export interface StuckFilter {
  readonly journey?: string;
  readonly version?: number;
  readonly step?: string;
}

export class StuckJourneys {
  #counts: readonly { readonly journey: string; readonly step: string; readonly count: number }[] = [];

  constructor(
    private readonly database: Database,
    private readonly plans: PlanBook,
    private readonly leastMs = LEAST_MS,
  ) {}

  /** Counts anew; done once a minute. */
  async look(): Promise<void> {
    this.#counts = await countStuck(this.database, [...(await this.#limits({})).values()]);
  }

  /** As of the last look. */
  get counts(): readonly { readonly journey: string; readonly step: string; readonly count: number }[] {
    return this.#counts;
  }

  /** Those that stand longest first. */
  async list(
    filter: StuckFilter,
    after: readonly [enteredAt: string, id: string, step: string] | undefined,
    limit: number,
  ): Promise<readonly Stuck[]> {
    const limits = await this.#limits(filter);
    const rows = await listStuck(this.database, [...limits.values()], after, limit);
    return rows.flatMap((row) => {
      const found = limits.get(stepKey(row.journey, row.version, row.step));
      return found === undefined ? [] : [{ ...row, limit: found.limit }];
    });
  }

  /** The limit of every step of every version that somebody is in. */
  async #limits(
    filter: StuckFilter,
  ): Promise<ReadonlyMap<string, StepLimit & { readonly limit: StuckLimit }>> {
    const [versions, stays] = await Promise.all([
      openVersions(this.database),
      staysOfSteps(this.database, DAYS),
    ]);
    const plans = await this.database.transaction(async (tx) =>
      this.plans.at(tx, await newestPublication(tx)),
    );
    const limits = new Map<string, StepLimit & { readonly limit: StuckLimit }>();
    for (const { journey, version } of versions) {
      if ((filter.journey ?? journey) !== journey || (filter.version ?? version) !== version) continue;
      const plan = plans.version(journey, version);
      for (const step of plan?.steps.keys() ?? []) {
        if ((filter.step ?? step) !== step) continue;
        const key = stepKey(journey, version, step);
        const limit = stuckLimit(stays.get(key), plan?.stuckAfter.get(step), this.leastMs);
        if (limit !== null) limits.set(key, { journey, version, step, after: limit.after, limit });
      }
    }
    return limits;
  }
}
