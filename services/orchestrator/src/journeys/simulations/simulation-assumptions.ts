// Answers that a simulation had to assume, and how often it did.
import type { CommandCall } from '../domain/language/plan.js';
import type { UsualAnswer } from '../domain/simulation/usual-answers.js';
import type { AssumedAnswer } from './simulation-report.js';

/** Where nothing was recorded: a success after this time. */
const DELAY_MS = 1_000;

export class Assumptions {
  readonly #made = new Map<string, UsualAnswer | null>();
  readonly #times = new Map<string, number>();

  constructor(private readonly usual: ReadonlyMap<string, UsualAnswer>) {}

  /** How a command is answered that nobody really sent; null: never. */
  answer({ act, command }: CommandCall): UsualAnswer | null {
    const known = this.#made.get(act);
    if (known !== undefined) return known;
    const done = [...command.answers].find(([, meaning]) => meaning === 'done')?.[0];
    const assumed = done === undefined ? null : { type: done, delay: DELAY_MS, samples: 0 };
    const usual = this.usual.get(act) ?? assumed;
    this.#made.set(act, usual);
    return usual;
  }

  /** Adds up customers as they are told: one whose log was begun and left for a later reading counts once. */
  count(assumed: ReadonlyMap<string, number>): void {
    for (const [act, times] of assumed) this.#times.set(act, (this.#times.get(act) ?? 0) + times);
  }

  get made(): readonly AssumedAnswer[] {
    return [...this.#times]
      .map(([act, times]) => {
        const { type = null, delay: delayMs = 0, samples = 0 } = this.#made.get(act) ?? {};
        return { act, times, type, delayMs, samples };
      })
      .sort((a, b) => (a.act < b.act ? -1 : 1));
  }
}
