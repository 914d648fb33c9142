// Answers that a simulation had to assume, and how often it did.
import type { CommandCall } from '../domain/language/plan.js';
import type { UsualAnswer } from '../domain/simulation/usual-answers.js';
import type { AssumedAnswer } from './simulation-report.js';

/** Where nothing was recorded: a success after this time. */
const DELAY_MS = 1_000;

export class Assumptions {
  readonly #made = new Map<string, { times: number; usual: UsualAnswer | null }>();

  constructor(private readonly usual: ReadonlyMap<string, UsualAnswer>) {}

  /** How a command is answered that nobody really sent; null: never. */
  answer({ act, command }: CommandCall): UsualAnswer | null {
    const known = this.#made.get(act);
    if (known !== undefined) {
      known.times += 1;
      return known.usual;
    }
    const done = [...command.answers].find(([, meaning]) => meaning === 'done')?.[0];
    const assumed = done === undefined ? null : { type: done, delay: DELAY_MS, samples: 0 };
    const usual = this.usual.get(act) ?? assumed;
    this.#made.set(act, { times: 1, usual });
    return usual;
  }

  get made(): readonly AssumedAnswer[] {
    return [...this.#made]
      .map(([act, { times, usual }]) => ({
        act,
        times,
        type: usual?.type ?? null,
        delayMs: usual?.delay ?? 0,
        samples: usual?.samples ?? 0,
      }))
      .sort((a, b) => (a.act < b.act ? -1 : 1));
  }
}
