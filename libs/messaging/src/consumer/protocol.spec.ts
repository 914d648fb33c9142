// Properties of the protocol's pure parts. VERIFY_CASES raises the count (100,000 in `npm run verify`).
import fc from 'fast-check';
// Within properties: Jest's own expect takes most of the time of a hundred thousand cases.
import assert from 'node:assert/strict';
import { restMs } from './backoff.js';
import { keyId, planBatch, type BatchInput } from './batch-plan.js';
import type { KafkaRecord } from '../kafka/kafka-client.js';
import {
  INCARNATIONS_KEPT,
  isRepeated,
  lastSequence,
  publisherStamp,
  withSequence,
} from './last-sequence.js';
import type { LastSequences, PublisherStamp } from './last-sequence.js';
import { afterLostEpoch } from './ownership.js';
import { clockAfter, idleLimit, isAhead, LOW_WATER_MARK_STALE_MS, tickClock } from './partition-clock.js';
import { positionFault } from './position-check.js';
import { inspect, schemaIdOf } from './record-inspection.js';
import {
  BATCH_MODE,
  isRecordByRecord,
  modeAfterFailure,
  modeAt,
  modeOnClaim,
  verdict,
  withStart,
} from './record-mode.js';
import type { RecordMode } from './record-mode.js';

const seed = Number(process.env['VERIFY_SEED'] ?? Date.now() % 2 ** 31);
const runs = { numRuns: Number(process.env['VERIFY_CASES'] ?? 200), seed };
const rules = { allowsType: (type: string) => type === 'continuo.test.Happened.v1', allowsTombstone: false };

beforeAll(() => {
  process.stdout.write(`protocol properties: seed ${seed}, ${runs.numRuns} cases\n`);
});

function record(
  offset: bigint,
  stamp: PublisherStamp | null,
  key = 'k',
  timestamp = Number(offset),
): KafkaRecord {
  const ours = stamp && {
    publisher: `${stamp.service}/${stamp.incarnation}`,
    'publisher-sequence': String(stamp.sequence),
  };
  const headers = { ce_type: 'continuo.test.Happened.v1', ce_id: `id-${offset}`, ...ours };
  return {
    topic: 't',
    partition: 0,
    offset,
    timestamp,
    key: Buffer.from(key),
    headers,
    value: Buffer.from([0]),
  };
}

function input(records: readonly KafkaRecord[], over: Partial<BatchInput> = {}): BatchInput {
  return {
    records,
    nextOffset: 0n,
    lastSequences: {},
    rules,
    heldKeys: new Set(),
    condemned: new Map(),
    ...over,
  };
}

const stamps = fc.record({
  service: fc.constantFrom('cdp', 'crm', '__proto__', 'constructor'),
  incarnation: fc.constantFrom('a', 'b', 'c'),
  sequence: fc.integer({ min: 1, max: 12 }),
});

describe('last sequences', () => {
  it('take each stamp of an incarnation once, whatever is repeated, and never one below the highest', () => {
    fc.assert(
      fc.property(fc.array(stamps, { maxLength: 60 }), (history) => {
        let known: LastSequences = {};
        const highest = new Map<string, number>();
        for (const stamp of history) {
          const publisher = `${stamp.service}/${stamp.incarnation}`;
          assert.equal(isRepeated(known, stamp), stamp.sequence <= (highest.get(publisher) ?? 0));
          if (isRepeated(known, stamp)) continue;
          known = JSON.parse(JSON.stringify(withSequence(known, stamp))) as LastSequences;
          highest.set(publisher, stamp.sequence);
        }
      }),
      runs,
    );
  });

  it('keep the last sixteen incarnations of a service, by when they were seen', () => {
    let known: LastSequences = {};
    for (let n = 1; n <= INCARNATIONS_KEPT + 4; n++) {
      known = withSequence(known, { service: 'cdp', incarnation: `i${n}`, sequence: 7 });
      known = withSequence(known, { service: 'cdp', incarnation: 'i1', sequence: 7 + n });
    }
    expect(known['cdp']).toHaveLength(INCARNATIONS_KEPT);
    expect(lastSequence(known, { service: 'cdp', incarnation: 'i1', sequence: 0 })).toBe(
      7 + INCARNATIONS_KEPT + 4,
    );
    expect(lastSequence(known, { service: 'cdp', incarnation: 'i2', sequence: 0 })).toBe(0);
  });

  it.each([
    [{}, null],
    [{ publisher: 'cdp/x' }, null],
    [{ publisher: 'cdp', 'publisher-sequence': '1' }, null],
    [{ publisher: 'cdp/x', 'publisher-sequence': '0' }, null],
    [{ publisher: 'cdp/x', 'publisher-sequence': '1e3' }, null],
    [{ publisher: 'c\u0000/x', 'publisher-sequence': '1' }, null],
    [
      { publisher: 'cdp/x', 'publisher-sequence': '12' },
      { service: 'cdp', incarnation: 'x', sequence: 12 },
    ],
  ])('read a stamp from %j', (headers, expected) => {
    expect(publisherStamp(headers as Record<string, string>)).toEqual(expected);
  });
});

describe('a batch', () => {
  const logs = fc.array(fc.record({ stamp: stamps, key: fc.constantFrom('x', 'y', 'z') }), { maxLength: 40 });

  it('cut anywhere and read again from anywhere behind applies each record once, as a model without batches does', () => {
    fc.assert(
      fc.property(logs, fc.array(fc.nat(40), { maxLength: 12 }), (log, cuts) => {
        const records = log.map((entry, n) => record(BigInt(n), entry.stamp, entry.key));
        const highest = new Map<string, number>();
        const wanted = log.flatMap(({ stamp }, n) => {
          const publisher = `${stamp.service}/${stamp.incarnation}`;
          if (stamp.sequence <= (highest.get(publisher) ?? 0)) return [];
          highest.set(publisher, stamp.sequence);
          return [BigInt(n)];
        });
        const applied: bigint[] = [];
        let nextOffset = 0n;
        let lastSequences: LastSequences = {};
        for (const cut of [...cuts, 40]) {
          const from = Math.max(0, Math.min(Number(nextOffset), cut - 5));
          const plan = planBatch(input(records.slice(from, cut), { nextOffset, lastSequences }));
          applied.push(...plan.deliver.map((one) => one.offset));
          assert.ok(plan.nextOffset >= nextOffset);
          ({ nextOffset, lastSequences } = plan);
        }
        assert.deepEqual(applied, wanted);
      }),
      runs,
    );
  });

  it('puts every record in exactly one place and lets none of a held key past', () => {
    const poison = fc.uniqueArray(fc.nat(39), { maxLength: 5 });
    fc.assert(
      fc.property(logs, poison, fc.boolean(), (log, poisoned, xHeld) => {
        const records = log.map((entry, n) =>
          record(BigInt(n), { service: 'cdp', incarnation: 'a', sequence: n + 1 }, entry.key),
        );
        const order = { code: 'bad', reason: 'bad', holdsKey: true, incident: false };
        const condemned = new Map(poisoned.map((n) => [BigInt(n), order]));
        const heldKeys = new Set(xHeld ? ['x'] : []);
        const plan = planBatch(input(records, { condemned, heldKeys }));
        const parked = plan.park.map((one) => one.record);
        const places = [...plan.deliver, ...plan.hold, ...parked].map((one) => Number(one.offset));
        assert.deepEqual(
          places.sort((a, b) => a - b),
          records.map((one) => Number(one.offset)),
        );
        const stops = new Map<string, bigint>([...heldKeys].map((key) => [key, -1n]));
        for (const one of parked) if (!stops.has(keyId(one.key!))) stops.set(keyId(one.key!), one.offset);
        for (const one of plan.deliver) assert.ok(one.offset < (stops.get(keyId(one.key!)) ?? 1000n));
        for (const one of plan.hold) assert.ok(one.offset > (stops.get(keyId(one.key!)) ?? 1000n));
      }),
      runs,
    );
  });

  it('lets a last word pass what is parked of its key, and drops what waited; never past a hold on purpose', () => {
    const at = (offset: bigint, key: string): KafkaRecord =>
      record(offset, { service: 'cdp', incarnation: 'a', sequence: Number(offset) + 1 }, key);
    const last = (offset: bigint, key: string): KafkaRecord => {
      const one = at(offset, key);
      return { ...one, headers: { ...one.headers, ce_type: 'continuo.test.Ended.v1' } };
    };
    const records = [
      at(0n, 'sick'),
      at(1n, 'x'),
      at(2n, 'sick'),
      last(3n, 'sick'),
      last(4n, 'x'),
      last(5n, 'm'),
    ];
    const plan = planBatch(
      input(records, {
        rules: { allowsType: () => true, allowsTombstone: false },
        condemned: new Map([[0n, { code: 'bad', reason: 'bad', holdsKey: true, incident: false }]]),
        heldKeys: new Set(['x', 'm']),
        heldOnPurpose: new Set(['m']),
        lastWords: new Set(['continuo.test.Ended.v1']),
      }),
    );
    expect(plan.deliver.map(({ offset }) => offset)).toEqual([3n, 4n]);
    expect([plan.hold.map(({ offset }) => offset), plan.park]).toEqual([[5n], []]);
    expect(plan.nextOffset).toBe(6n);
  });

  it('counts what it drops by why, and the clock ignores what lies behind the position', () => {
    const stamp = { service: 'cdp', incarnation: 'a', sequence: 1 };
    const plan = planBatch(
      input([record(0n, stamp, 'k', 99), record(1n, stamp, 'k', 5)], { nextOffset: 1n }),
    );
    expect(plan.duplicates).toEqual({ offset: 1, sequence: 0 });
    expect(plan.timestamps).toEqual([5]);
    const again = planBatch(
      input([record(2n, stamp)], { nextOffset: 2n, lastSequences: plan.lastSequences }),
    );
    expect(again.duplicates).toEqual({ offset: 0, sequence: 1 });
    expect(again.nextOffset).toBe(3n);
  });
});

describe('inspection', () => {
  const good = record(0n, { service: 'cdp', incarnation: 'a', sequence: 1 });
  it.each([
    ['foreign-record', { ...good, headers: { ce_type: 'continuo.test.Happened.v1' } }, false],
    ['unknown-type', { ...good, headers: { ...good.headers, ce_type: 'continuo.test.Other.v1' } }, false],
    ['envelope-incomplete', { ...good, headers: { publisher: 'a/b', 'publisher-sequence': '1' } }, false],
    ['key-missing', { ...good, key: null }, false],
    ['tombstone', { ...good, value: null }, false],
    ['hops-exceeded', { ...good, headers: { ...good.headers, ce_hops: '33' } }, true],
    ['hops-exceeded', { ...good, headers: { ...good.headers, ce_hops: 'x' } }, true],
  ])('parks as %s and holds the key only of what can be decoded', (code, one, holdsKey) => {
    const seen = inspect(one, rules);
    expect(seen.deliver ? null : [seen.park.code, seen.park.holdsKey]).toEqual([code, holdsKey]);
  });

  it('delivers our own records, up to 32 hops, and tombstones where they are allowed', () => {
    expect(inspect({ ...good, headers: { ...good.headers, ce_hops: '32' } }, rules).deliver).toBe(true);
    expect(inspect({ ...good, value: null }, { ...rules, allowsTombstone: true }).deliver).toBe(true);
  });

  it('reads the schema id of the Confluent wire format and of nothing else', () => {
    expect(schemaIdOf(Buffer.from([0, 0, 0, 1, 2, 9]))).toBe(258);
    expect(schemaIdOf(Buffer.from([1, 0, 0, 1, 2, 9]))).toBeNull();
    expect(schemaIdOf(Buffer.from([0, 0, 0]))).toBeNull();
  });
});

describe('the clock', () => {
  const times = fc.integer({ min: 0, max: 1_000_000 });
  const marks = fc.option(fc.record({ time: fc.option(times), age: fc.nat(10_000) }), { nil: undefined });

  it('never goes back and never passes an unread record, the low-water mark or database time', () => {
    const rows = fc.record({ clock: times, nextOffset: fc.bigInt(0n, 5n) });
    fc.assert(
      fc.property(
        rows,
        times,
        marks,
        fc.bigInt(0n, 5n),
        fc.array(times),
        (row, dbTime, mark, endOffset, read) => {
          const limit = idleLimit(dbTime, mark);
          const ticked = tickClock(row, limit === null ? null : { limit, endOffset });
          assert.ok(ticked >= row.clock);
          if (row.nextOffset < endOffset) assert.equal(ticked, row.clock);
          if (mark && (mark.time === null || mark.age > LOW_WATER_MARK_STALE_MS))
            assert.equal(ticked, row.clock);
          if (ticked > row.clock) {
            assert.ok(ticked <= dbTime);
            if (mark) assert.ok(ticked <= mark.time!);
          }
          assert.equal(clockAfter(ticked, read), Math.max(ticked, ...read));
        },
      ),
      runs,
    );
  });

  it('refuses a stamp more than a minute ahead of database time', () => {
    expect(isAhead(60_001, 0)).toBe(true);
    expect(isAhead(60_000, 0)).toBe(false);
  });
});

describe('record by record', () => {
  const modes = fc.oneof(
    fc.constant(BATCH_MODE),
    fc.record({
      until: fc.bigInt(0n, 50n),
      attemptOffset: fc.option(fc.bigInt(0n, 50n)),
      attempts: fc.nat(5),
    }),
  ) as fc.Arbitrary<RecordMode>;

  it('ends exactly past the failed batch or the first batch of an owner without a mark', () => {
    fc.assert(
      fc.property(modes, fc.bigInt(0n, 50n), fc.integer({ min: 1, max: 20 }), (mode, at, batchSize) => {
        const claimed = modeOnClaim(mode, at, false, { batchSize, end: at + 100n });
        for (let n = 0; n < batchSize; n++) assert.ok(isRecordByRecord(claimed, at + BigInt(n)));
        const failed = modeAfterFailure(claimed, at + BigInt(batchSize) - 1n);
        const end = failed.until!;
        assert.ok(end >= at + BigInt(batchSize));
        assert.deepEqual(modeAt(failed, end), BATCH_MODE);
        assert.equal(
          isRecordByRecord(modeOnClaim(BATCH_MODE, at, true, { batchSize, end: 100n }), at),
          false,
        );
      }),
      runs,
    );
  });

  it('leaves out what came to the log after its owner was ended, and keeps what was begun before', () => {
    fc.assert(
      fc.property(modes, fc.bigInt(0n, 50n), fc.bigInt(0n, 30n), (mode, at, behind) => {
        const end = at + behind;
        const claimed = modeOnClaim(mode, at, false, { batchSize: 20, end });
        const most = behind < 20n ? behind : 20n;
        for (let n = 0n; n < most; n += 1n) assert.ok(isRecordByRecord(claimed, at + n));
        const begun = isRecordByRecord(mode, at) ? mode.until! : at;
        const until = begun > at + most ? begun : at + most;
        assert.equal(isRecordByRecord(claimed, until), false);
        if (isRecordByRecord(claimed, at)) assert.equal(claimed.attemptOffset, mode.attemptOffset);
      }),
      runs,
    );
  });

  it('starts a killing record as often as allowed, whoever owns it, and transient ends do not count', () => {
    const ends = fc.array(fc.constantFrom('killed', 'failed', 'transient'), { minLength: 20, maxLength: 40 });
    fc.assert(
      fc.property(ends, fc.integer({ min: 1, max: 6 }), (history, maxAttempts) => {
        let mode = modeAfterFailure(BATCH_MODE, 9n);
        let transient = false;
        let counted = 0;
        for (const end of history) {
          if (verdict(mode, 3n, maxAttempts) === 'park' && !transient) break;
          mode = withStart(mode, 3n, transient);
          transient = end === 'transient';
          if (!transient) counted += 1;
          if (end === 'killed') mode = modeOnClaim(mode, 3n, false, { batchSize: 10, end: 13n });
        }
        assert.ok(counted <= maxAttempts);
        if (history.filter((end) => end !== 'transient').length >= maxAttempts)
          assert.equal(counted, maxAttempts);
      }),
      runs,
    );
  });
});

describe('ownership', () => {
  it('goes on only with a member whose heartbeat was answered after the loss', () => {
    fc.assert(
      fc.property(fc.nat(100), fc.nat(100), fc.boolean(), (lostAt, lastHeartbeatAt, assigned) => {
        const step = afterLostEpoch({ lostAt, lastHeartbeatAt, assigned });
        assert.equal(step, !assigned ? 'leave' : lastHeartbeatAt > lostAt ? 'retake' : 'wait');
      }),
      runs,
    );
  });

  it('of any interleaving of claims lets only the highest epoch write', () => {
    const steps = fc.array(fc.record({ owner: fc.nat(3), act: fc.constantFrom('claim', 'write') }), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(steps, (history) => {
        const row = { epoch: 0, writes: [] as number[] };
        const held = new Map<number, number>();
        for (const { owner, act } of history) {
          if (act === 'claim') held.set(owner, ++row.epoch);
          else if (held.get(owner) === row.epoch && row.epoch > 0) row.writes.push(row.epoch);
        }
        assert.deepEqual(
          row.writes,
          [...row.writes].sort((a, b) => a - b),
        );
      }),
      runs,
    );
  });
});

describe('a stored position', () => {
  it.each([
    [5n, 'a', null],
    [2n, 'a', null],
    [9n, 'a', null],
    [1n, 'a', 'position-below-log-start'],
    [10n, 'a', 'position-beyond-log-end'],
    [5n, 'b', 'topic-recreated'],
  ])('%s of topic %s against a log of 2 to 9: %s', (nextOffset, topicId, fault) => {
    expect(positionFault({ nextOffset, topicId }, { topicId: 'a', start: 2n, end: 9n })).toBe(fault);
  });
});

describe('a rest', () => {
  it('doubles up to its bound and is never nothing', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.double({ min: 0, max: 0.99, noNaN: true }),
        (attempt, spread) => {
          const rest = restMs({ firstMs: 100, maxMs: 10_000 }, attempt, spread);
          assert.ok(rest >= 75);
          assert.ok(rest <= 10_000);
        },
      ),
      runs,
    );
  });
});
