// Faults at the seams of the transport: which, at which passing, and what happens there.
import { writeSync } from 'node:fs';
import type { ConsumerSeam, OutboxSeam, RelaySeam } from '@continuo/messaging';
import type { Draws } from './seeded.js';

export interface SeamFault {
  readonly part: 'relay' | 'consumer' | 'outbox';
  readonly seam: RelaySeam | ConsumerSeam | OutboxSeam;
  /** Counted from 1, anew in each process. */
  readonly passing: number;
  readonly act: 'throw' | 'kill';
}

const relaySeams: readonly RelaySeam[] = [
  'acquired',
  'before-delete',
  'before-read',
  'before-store-batch',
  'after-store-batch',
  'before-commit',
  'after-commit',
  'before-send',
  'after-send',
];
const consumerSeams: readonly ConsumerSeam[] = [
  'claimed',
  'start-written',
  'locked',
  'handled',
  'before-commit',
  'after-commit',
  'before-broker-commit',
];
const outboxSeams: readonly OutboxSeam[] = ['before-insert', 'before-commit', 'after-commit'];

const places: readonly Pick<SeamFault, 'part' | 'seam'>[] = [
  ...relaySeams.map((seam) => ({ part: 'relay', seam }) as const),
  ...consumerSeams.map((seam) => ({ part: 'consumer', seam }) as const),
  ...outboxSeams.map((seam) => ({ part: 'outbox', seam }) as const),
];

/** How many seams there are; so many seeds in a row meet each of them. */
export const SEAMS = places.length;

/** One to three faults; the first place goes round with the seed, so that no seam is left out by chance. */
export function drawFaults(seed: number, draws: Draws): SeamFault[] {
  const first = places[seed % places.length];
  const others = Array.from({ length: draws.below(3) }, () => draws.pick(places));
  return [...(first ? [first] : []), ...others].flatMap((place) => faultsAt(place, draws));
}

function faultsAt(place: Pick<SeamFault, 'part' | 'seam'>, draws: Draws): SeamFault[] {
  // Nothing can fail where this seam stands, so that only an end of the process is a fault there.
  const act = place.seam === 'claimed' || draws.next() < 0.5 ? 'kill' : 'throw';
  // Idle turns pass the first ones; the later ones are passed with work only.
  const once = place.seam === 'acquired' || place.seam === 'claimed';
  const fault: SeamFault = { ...place, act, passing: once ? 1 : draws.between(1, 2) };
  if (place.seam !== 'start-written') return [fault];
  // Starts are written only after a batch has failed, and its halves down to one record.
  const failed = [1, 2, 3].map(
    (passing) => ({ part: 'consumer', seam: 'handled', act: 'throw', passing }) as const,
  );
  return [...failed, fault];
}

export function faultName({ part, seam, passing, act }: SeamFault): string {
  return `${act} at ${part} ${seam} (${passing})`;
}

/** Says it, and does it: a killed process must have told before. */
export class FaultInjector {
  private readonly passings = new Map<string, number>();

  constructor(private readonly faults: readonly SeamFault[]) {}

  passes(part: SeamFault['part'], seam: SeamFault['seam']): void {
    const at = `${part}/${seam}`;
    const passing = (this.passings.get(at) ?? 0) + 1;
    this.passings.set(at, passing);
    const fault = this.faults.find(
      (one) => one.part === part && one.seam === seam && one.passing === passing,
    );
    if (fault === undefined) return;
    tell({ fired: this.faults.indexOf(fault) });
    if (fault.act === 'kill') process.kill(process.pid, 'SIGKILL');
    throw new Error(`fault at ${at}`);
  }
}

/** What a worker tells its parent, one line each. */
export type Told =
  | { readonly ready: true }
  | { readonly fired: number }
  | { readonly owner: boolean }
  | { readonly counts: Readonly<Record<string, number>> };

/** Written before it returns: the process may be killed in the next statement. */
export function tell(told: Told): void {
  writeSync(1, `${JSON.stringify(told)}\n`);
}
