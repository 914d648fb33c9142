// What the topics must say: nothing out of its publisher's order, every event once on the timeline, in its key's order.
import { groupBy, ruleCheck, type Check } from './check.js';

/** A record as an honest reader sees it. */
export interface LogRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly key: string;
  readonly id: string;
  readonly type: string;
  readonly publisher: string;
  readonly sequence: number;
  readonly profileId?: string;
  readonly commandId?: string;
  readonly value: Readonly<Record<string, unknown>>;
}

export interface Read {
  /** Without those that were sent again. */
  readonly records: readonly LogRecord[];
  readonly repeated: number;
  readonly check: Check;
}

/** Drops what is not above its publisher's last sequence in the partition; that must have been there before, the same. */
export function readAsConsumers(log: readonly LogRecord[]): Read {
  const last = new Map<string, number>();
  const known = new Map<string, string>();
  const records: LogRecord[] = [];
  const faults: string[] = [];
  for (const record of log) {
    const { topic, partition, offset, publisher, sequence, id } = record;
    const of = `${topic}/${partition} ${publisher}`;
    const stamp = `${of} ${sequence}`;
    if (sequence <= (last.get(of) ?? 0)) {
      if (known.get(stamp) !== id)
        faults.push(`${topic}/${partition} at ${offset} is out of order: ${stamp}`);
      continue;
    }
    last.set(of, sequence);
    known.set(stamp, id);
    records.push(record);
  }
  const check = ruleCheck('records in their publisher’s order', log.length, faults);
  return { records, repeated: log.length - records.length, check };
}

/** Every event of a source topic is on the timeline once, or among those that name nobody known. */
export function timelineOnce(
  sources: readonly LogRecord[],
  timeline: readonly LogRecord[],
  unresolved: ReadonlySet<string>,
): Check {
  const there = new Map<string, number>();
  for (const { id } of timeline) there.set(id, (there.get(id) ?? 0) + 1);
  const faults: string[] = [];
  let doubled = 0;
  let found = 0;
  for (const { id, type, topic } of sources) {
    const times = there.get(id) ?? 0;
    const wanted = unresolved.has(id) ? 0 : 1;
    if (times > 0) found += 1;
    if (times > 1) doubled += 1;
    if (times !== wanted) faults.push(`${type} ${id} of ${topic} is on the timeline ${times} times`);
  }
  return { what: 'events on the timeline', wanted: sources.length - unresolved.size, found, doubled, faults };
}

/** What one key of a source topic has in order, one profile has in the same order. */
export function timelineInOrder(sources: readonly LogRecord[], timeline: readonly LogRecord[]): Check {
  const origins = new Map(sources.map((record) => [record.id, record]));
  const last = new Map<string, bigint>();
  const faults: string[] = [];
  let looked = 0;
  for (const { id, key } of timeline) {
    const origin = origins.get(id);
    if (origin === undefined) continue;
    looked += 1;
    const of = `${origin.topic} ${origin.key} ${key}`;
    const before = last.get(of);
    if (before !== undefined && before >= origin.offset)
      faults.push(`${origin.type} ${id} of key ${origin.key} is on the timeline behind what came after it`);
    last.set(of, origin.offset);
  }
  return ruleCheck('timeline in its keys’ order', looked, faults);
}

const orderEnds = ['OrderCollected', 'OrderCancelled'];

/** The life of each order and of each conversation as their topics tell it. */
export function livesInOrder(records: readonly LogRecord[]): Check {
  const faults: string[] = [];
  const orders = groupBy(records, ({ topic, value }) =>
    topic === 'operations.orders' ? String(value.orderId) : undefined,
  );
  for (const [orderId, events] of orders) {
    const names = events
      .map(nameOf)
      .filter((name) => name !== 'ReservationRefused' && name !== 'StockReleased');
    const end = names.findIndex((name) => orderEnds.includes(name));
    if (names[0] !== 'OrderAccepted') faults.push(`${orderId} began with ${names[0]}`);
    if (end >= 0 && names.slice(end + 1).length > 0) faults.push(`${orderId}: ${names.join(', ')}`);
    if (names.filter((name) => name === 'OrderAccepted').length > 1)
      faults.push(`${orderId} was accepted twice`);
  }
  const conversations = groupBy(records, ({ topic, value }) =>
    topic === 'contact-centre.interactions' ? String(value.interactionId) : undefined,
  );
  for (const [id, events] of conversations) {
    const names = events.map(nameOf);
    const count = (name: string): number => names.filter((one) => one === name).length;
    const ended = names.indexOf('InteractionEnded');
    const isWrong =
      names[0] !== 'InteractionStarted' ||
      count('InteractionStarted') > 1 ||
      count('InteractionAccepted') > 1 ||
      (ended >= 0 && ended !== names.length - 1);
    if (isWrong) faults.push(`interaction ${id}: ${names.join(', ')}`);
  }
  return ruleCheck('lives of orders and calls', orders.size + conversations.size, faults);
}

/** `OrderAccepted` of `continuo.operations.OrderAccepted.v1`. */
export function nameOf({ type }: { readonly type: string }): string {
  return type.split('.').at(-2) ?? type;
}
