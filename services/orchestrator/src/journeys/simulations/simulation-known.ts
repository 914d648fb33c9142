// What is known of a customer who comes into a simulation: what really happened to them, their facts, what is remembered.
import type { ProfileFacts } from '../domain/engine/input.js';
import type { Instance } from '../domain/engine/instance.js';
import { NO_MEMORY, type Memory } from '../domain/engine/memory.js';
import type { Reason } from '../domain/simulation/customer-record.js';
import { comparedDeeds, type ComparedDeed, type ComparedParts } from '../domain/simulation/compared-deeds.js';
import type { KnownLife, KnownRow, Window } from './simulation-baseline.store.js';

/** An instance that really ran, as far as a comparison looks at it. */
export type BaselineInstance = Pick<
  Instance,
  'id' | 'journey' | 'version' | 'startedAt' | 'endedAt' | 'outcome' | 'visits'
> & {
  /** In the order in which they were done, up to the window's end. */
  readonly deeds: readonly ComparedDeed[];
};

/** An entry that was declined; `limit` where no place was left. */
export interface DeclinedEntry extends Reason {
  readonly limit: { readonly entry: string; readonly total: number } | null;
}

export interface Known {
  /** Instances that ran in the window. */
  readonly instances: readonly BaselineInstance[];
  readonly declined: readonly DeclinedEntry[];
  readonly facts: ProfileFacts | null;
  /** As it was before the window. */
  readonly memory: Memory;
}

/** Reads what `knownOf` found of one customer. */
export function parseKnown(row: KnownRow, { from, to }: Window): Known {
  const { version, facts, memory } = row;
  const lives = listOf<readonly [KnownLife, ComparedParts]>(row.lives);
  return {
    instances: lives.map(([life, compared]) => baselineOf(life, compared, to)),
    declined: listOf<DeclinedEntry>(row.declined),
    facts: facts === null ? null : ({ version: Number(version), facts: JSON.parse(facts) } as ProfileFacts),
    memory: memory === null ? NO_MEMORY : before(JSON.parse(memory) as Memory, from),
  };
}

function listOf<Of>(text: string | null): readonly Of[] {
  return text === null ? [] : (JSON.parse(text) as readonly Of[]);
}

function baselineOf(life: KnownLife, compared: ComparedParts, to: number): BaselineInstance {
  const deeds = untilThen(comparedDeeds(compared), to);
  if ('id' in life) {
    const { id, journey, version, startedAt, endedAt, outcome, visits } = life;
    return { id, journey, version, startedAt, endedAt, outcome, visits, deeds };
  }
  const [id, journey, version, startedAt, endedAt, outcome, visits] = life;
  return { id, journey, version, startedAt, endedAt, outcome, visits, deeds };
}

function untilThen(deeds: readonly ComparedDeed[], to: number): readonly ComparedDeed[] {
  return deeds.every(([at]) => at <= to) ? deeds : deeds.filter(([at]) => at <= to);
}

function before({ items }: Memory, time: number): Memory {
  return { items: items.filter(({ at }) => at < time) };
}
