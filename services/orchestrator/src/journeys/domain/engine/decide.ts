// Decides between candidates: who is eligible, who ranks highest, and a record of all of them with their values.
import { Failure, type Json } from '../expressions/value.js';
import type { Candidate, DecideStep } from '../language/plan.js';
import type { Deed } from './output.js';
import { holds, leave, note, raise, setVars, valueOf, valuesOf, type Run } from './run.js';

/** One candidate as it was seen. */
interface Seen {
  readonly candidate: Candidate;
  /** Null when it was not eligible; then `why` says why. */
  readonly rank: number | null;
  readonly why: string;
}

/** Takes the eligible candidate of the highest rank; the first of several. An expression that fails costs its candidate only. */
export function decide(run: Run, step: DecideStep): string | null {
  const seen = step.candidates.map((candidate) => look(run, candidate));
  const ranked = seen
    .flatMap((each) => (each.rank === null ? [] : [{ ...each, rank: each.rank }]))
    .sort((a, b) => b.rank - a.rank);
  const unusable = new Map<string, string>();
  for (const { candidate } of ranked) {
    const values = valuesOf(run, candidate.set);
    if (values instanceof Failure) {
      unusable.set(candidate.name, `set: ${values.code} ${values.detail}`);
      continue;
    }
    tell(run, step, candidate.name, seen, unusable);
    const failure = candidate.set.length === 0 ? null : setVars(run, values);
    if (failure !== null) return raise(run, 'step', failure.code, failure.detail, 0);
    return leave(run, candidate.name, candidate.next);
  }
  tell(run, step, null, seen, unusable);
  return leave(run, 'otherwise', step.otherwise);
}

function look(run: Run, candidate: Candidate): Seen {
  const none = (why: string): Seen => ({ candidate, rank: null, why });
  const isEligible = holds(run, candidate.when);
  if (isEligible instanceof Failure) return none(`when: ${isEligible.code} ${isEligible.detail}`);
  if (!isEligible) return none('when is false');
  const rank = valueOf(run, candidate.rank);
  if (rank instanceof Failure) return none(`rank: ${rank.code} ${rank.detail}`);
  if (typeof rank !== 'number') return none('rank: no number');
  return { candidate, rank, why: 'eligible' };
}

function tell(
  run: Run,
  step: DecideStep,
  winner: string | null,
  seen: readonly Seen[],
  unusable: ReadonlyMap<string, string>,
): void {
  const candidates = seen.map(({ candidate: { name }, rank, why }): { [field: string]: Json } => {
    const failed = unusable.get(name);
    return failed === undefined ? { name, rank, why } : { name, rank: null, why: failed };
  });
  note(run, { did: 'decided', step: step.name, winner, candidates });
}

/** A recorded decision in words: `decided call (0.8) over mail (0.3); chat was not eligible (when is false)`. */
export function decisionOf(deed: Omit<Deed, 'did'>): string {
  const all = (deed['candidates'] ?? []) as readonly {
    readonly name: string;
    readonly rank: number | null;
    readonly why: string;
  }[];
  const told = ({ name, rank }: (typeof all)[number]): string => `${name} (${rank ?? ''})`;
  const winner = all.find(({ name }) => name === deed['winner']);
  const losers = all.filter((each) => each !== winner && each.rank !== null).map(told);
  const out = all
    .filter(({ rank }) => rank === null)
    .map(({ name, why }) => `${name} was not eligible (${why})`);
  const over = losers.length > 0 ? ` over ${losers.join(', ')}` : '';
  const first = winner === undefined ? 'decided for none' : `decided ${told(winner)}${over}`;
  return [`${String(deed['step'])}: ${first}`, ...out].join('; ');
}
