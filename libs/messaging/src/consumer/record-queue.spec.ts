// What a partition takes at once: records that somebody handles as many as asked, those that only pass along with them.
import type { KafkaRecord } from '../kafka/kafka-client.js';
import { RecordQueue } from './record-queue.js';

const bounds = { records: 1_000, bytes: 1_000_000 };
const asked = 'asked';
let offset = 0n;
const record = (type: string): KafkaRecord => ({
  topic: 't',
  partition: 0,
  offset: (offset += 1n),
  key: null,
  value: null,
  headers: { ce_type: type },
  timestamp: 0,
});
const queueOf = (...types: readonly string[]): RecordQueue => {
  const queue = new RecordQueue(bounds, ({ headers }) => headers['ce_type'] === asked);
  queue.push(types.map(record), 10_000);
  return queue;
};

describe('a queue in which some types have no handler', () => {
  it('is taken at once when a handled record is in it', () => {
    expect(queueOf('other', asked).dueAt).toBe(0);
    expect(new RecordQueue(bounds).dueAt).toBe(Number.POSITIVE_INFINITY);
  });

  it('waits half a second for company when nobody waits for its records', () => {
    const queue = queueOf('other', 'other');
    expect(queue.dueAt).toBe(10_500);
    queue.push([record('other')], 10_400);
    expect(queue.dueAt).toBe(10_500);
    queue.push(
      Array.from({ length: 250 }, () => record('other')),
      10_450,
    );
    expect(queue.dueAt).toBe(0);
  });

  it('takes what passes along with as many handled records as fit one transaction', () => {
    const queue = queueOf('other', 'other', asked, 'other', asked, 'other');
    expect(queue.run(1, 500)).toBe(4);
    expect(queue.run(2, 500)).toBe(6);
    expect(queue.run(1, 3)).toBe(3);
  });

  it('takes along what will only wait, up to the most of one transaction', () => {
    const queue = queueOf(asked, asked, 'other', asked, asked);
    const waits = ({ offset: at }: KafkaRecord): boolean => at !== offset;
    expect(queue.run(1, 500, waits)).toBe(5);
    expect(queue.run(1, 4, waits)).toBe(4);
    expect(queue.run(1, 500, () => false)).toBe(1);
  });

  it('forgets what was dropped', () => {
    const queue = queueOf(asked, 'other');
    queue.drop(1);
    expect([queue.dueAt, queue.run(1, 500)]).toEqual([10_500, 1]);
    queue.clear();
    expect(queue.dueAt).toBe(Number.POSITIVE_INFINITY);
  });
});
