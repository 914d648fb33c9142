// What is done to the services under load: each in turn is killed, then rolled back, then upgraded again.
import type { ServiceName } from '@continuo/local-stack';
import { eventually } from '../../eventually.js';
import type { Load } from './load.js';
import type { RunningServices } from './running-services.js';
import type { Version } from './version-before.js';

/** How long callers may be without an answer after a turn until the next one is taken all the same. */
const ANSWERED_WITHIN_MS = 60_000;

const TURNS = ['killed', 'rolled back', 'upgraded'] as const;
type Turn = (typeof TURNS)[number];

export interface TurnsDone {
  readonly counts: Readonly<Record<Turn, number>>;
  /** What there was no time for, in words. */
  readonly missed: readonly string[];
}

export interface TurnsOptions {
  readonly services: RunningServices;
  readonly load: Load;
  /** Requests a second. */
  readonly rate: number;
  readonly current: Version;
  readonly before: Version;
  /** Nothing is begun once this says so. */
  readonly over: () => boolean;
  readonly say: (line: string) => void;
}

/** One round per turn, so that a group has settled again when its service's next turn comes. */
export async function takeTurns(options: TurnsOptions): Promise<TurnsDone> {
  const { services, load, over, say } = options;
  const counts = { killed: 0, 'rolled back': 0, upgraded: 0 };
  const missed: string[] = [];
  for (const turn of TURNS)
    for (const name of services.names) {
      if (over()) {
        missed.push(`there was no time for ${name} to be ${turn}`);
        continue;
      }
      const began = performance.now();
      await take(turn, name, options);
      counts[turn] += 1;
      await answeredAgain(options);
      const seconds = ((performance.now() - began) / 1_000).toFixed(1);
      say(
        `${name} was ${turn} (${seconds} s); ${load.requests} requests so far, ${load.inFlight} without an answer`,
      );
    }
  return { counts, missed };
}

/** As an operator does: the next one goes when those who asked the last one have their answers, a second's worth aside. */
async function answeredAgain({ load, rate, over }: TurnsOptions): Promise<void> {
  const isAnswered = (): boolean => over() || load.inFlight <= rate;
  await eventually(isAnswered, { within: ANSWERED_WITHIN_MS, every: 50 }).catch(() => undefined);
}

async function take(
  turn: Turn,
  name: ServiceName,
  { services, current, before }: TurnsOptions,
): Promise<void> {
  switch (turn) {
    case 'killed':
      return services.kill(name);
    case 'rolled back':
      return services.replace(name, before);
    case 'upgraded':
      // A consumer's new version joins beside the old one, as a rolling deployment does it; the gateway has no group.
      return name === 'console' ? services.replace(name, current) : services.replaceBeside(name, current);
  }
}
