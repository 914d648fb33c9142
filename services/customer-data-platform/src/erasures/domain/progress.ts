// How far an erasure is: what each service has confirmed, what is left, and when to look again.

/** Rows of one store, as a service counts them. */
export interface StoreCount {
  readonly store: string;
  readonly rows: number;
}

/** What a service says an erasure deleted of one profile. */
export interface StoreReport extends StoreCount {
  readonly profileId: string;
  readonly erasedAt: Date;
}

/** What a service answered, or why it did not. */
export type Asked<T> = { readonly answer: T } | { readonly problem: string };

/**
 * `waiting`: the erasure did not get there for every profile yet; `left-over`: it did, and something came since or waits
 * to be removed; `silent`: the service does not answer.
 */
export type ServiceState = 'waiting' | 'confirmed' | 'left-over' | 'silent';

export interface StoreProgress {
  readonly store: string;
  readonly rowsErased: number | null;
  readonly rowsNow: number;
  readonly erasedAt: Date | null;
}

export interface ServiceProgress {
  readonly state: ServiceState;
  /** Why it does not count as confirmed, for people; null when it does. */
  readonly problem: string | null;
  /** Empty while the service is silent: what it said before stands. */
  readonly stores: readonly StoreProgress[];
}

/** Judges one service by what it reports of the erasure and what it counts now. */
export function progressOf(
  members: readonly string[],
  report: Asked<readonly StoreReport[]>,
  counts: Asked<readonly StoreCount[]>,
): ServiceProgress {
  if ('problem' in report) return { state: 'silent', problem: report.problem, stores: [] };
  if ('problem' in counts) return { state: 'silent', problem: counts.problem, stores: [] };
  const stores = counts.answer.map(({ store, rows }): StoreProgress => {
    const reports = report.answer.filter((each) => each.store === store);
    const times = reports.map(({ erasedAt }) => erasedAt.getTime());
    return {
      store,
      rowsErased: reports.length === 0 ? null : reports.reduce((sum, each) => sum + each.rows, 0),
      rowsNow: rows,
      erasedAt: times.length === 0 ? null : new Date(Math.max(...times)),
    };
  });
  const reached = new Set(report.answer.map(({ profileId }) => profileId));
  if (members.some((member) => !reached.has(member)))
    return { state: 'waiting', problem: 'erasure-not-there-yet', stores };
  const left = stores.filter(({ rowsNow }) => rowsNow > 0);
  if (left.length === 0) return { state: 'confirmed', problem: null, stores };
  return { state: 'left-over', problem: `rows-left: ${left.map(({ store }) => store).join(', ')}`, stores };
}

const FIRST_LOOK_MS = 200;
const LONGEST_LOOK_MS = 30_000;

/** The time between two looks: short at first, then ever longer, since what is stuck waits for a person. */
export function nextLookMs(look: number): number {
  return Math.min(LONGEST_LOOK_MS, Math.round(FIRST_LOOK_MS * 1.25 ** Math.min(look, 100)));
}

/** Everything a service wrote before the erasure was asked for has been sent, as far as the services can be asked. */
export function isSettled(
  requestedAt: Date,
  sent: readonly Asked<{ readonly sentUpTo: Date }>[],
  waitedMs: number,
  patienceMs: number,
): boolean {
  const isSent = (asked: Asked<{ readonly sentUpTo: Date }>): boolean =>
    'answer' in asked && asked.answer.sentUpTo >= requestedAt;
  return sent.every(isSent) || waitedMs >= patienceMs;
}
