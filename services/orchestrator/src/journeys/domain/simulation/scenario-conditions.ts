// What else is true in a scenario, and changes while it runs: what other customers have running and waiting, what is stopped
// or paused.
import { holdsBack } from '../engine/held.js';
import type { Instance } from '../engine/instance.js';
import type { Change, Places, Plans } from '../engine/profile.js';
import type { Pace } from '../guardrails/pace.js';
import type { Guardrails, Policy, Stop } from '../guardrails/policy.js';
import type { Plan } from '../language/plan.js';
import { startersOf } from '../language/priority.js';
import { ScenarioError, type ConditionsSource, type StopSource } from './scenario.js';

type Path = readonly (string | number)[];

/** What may go on now: messages of a stop that is over, instances of a journey that was resumed. */
export type Resumed = { readonly sending: true } | { readonly journey: string };

export class Conditions {
  readonly plans: Plans;
  readonly places: OthersPlaces;
  readonly pace: OthersSlots | null;
  #guardrails: Guardrails | null;
  readonly #paused = new Set<string>();

  constructor(
    private readonly all: readonly Plan[],
    policy: Policy | null,
  ) {
    this.plans = publishedPlans(all, (journey) => this.#paused.has(journey));
    this.places = new OthersPlaces(all);
    this.pace = policy === null || policy.pace.length === 0 ? null : new OthersSlots(policy);
    this.#guardrails =
      policy === null ? null : { number: 1, policy: { version: 1, rules: policy }, stops: [] };
  }

  /** What is in force for sending; null where nothing ever was. */
  get guardrails(): Guardrails | null {
    return this.#guardrails;
  }

  /** Takes up what is true from now on. Answers what was held and may go. */
  change(now: ConditionsSource, clock: number, path: Path): readonly Resumed[] {
    this.#others(now, clock, path);
    for (const stop of listOf(now.stopped)) this.#turn([...this.#stops, stopOf(stop)]);
    for (const journey of listOf(now.paused)) {
      this.#known(journey, [...path, 'paused']);
      this.#paused.add(journey);
    }
    return listOf(now.resumed).map((each) => this.#resume(each, [...path, 'resumed']));
  }

  #others(
    { runningElsewhere = {}, waitingElsewhere = {} }: ConditionsSource,
    clock: number,
    path: Path,
  ): void {
    for (const [journey, count] of Object.entries(runningElsewhere)) {
      const at = [...path, 'runningElsewhere', journey];
      this.#known(journey, at);
      if (!this.places.others(journey, count))
        throw new ScenarioError(at, 'no-limit', `${journey} has no limit on its instances (concurrency)`);
    }
    for (const [rule, count] of Object.entries(waitingElsewhere)) {
      if (this.pace?.others(rule, count, clock) !== true)
        throw new ScenarioError(
          [...path, 'waitingElsewhere', rule],
          'unknown-pace',
          `${rule} is no pace of the guardrails; one is named as in pace/<name>`,
        );
    }
  }

  #resume(what: string | StopSource, path: Path): Resumed {
    if (typeof what === 'string') {
      this.#known(what, path);
      if (!this.#paused.delete(what)) throw new ScenarioError(path, 'not-paused', `${what} is not paused`);
      return { journey: what };
    }
    const { channel, purpose } = stopOf(what);
    const rest = this.#stops.filter((each) => each.channel !== channel || each.purpose !== purpose);
    if (rest.length === this.#stops.length)
      throw new ScenarioError(
        path,
        'not-stopped',
        `nothing is stopped for channel ${channel} and purpose ${purpose}`,
      );
    this.#turn(rest);
    return { sending: true };
  }

  get #stops(): readonly Stop[] {
    return this.#guardrails?.stops ?? [];
  }

  #turn(stops: readonly Stop[]): void {
    const { number, policy } = this.#guardrails ?? { number: 0, policy: null };
    this.#guardrails = { number: number + 1, policy, stops };
  }

  #known(journey: string, path: Path): void {
    if (this.all.some((plan) => plan.journey === journey)) return;
    const names = this.all.map((plan) => plan.journey).join(', ');
    throw new ScenarioError(path, 'unknown-journey', `${journey} is none of the journeys here: ${names}`);
  }
}

/** Places of limited journeys, of which others have some. */
class OthersPlaces implements Places {
  readonly #totals: ReadonlyMap<string, number>;
  readonly #others = new Map<string, number>();
  readonly #own = new Map<string, number>();
  readonly #ended = new Set<string>();

  constructor(plans: readonly Plan[]) {
    this.#totals = new Map(
      plans.flatMap(({ journey, admission: { concurrency } }) =>
        concurrency === null ? [] : [[journey, concurrency] as const],
      ),
    );
  }

  /** How many others have from now on; false where nothing is limited. */
  others(journey: string, count: number): boolean {
    this.#others.set(journey, count);
    return this.#totals.has(journey);
  }

  take(journey: string): boolean {
    const own = this.#own.get(journey) ?? 0;
    if (own + (this.#others.get(journey) ?? 0) >= (this.#totals.get(journey) ?? Infinity)) return false;
    this.#own.set(journey, own + 1);
    return true;
  }

  /** Whoever ends gives back the place. */
  note({ instance: { id, journey, place, endedAt } }: Change): void {
    if (place !== true || endedAt === null || this.#ended.has(id)) return;
    this.#ended.add(id);
    this.#own.set(journey, (this.#own.get(journey) ?? 0) - 1);
  }
}

/** Slots of paced messages, of which others have some: one behind the other. */
class OthersSlots implements Pace {
  readonly #intervals: ReadonlyMap<string, number>;
  readonly #next = new Map<string, number>();
  /** Real time (ms), as the driver has it. */
  real = 0;

  constructor({ pace }: Policy) {
    this.#intervals = new Map(pace.map(({ rule, interval }) => [rule, interval]));
  }

  /** So many messages of others have theirs already; false where there is no such pace. */
  others(rule: string, count: number, clock: number): boolean {
    const interval = this.#intervals.get(rule);
    if (interval === undefined) return false;
    this.#next.set(rule, this.#first(rule, clock) + count * interval);
    return true;
  }

  take(rule: string, latest: number): number {
    const slot = this.#first(rule, this.real);
    if (slot <= latest) this.#next.set(rule, slot + (this.#intervals.get(rule) ?? 0));
    return slot;
  }

  #first(rule: string, real: number): number {
    return Math.max(this.#next.get(rule) ?? 0, real);
  }
}

function listOf<Of>(given: Of | readonly Of[] | undefined): readonly Of[] {
  if (given === undefined) return [];
  return Array.isArray(given) ? (given as readonly Of[]) : [given as Of];
}

function stopOf({ channel = '*', purpose = '*' }: StopSource): Stop {
  return { channel, purpose };
}

/** Plans that are all published, one version of each. */
export function publishedPlans(
  plans: readonly Plan[],
  isPaused: (journey: string) => boolean = () => false,
): Plans {
  return {
    version: (journey, version) => plans.find((plan) => plan.journey === journey && plan.version === version),
    current: (journey) => plans.find((plan) => plan.journey === journey),
    startedBy: (type) => startersOf(plans, type),
    isPaused,
  };
}

/** Instances of a journey that hold something back, as they are told of its resumption. */
export function holdingOf(instances: ReadonlyMap<string, Instance>, journey: string): readonly Instance[] {
  return [...instances.values()].filter((each) => each.journey === journey && holdsBack(each));
}
