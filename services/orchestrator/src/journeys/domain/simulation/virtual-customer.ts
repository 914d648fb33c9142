// One customer on a virtual clock: the driver around the engine for scenarios, simulations and tests. Nothing leaves it.
import type { Input, ProfileFacts } from '../engine/input.js';
import { nextDue } from '../engine/instance.js';
import {
  advanceProfile,
  dueTimers,
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
  /** Looked for once per state: it is asked for at every record. */
  #dueOf: ProfileState['instances'] | undefined;
  #due: number | null = null;

  constructor(
    public state: ProfileState,
    /** Milliseconds; never goes back. */
    public clock: number,
    private readonly stage: Stage,
  ) {}

  /** Applies an input at the clock's time. Answers why it changed nothing, when it changed nothing. */
  apply(input: Input): string | undefined {
    const result = advanceProfile(this.state, input, this.stage.around(this.clock));
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
      for (const result of dueTimers(this.state, due + 1, this.stage.around(this.clock), 1))
        this.#take(result);
      fired += 1;
    }
    this.clock = Math.max(this.clock, until);
    return fired;
  }

  /** When something goes on by itself next (ms); null when nothing does. */
  get due(): number | null {
    if (this.#dueOf !== this.state.instances) {
      this.#dueOf = this.state.instances;
      this.#due = earliestOf(this.#dueOf);
    }
    return this.#due;
  }

  /** What is known of the customer from here on. */
  learn(facts: ProfileFacts): void {
    this.state = { ...this.state, facts };
  }

  #take({ state, changes, declined = [] }: ProfileAdvance): void {
    this.state = state;
    for (const change of changes) this.stage.changed(change);
    for (const each of declined) this.stage.declined?.(each);
  }
}

function earliestOf(instances: ProfileState['instances']): number | null {
  let first: number | null = null;
  for (const instance of instances.values()) {
    const due = nextDue(instance);
    if (due !== null && (first === null || due < first)) first = due;
  }
  return first;
}
