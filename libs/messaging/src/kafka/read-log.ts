// Reads stretches of a log beside the consumers: in no group, one fetch ahead of who reads.
import { setTimeout as delay } from 'node:timers/promises';
import { Fault } from '@continuo/kernel';
import type { KafkaBatch, KafkaLog, KafkaRecord, TopicPartition } from './kafka-client.js';

export interface LogStretch extends TopicPartition {
  readonly from: bigint;
  /** Up to before here. */
  readonly end: bigint;
  /** Of one fetch. @default 4 MiB */
  readonly maxBytes?: number;
  /** See `LogFetch`. */
  readonly headers?: ReadonlySet<string>;
  /** Ends reading, wherever it is. */
  readonly signal: AbortSignal;
}

const DEFAULT_BYTES = 4 * 1_048_576;
/** Pauses while the broker is away; after the last one it is given up. */
const PAUSES_MS = [200, 500, 1_000, 2_000, 5_000, 10_000, 20_000];
/** A transaction that is still open keeps the rest to itself until it ends. */
const HELD_BACK_MS = 100;

/**
 * The committed records of a stretch, as they were fetched.
 *
 * @throws {Fault} `history-gone` where the broker does not keep them any more, `reading-ended` by the signal, and what the
 *   client throws when the broker stays away.
 */
export async function* readLog(
  log: Pick<KafkaLog, 'fetch'>,
  stretch: LogStretch,
): AsyncGenerator<readonly KafkaRecord[]> {
  const { from, end } = stretch;
  if (from >= end) return;
  for (let coming: Promise<KafkaBatch> | undefined = fetchFrom(log, stretch, from); coming !== undefined;) {
    const { records, nextOffset }: KafkaBatch = await coming;
    coming = nextOffset < end ? fetchFrom(log, stretch, nextOffset) : undefined;
    // Looked at when its turn comes, or never, when nobody reads on.
    coming?.catch(() => undefined);
    const last = records.at(-1);
    if (last === undefined) continue;
    yield last.offset < end ? records : records.filter(({ offset }) => offset < end);
  }
}

/** The next batch that brings the reader further. */
async function fetchFrom(
  log: Pick<KafkaLog, 'fetch'>,
  stretch: LogStretch,
  from: bigint,
): Promise<KafkaBatch> {
  const { topic, partition, maxBytes = DEFAULT_BYTES, headers, signal } = stretch;
  for (let attempt = 0; ;) {
    if (signal.aborted) throw new Fault('reading was ended', { code: 'reading-ended', retriable: false });
    try {
      const batch = await log.fetch({ topic, partition, from, maxBytes, headers });
      if (batch.nextOffset > from) return batch;
      attempt = 0;
      await delay(HELD_BACK_MS);
    } catch (error) {
      const pause = PAUSES_MS[attempt++];
      if (!(error instanceof Fault)) throw error;
      if (error.code === 'offset-gone') throw goneAt(stretch, from, error);
      if (!error.retriable || pause === undefined) throw error;
      await delay(pause, undefined, { signal }).catch(() => undefined);
    }
  }
}

function goneAt({ topic, partition }: TopicPartition, offset: bigint, cause: unknown): Fault {
  return new Fault(`${topic}/${partition} has no offset ${offset} any more`, {
    code: 'history-gone',
    retriable: false,
    cause,
  });
}
