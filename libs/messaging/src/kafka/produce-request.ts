// Kafka's Produce request, version 7, for one topic, and its answer.

export const PRODUCE = { apiKey: 0, apiVersion: 7, apiName: 'Produce' } as const;

export interface PartitionAnswer {
  readonly partition: number;
  readonly errorCode: number;
  readonly baseOffset: bigint;
}

/** Acks from all in-sync replicas, in no transaction. */
export function produceRequest(
  topic: string,
  batches: ReadonlyMap<number, Buffer>,
  timeoutMs: number,
): Buffer {
  const name = Buffer.from(topic);
  const head = Buffer.allocUnsafe(2 + 2 + 4 + 4 + 2 + name.length + 4);
  head.writeInt16BE(-1, 0); // no transactional id
  head.writeInt16BE(-1, 2); // all acks
  head.writeInt32BE(timeoutMs, 4);
  head.writeInt32BE(1, 8);
  head.writeInt16BE(name.length, 12);
  name.copy(head, 14);
  head.writeInt32BE(batches.size, 14 + name.length);
  const parts: Buffer[] = [head];
  for (const [partition, batch] of batches) {
    const before = Buffer.allocUnsafe(8);
    before.writeInt32BE(partition, 0);
    before.writeInt32BE(batch.length, 4);
    parts.push(before, batch);
  }
  return Buffer.concat(parts);
}

const PARTITION_BYTES = 4 + 2 + 8 + 8 + 8;

export function produceAnswer(payload: Buffer): PartitionAnswer[] {
  const answers: PartitionAnswer[] = [];
  let at = 4;
  for (let topics = payload.readInt32BE(0); topics > 0; topics -= 1) {
    at += 2 + payload.readInt16BE(at);
    const partitions = payload.readInt32BE(at);
    at += 4;
    for (let n = 0; n < partitions; n += 1, at += PARTITION_BYTES) {
      answers.push({
        partition: payload.readInt32BE(at),
        errorCode: payload.readInt16BE(at + 4),
        baseOffset: payload.readBigInt64BE(at + 6),
      });
    }
  }
  return answers;
}
