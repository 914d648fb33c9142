// Asks the broker where its topics end and what the contract's groups have committed: a handful of requests for all of them.
import { contract } from '@continuo/contracts';
import type { KafkaClient } from '@continuo/messaging';

type Offsets = ReadonlyMap<number, bigint>;

export interface BrokerAnswer {
  /** By topic and partition. */
  readonly ends: ReadonlyMap<string, Offsets>;
  /** Where each log begins, some seconds old. */
  readonly starts: ReadonlyMap<string, Offsets>;
  /** By group, topic and partition. */
  readonly committed: ReadonlyMap<string, ReadonlyMap<string, Offsets>>;
}

/** Topics are made rarely; that one is gone shows at once, since its ends can't be asked. */
const TOPICS_FRESH_FOR_MS = 15_000;

export class BrokerProbe {
  #topics:
    | { readonly at: number; readonly names: readonly string[]; readonly starts: BrokerAnswer['starts'] }
    | undefined;

  constructor(
    private readonly kafka: KafkaClient,
    private readonly now: () => number,
  ) {}

  /** Throws a Fault while no broker answers. */
  async ask(): Promise<BrokerAnswer> {
    try {
      const { names, starts } = await this.topics();
      const groups = groupsOf(names);
      const [ends, ...committed] = await Promise.all([
        this.kafka.log().ends(names),
        ...groups.map(({ group, topics }) => this.kafka.admin().committedOn(group, topics)),
      ]);
      const byGroup = groups.map(({ group }, index) => [group, committed[index] ?? new Map()] as const);
      return { ends, starts, committed: new Map(byGroup) };
    } catch (error) {
      this.#topics = undefined;
      throw error;
    }
  }

  /** The topics that exist, the broker's own left out. */
  private async topics(): Promise<{
    readonly names: readonly string[];
    readonly starts: BrokerAnswer['starts'];
  }> {
    if (this.#topics === undefined || this.now() - this.#topics.at > TOPICS_FRESH_FOR_MS) {
      const names = (await this.kafka.admin().topics()).filter((name) => !name.startsWith('__'));
      this.#topics = { at: this.now(), names, starts: await this.kafka.log().starts(names) };
    }
    return this.#topics;
  }
}

/** The groups of the contract, with those of their topics that exist. */
function groupsOf(present: readonly string[]): readonly { group: string; topics: readonly string[] }[] {
  const known = new Set(present);
  const groups = new Set(contract.topics.flatMap(({ consumers }) => consumers));
  return [...groups]
    .map((group) => ({
      group,
      topics: contract.topics
        .filter(({ name, consumers }) => consumers.includes(group) && known.has(name))
        .map(({ name }) => name),
    }))
    .filter(({ topics }) => topics.length > 0);
}

/**
 * Records between what was committed and the end, per partition. A partition of which nothing was committed has all its
 * records before it; a group that committed nothing at all is not there, and has no lag.
 */
export function lagsOf(
  { ends, starts, committed }: BrokerAnswer,
  topic: string,
  group: string,
): ReadonlyMap<number, bigint> | undefined {
  const done = committed.get(group)?.get(topic);
  if (done === undefined || done.size === 0) return undefined;
  return new Map(
    [...(ends.get(topic) ?? [])].map(([partition, end]) => {
      const next = done.get(partition) ?? starts.get(topic)?.get(partition) ?? end;
      return [partition, end > next ? end - next : 0n];
    }),
  );
}

export function sumOf(offsets: Iterable<bigint>): bigint {
  let sum = 0n;
  for (const offset of offsets) sum += offset;
  return sum;
}
