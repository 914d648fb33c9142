// The plans that this process runs with: every published version compiled once, and which of them are current.
import { Fault } from '@continuo/kernel';
import type { Transaction } from '@continuo/persistence';
import type { DefinitionReader } from './definition-source.js';
import type { Plans } from '../domain/engine/profile.js';
import type { LimitedJourney, LimitedPlans } from '../timeline/leases.js';
import { ENTRY } from '../timeline/timeline-record.js';
import type { JourneyState } from '../domain/lifecycle/lifecycle.js';
import type { Plan } from '../domain/language/plan.js';
import { byPriority } from '../domain/language/priority.js';

interface DefinitionRow {
  readonly journey: string;
  readonly version: number;
  readonly source: string;
  readonly publishedAt: Date;
}

/** Compiles what is published, once, for all partitions of this process. */
export class PlanBook {
  readonly #plans = new Map<string, Plan>();
  #newest: Edition | undefined;

  constructor(private readonly reader: DefinitionReader) {}

  /** The plans under a publication number, which the caller has read in this transaction. */
  async at(tx: Transaction, number: number): Promise<Edition> {
    if (this.#newest?.number === number) return this.#newest;
    await this.#read(tx);
    const published = await tx.client.query<{ journey: string; version: number; state: JourneyState }>(
      `select distinct on (journey) journey, version, state from publication where number <= $1
       order by journey, number desc`,
      [number],
    );
    const current = published.rows.map(({ journey, version, state }) => ({
      plan: this.#require(journey, version),
      state,
    }));
    const edition = new Edition(number, this.#plans, current);
    if (number > (this.#newest?.number ?? -1)) this.#newest = edition;
    return edition;
  }

  /** Every version there is, the running ones of old among them. */
  async all(tx: Transaction): Promise<readonly Plan[]> {
    await this.#read(tx);
    return [...this.#plans.values()];
  }

  /** Compiles what is not known yet. */
  async #read(tx: Transaction): Promise<void> {
    const { rows } = await tx.client.query<DefinitionRow>(
      `select journey, version, source, published_at as "publishedAt" from definition
       where not (journey || '/' || version) = any($1)`,
      [[...this.#plans.keys()]],
    );
    for (const row of rows) this.#plans.set(`${row.journey}/${row.version}`, this.#compile(row));
  }

  #require(journey: string, version: number): Plan {
    const plan = this.#plans.get(`${journey}/${version}`);
    if (plan !== undefined) return plan;
    throw new Fault(`${journey} ${version} is published but not to be found`, {
      code: 'definition-missing',
      retriable: true,
    });
  }

  /** A stored definition was compiled when it was published; what no longer compiles needs the version that wrote it. */
  #compile({ journey, version, source, publishedAt }: DefinitionRow): Plan {
    const read = this.reader.readPublished(source, `${journey}@${version}`, version, publishedAt);
    if (read.ok) return read.plan;
    const first = read.problems[0];
    throw new Fault(`${journey} ${version} does not compile here: ${first?.rule ?? 'unknown'}`, {
      code: 'definition-not-understood',
      retriable: true,
    });
  }
}

/** What is current under one publication number. Immutable, so it may be kept between transactions. */
export class Edition implements Plans, LimitedPlans {
  readonly #current: ReadonlyMap<string, Plan>;
  readonly #paused: ReadonlySet<string>;
  readonly #startedBy = new Map<string, Plan[]>();
  readonly #limited: readonly LimitedJourney[];
  /** Limited journeys that a step of another one starts. */
  readonly #limitedSteps: readonly string[];

  /** `versions` holds them as `<journey>/<version>`. A retired journey starts nothing; a paused one does. */
  constructor(
    readonly number: number,
    private readonly versions: ReadonlyMap<string, Plan>,
    published: readonly { readonly plan: Plan; readonly state: JourneyState }[],
  ) {
    const current = published.filter(({ state }) => state !== 'retired').map(({ plan }) => plan);
    this.#current = new Map(current.map((plan) => [plan.journey, plan]));
    this.#paused = new Set(
      published.filter(({ state }) => state === 'paused').map(({ plan }) => plan.journey),
    );
    this.#limited = current.flatMap(({ journey, admission: { concurrency: total } }) =>
      total === null ? [] : [{ journey, total }],
    );
    const steps = this.#limited.length === 0 ? [] : [...versions.values()].flatMap(startedBySteps);
    this.#limitedSteps = this.#limited.map(({ journey }) => journey).filter((name) => steps.includes(name));
    for (const plan of current.sort(byPriority)) {
      for (const type of new Set(plan.entries.map((entry) => entry.on))) {
        this.#startedBy.set(type, [...(this.#startedBy.get(type) ?? []), plan]);
      }
    }
  }

  version(journey: string, version: number): Plan | undefined {
    return this.versions.get(`${journey}/${version}`);
  }

  current(journey: string): Plan | undefined {
    return this.#current.get(journey);
  }

  startedBy(type: string): readonly Plan[] {
    return this.#startedBy.get(type) ?? [];
  }

  isPaused(journey: string): boolean {
    return this.#paused.has(journey);
  }

  /** Current journeys with a limit on open instances. */
  get limited(): readonly LimitedJourney[] {
    return this.#limited;
  }

  /** By an event, by a request, or by a step of another journey, which anything may reach. */
  limitedBy(type: string): readonly string[] {
    if (this.#limited.length === 0) return NONE;
    if (type === ENTRY) return this.#limited.map(({ journey }) => journey);
    const byEvent = this.startedBy(type)
      .filter(({ admission }) => admission.concurrency !== null)
      .map(({ journey }) => journey);
    return [...new Set([...byEvent, ...this.#limitedSteps])];
  }

  /** What can be entered now. */
  get entered(): readonly Plan[] {
    return [...this.#current.values()];
  }
}

const NONE: readonly string[] = [];

function startedBySteps({ steps }: Plan): readonly string[] {
  return [...steps.values()].flatMap((step) => (step.kind === 'journey' ? [step.journey] : []));
}
