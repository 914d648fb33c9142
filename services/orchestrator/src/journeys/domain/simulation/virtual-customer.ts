// One customer on a virtual clock: the driver around the engine for scenarios, simulations and tests. Nothing leaves it.
import type { Input, ProfileFacts } from '../engine/input.js';
import { nextDue, type Instance } from '../engine/instance.js';
import {
  advanceProfile,
  fireEarliest,
  type Change,
  type Declined,
  type ProfileAdvance,
  type ProfileState,
  type Surroundings,
} from '../engine/profile.js';

/** Timers that fire at one go; a journey that fires more of them turns in a circle. */
const MAX_TIMERS = 10_000;

/** What the driver is given: the surroundings at a time of its clock, and who is told what happened. */
export interface Stage {
  around(clock: number): Surroundings;
  /** Told of every change, in order. */
  changed(change: Change): void;
  /** Told of every entry that was declined. */
  declined?(declined: Declined): void;
}

export class VirtualCustomer {
  /** Its instances are changed where they are. */
  #state: OwnState;
  /** Looked for again when something has changed: it is asked for at every record. */
  #due: number | null | undefined;

  constructor(
    state: ProfileState,
    /** Milliseconds; never goes back. */
    public clock: number,
    private readonly stage: Stage,
  ) {
    this.#state = ownOf(state);
  }

  /** As it stands: what is applied next changes it. */
  get state(): ProfileState {
    return this.#state;
  }

  set state(state: ProfileState) {
    this.#state = ownOf(state);
    this.#due = undefined;
  }

  /** Applies an input at the clock's time. Answers why it changed nothing, when it changed nothing. */
  apply(input: Input): string | undefined {
    const result = advanceProfile(this.#state, input, this.#around());
    this.#take(result);
    return result.ignored;
  }

  /**
   * Lets time pass up to a moment: what is due before it fires, each timer at its own time, and with `inclusive` also what
   * is due right then. Answers how many fired.
   */
  pass(until: number, inclusive: boolean): number {
    const before = inclusive ? until + 1 : until;
    let fired = 0;
    for (let due = this.due; due !== null && due < before; due = this.due) {
      if (fired === MAX_TIMERS) throw new Error(`more than ${MAX_TIMERS} timers in a row`);
      this.clock = Math.max(this.clock, due);
      const result = fireEarliest(this.#state, due + 1, this.#around());
      if (result !== null) this.#take(result);
      fired += 1;
    }
    this.clock = Math.max(this.clock, until);
    return fired;
  }

  /** When something goes on by itself next (ms); null when nothing does. */
  get due(): number | null {
    if (this.#due === undefined) this.#due = earliestOf(this.#state.instances);
    return this.#due;
  }

  /** Takes an instance out of what goes on. */
  putAside(id: string): void {
    this.#state.instances.delete(id);
    this.#due = undefined;
  }

  /** Brings one back, before all others. */
  bringBack(instance: Instance): void {
    const { instances } = this.#state;
    this.#state = { ...this.#state, instances: new Map([[instance.id, instance], ...instances]) };
    this.#due = undefined;
  }

  /** What is known of the customer from here on. */
  learn(facts: ProfileFacts): void {
    this.#state = { ...this.#state, facts };
  }

  #around(): Surroundings {
    const around = this.stage.around(this.clock);
    return around.inPlace === true ? around : { ...around, inPlace: true };
  }

  #take({ state, changes, declined }: ProfileAdvance): void {
    this.#state = state as OwnState;
    if (changes.length > 0) this.#due = undefined;
    for (const change of changes) this.stage.changed(change);
    for (const each of declined ?? []) this.stage.declined?.(each);
  }
}

interface OwnState extends ProfileState {
  readonly instances: Map<string, Instance>;
}

function ownOf(state: ProfileState): OwnState {
  return { ...state, instances: new Map(state.instances) };
}

function earliestOf(instances: ProfileState['instances']): number | null {
  let first: number | null = null;
  for (const instance of instances.values()) {
    const due = nextDue(instance);
    if (due !== null && (first === null || due < first)) first = due;
  }
  return first;
}
