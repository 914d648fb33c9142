// What a customer said on a purpose and a channel, by the same rule as collaboration's.
import type { Json } from '../expressions/value.js';

interface Said {
  readonly purpose: string;
  readonly channel: string;
  readonly granted: boolean;
  readonly changedAt: number;
}

export type Word = 'granted' | 'withdrawn' | 'unknown';

/**
 * The newest word counts among those on this channel and those on every channel (`*`); of two at one time the withdrawal.
 * Without a channel it is enough that one may be used: collaboration chooses, and asks again.
 */
export function wordOn(consents: Json | undefined, purpose: string, channel: string | null): Word {
  const said = (Array.isArray(consents) ? (consents as unknown as readonly Said[]) : []).filter(
    (each) => each.purpose === purpose,
  );
  if (channel !== null) return newest(said, channel);
  const words = [...new Set(said.map((each) => each.channel))].map((each) => newest(said, each));
  return words.find((word) => word === 'granted') ?? words[0] ?? 'unknown';
}

function newest(said: readonly Said[], channel: string): Word {
  const here = said.filter((each) => each.channel === channel || each.channel === '*');
  if (here.length === 0) return 'unknown';
  const last = Math.max(...here.map(({ changedAt }) => changedAt));
  return here.every(({ changedAt, granted }) => changedAt < last || granted) ? 'granted' : 'withdrawn';
}
