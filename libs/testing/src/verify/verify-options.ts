// What `npm run verify -- …` understands.
import { Fault } from '@continuo/kernel';
import { parseArgs } from 'node:util';

export interface VerifyOptions {
  readonly minutes: number;
  /** The first seed; the others are the numbers above it. */
  readonly seed: number;
  /** One case alone: its kind, and its seed if one is named. */
  readonly only?: { readonly kind: string; readonly seed?: number };
  readonly lanes: number;
  readonly cases: number;
  /** Requests a second of the kind `services`. */
  readonly rate: number;
}

/** Cases of each property when there is time. */
export const PROPERTY_CASES = 100_000;

export const REQUESTS_PER_SECOND = 200;

export const USAGE = `npm run verify -- [--minutes 30] [--seed S] [--only kind[/seed]] [--lanes 3] [--cases 100000] [--rate 200]`;

export function verifyOptions(args: readonly string[], random: () => number): VerifyOptions {
  const { values } = parsed(args);
  const [kind, seed] = values.only?.split('/') ?? [];
  const minutes = positive('--minutes', values.minutes, 30);
  return {
    minutes,
    seed: positive('--seed', values.seed, 1 + Math.floor(random() * 2 ** 30)),
    ...(kind === undefined
      ? {}
      : { only: { kind, ...(seed !== undefined && { seed: positive('--only', seed, 0) }) } }),
    rate: positive('--rate', values.rate, REQUESTS_PER_SECOND),
    lanes: positive('--lanes', values.lanes, 3),
    // A short run must leave time for the faults.
    cases: positive('--cases', values.cases, Math.min(PROPERTY_CASES, Math.ceil(5_000 * minutes))),
  };
}

function parsed(args: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...args],
      options: { minutes: text, seed: text, only: text, lanes: text, cases: text, rate: text },
    });
  } catch (error) {
    throw new Fault(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`, {
      code: 'bad-arguments',
      retriable: false,
    });
  }
}

function positive(name: string, given: string | undefined, fallback: number): number {
  if (given === undefined) return fallback;
  const number = Number(given);
  if (number > 0) return number;
  throw new Fault(`${name} must be a number above 0, got ${JSON.stringify(given)}\n${USAGE}`, {
    code: 'bad-arguments',
    retriable: false,
    field: name,
  });
}
