// What publishing a version would change, before anybody publishes it.
import type { Database } from '@continuo/persistence';
import type { DefinitionReader, SourceProblem } from './definition-source.js';
import { findDefinition, listDefinitions } from './definitions.store.js';
import type { Standing } from './definition-view.js';
import type { DefinitionSource } from '../domain/language/definition.js';
import type { Plan } from '../domain/language/plan.js';
import { stepChanges, type StepChanges } from '../domain/lifecycle/step-changes.js';
import {
  customersInOthers,
  entriesPerDay,
  runningByStep,
  type EntriesOfDay,
  type RunningIn,
} from './preview.store.js';
import { standingOf, standings } from './publications.store.js';

/** Another journey that the same events start. */
export interface Overlap {
  readonly journey: string;
  readonly on: readonly string[];
  readonly priority: number;
  /** Whether both are of one group, so that only one of them runs per customer. */
  readonly competes: boolean;
  /** Of the newest 5,000 customers in this journey, how many are in the other one now. */
  readonly customersInBoth: number;
}

export interface Preview {
  readonly journey: string;
  readonly current: Standing | null;
  readonly problems: readonly SourceProblem[];
  readonly steps: StepChanges | null;
  readonly running: readonly RunningIn[];
  readonly entries: readonly EntriesOfDay[];
  readonly overlaps: readonly Overlap[];
}

const MAX_JOURNEYS = 2_000;

export class Previews {
  constructor(
    private readonly database: Database,
    private readonly reader: DefinitionReader,
  ) {}

  /** Of a text that is to become the journey's next version. With mistakes it tells them, and what is there now. */
  async of(journey: string, text: string): Promise<Preview> {
    const read = this.reader.read(text, 'definition.yaml', 1);
    const [current, running, entries, before] = await Promise.all([
      standingOf(this.database, journey),
      runningByStep(this.database, journey),
      entriesPerDay(this.database, journey),
      this.#newest(journey),
    ]);
    return {
      journey,
      current: current ?? null,
      problems: read.ok ? [] : read.problems,
      steps: read.ok ? stepChanges(before, read.source) : null,
      running,
      entries,
      overlaps: read.ok ? await this.#overlaps(journey, read.plan) : [],
    };
  }

  async #newest(journey: string): Promise<DefinitionSource | null> {
    const stored = await findDefinition(this.database, journey);
    const read =
      stored && this.reader.readPublished(stored.source, journey, stored.version, stored.publishedAt);
    return read?.ok ? read.source : null;
  }

  async #overlaps(journey: string, plan: Plan): Promise<readonly Overlap[]> {
    const [definitions, states, inOthers] = await Promise.all([
      listDefinitions(this.database, '', MAX_JOURNEYS),
      standings(this.database),
      customersInOthers(this.database, journey),
    ]);
    const retired = new Set(states.filter(({ state }) => state === 'retired').map((each) => each.journey));
    const { group } = plan.admission;
    const own = new Set(plan.entries.map((entry) => entry.on));
    return definitions
      .filter((other) => other.journey !== journey && !retired.has(other.journey))
      .flatMap(({ journey: name, version, source, publishedAt }): Overlap[] => {
        const read = this.reader.readPublished(source, name, version, publishedAt);
        if (!read.ok) return [];
        const { admission, entries } = read.plan;
        const on = [...new Set(entries.map((entry) => entry.on))].filter((type) => own.has(type));
        const competes = group !== null && admission.group === group;
        if (on.length === 0 && !competes) return [];
        const customersInBoth = inOthers.get(name) ?? 0;
        return [{ journey: name, on, priority: admission.priority, competes, customersInBoth }];
      });
  }
}
