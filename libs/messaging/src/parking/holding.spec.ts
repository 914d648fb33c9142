// Holding, draining and merging by the pure rules, against oracles that know no partitions, batches or failures.
import fc from 'fast-check';
// Within properties: Jest's own expect takes most of the time of a hundred thousand cases.
import assert from 'node:assert/strict';
import { planBatch } from '../consumer/batch-plan.js';
import type { KafkaRecord } from '../kafka/kafka-client.js';
import { drainDecision } from './drain-rule.js';
import type { ParkedState } from './parked-store.js';

const seed = Number(process.env['VERIFY_SEED'] ?? Date.now() % 2 ** 31);
const runs = { numRuns: Number(process.env['VERIFY_CASES'] ?? 200), seed };
const rules = { allowsType: () => true, allowsTombstone: false };

beforeAll(() => {
  process.stdout.write(`holding properties: seed ${seed}, ${runs.numRuns} cases\n`);
});

function recordOf(key: string, offset: number): KafkaRecord {
  const headers = {
    ce_type: 't',
    ce_id: String(offset),
    publisher: 'p/1',
    'publisher-sequence': String(offset + 1),
  };
  return {
    topic: 't',
    partition: 0,
    offset: BigInt(offset),
    timestamp: 0,
    key: Buffer.from(key),
    value: Buffer.from([0]),
    headers,
  };
}

interface WaitingRow {
  readonly offset: number;
  state: ParkedState;
}

/** A partition in memory that follows the same rules as the statements do. */
class Partition {
  readonly applied: { readonly key: string; readonly offset: number }[] = [];
  readonly waiting = new Map<string, WaitingRow[]>();
  readonly heldOnPurpose = new Set<string>();
  next = 0;

  constructor(
    private readonly log: readonly string[],
    private readonly sick: (offset: number) => boolean,
    private readonly onApply: (partition: Partition, key: string, offset: number) => void = () => undefined,
  ) {}

  read(count: number): void {
    for (let taken = 0; taken < count && this.next < this.log.length; taken += 1) {
      const offset = this.next;
      const key = this.log[offset]!;
      const condemned = this.sick(offset)
        ? new Map([[BigInt(offset), { code: 'sick', reason: 'sick', holdsKey: true, incident: false }]])
        : new Map<bigint, never>();
      const plan = planBatch({
        records: [recordOf(key, offset)],
        nextOffset: BigInt(offset),
        lastSequences: {},
        rules,
        heldKeys: new Set([...this.waiting.keys(), ...this.heldOnPurpose]),
        condemned,
      });
      for (const _ of plan.deliver) this.apply(key, offset);
      for (const _ of plan.hold) this.append(key, offset, 'held');
      for (const _ of plan.park) this.append(key, offset, 'parked');
      this.next = offset + 1;
    }
  }

  redrive(key: string): void {
    for (const row of this.waiting.get(key) ?? []) if (row.state === 'parked') row.state = 'redrive';
  }

  drain(key: string): void {
    for (;;) {
      const rows = this.waiting.get(key);
      if (rows === undefined) return;
      const head = rows[0] ? { state: rows[0].state, due: true } : null;
      const decision = drainDecision(this.heldOnPurpose.has(key), head);
      if (decision === 'free') this.waiting.delete(key);
      if (decision !== 'apply') return;
      const row = rows[0]!;
      if (row.state !== 'parked' && this.sick(row.offset)) {
        row.state = 'parked';
        return;
      }
      // A parked record is an operator's to decide: it is not applied because time went by.
      assert.notEqual(row.state, 'parked');
      rows.shift();
      this.apply(key, row.offset);
    }
  }

  private apply(key: string, offset: number): void {
    this.applied.push({ key, offset });
    this.onApply(this, key, offset);
  }

  private append(key: string, offset: number, state: ParkedState): void {
    this.waiting.set(key, [...(this.waiting.get(key) ?? []), { offset, state }]);
  }
}

describe('held keys', () => {
  const steps = fc.array(
    fc.oneof(
      fc.record({ do: fc.constant('read' as const), count: fc.integer({ min: 1, max: 6 }) }),
      fc.record({
        do: fc.constantFrom('redrive' as const, 'drain' as const),
        key: fc.constantFrom('a', 'b', 'c'),
      }),
      fc.record({ do: fc.constant('heal' as const) }),
    ),
    { maxLength: 40 },
  );

  it('keep their order and lose nothing, however sickness, redrives and reading come together', () => {
    const logs = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 40 });
    fc.assert(
      fc.property(logs, fc.uniqueArray(fc.nat(39)), steps, (log, sickOffsets, history) => {
        let sick = new Set(sickOffsets);
        const partition = new Partition(log, (offset) => sick.has(offset));
        for (const step of history) {
          if (step.do === 'read') partition.read(step.count);
          else if (step.do === 'heal') sick = new Set();
          else partition[step.do](step.key);
          for (const { key, offset } of partition.applied) {
            const before = log.flatMap((other, at) => (other === key && at < offset ? [at] : []));
            const done = partition.applied.filter((one) => one.key === key).map((one) => one.offset);
            assert.ok(before.every((at) => done.includes(at)));
          }
        }
        sick = new Set();
        partition.read(log.length);
        for (const key of ['a', 'b', 'c']) {
          partition.redrive(key);
          partition.drain(key);
          const wanted = log.flatMap((other, at) => (other === key ? [at] : []));
          assert.deepEqual(
            partition.applied.filter((one) => one.key === key).map((one) => one.offset),
            wanted,
          );
        }
        assert.equal(partition.waiting.size, 0);
      }),
      runs,
    );
  });
});

describe('a key that floods its partition', () => {
  it('has its share of each batch and the rest later, in order and once; others never wait behind it', () => {
    const logs = fc.array(fc.constantFrom('flood', 'flood', 'flood', 'a', 'b'), { maxLength: 60 });
    const batches = fc.array(
      fc.record({ count: fc.integer({ min: 1, max: 12 }), drains: fc.integer({ min: 0, max: 3 }) }),
      { minLength: 1, maxLength: 30 },
    );
    fc.assert(
      fc.property(logs, fc.integer({ min: 1, max: 4 }), batches, (log, recordsPerKey, history) => {
        const applied: { readonly key: string; readonly offset: number; readonly batch: number }[] = [];
        const waiting = new Map<string, number[]>();
        let next = 0;
        for (let at = 0; next < log.length; at += 1) {
          const { count, drains } = history[at % history.length]!;
          const from = next;
          next = Math.min(log.length, next + count);
          const plan = planBatch({
            records: log.slice(from, next).map((key, n) => recordOf(key, from + n)),
            nextOffset: BigInt(from),
            lastSequences: {},
            rules,
            heldKeys: new Set(waiting.keys()),
            condemned: new Map(),
            recordsPerKey,
          });
          const shares = new Map<string, number>();
          for (const { key, offset } of plan.deliver) {
            const name = key!.toString();
            shares.set(name, (shares.get(name) ?? 0) + 1);
            applied.push({ key: name, offset: Number(offset), batch: at });
          }
          assert.ok([...shares.values()].every((share) => share <= recordsPerKey));
          for (const { key, offset } of plan.hold) {
            const name = key!.toString();
            // Nobody is held who had not more than a share, in this batch or one before.
            assert.ok(waiting.has(name) || plan.deferred.has(name));
            waiting.set(name, [...(waiting.get(name) ?? []), Number(offset)]);
          }
          for (let n = 0; n < drains; n += 1) drain();
        }
        while (waiting.size > 0) drain();
        for (const name of ['flood', 'a', 'b']) {
          const wanted = log.flatMap((key, offset) => (key === name ? [offset] : []));
          assert.deepEqual(
            applied.filter(({ key }) => key === name).map(({ offset }) => offset),
            wanted,
          );
        }

        function drain(): void {
          for (const [key, rows] of waiting) {
            applied.push({ key, offset: rows.shift()!, batch: -1 });
            if (rows.length === 0) waiting.delete(key);
          }
        }
      }),
      runs,
    );
  });

  it('lets its last word pass, with what waited before it', () => {
    const log = ['a', 'a', 'a', 'a', 'word', 'a', 'a'];
    const records = log.map((name, offset) => {
      const record = recordOf('a', offset);
      return name === 'word' ? { ...record, headers: { ...record.headers, ce_type: 'word' } } : record;
    });
    const plan = planBatch({
      records,
      nextOffset: 0n,
      lastSequences: {},
      rules,
      heldKeys: new Set(),
      lastWords: new Set(['word']),
      condemned: new Map(),
      recordsPerKey: 2,
    });
    expect(plan.deliver.map(({ offset }) => Number(offset))).toEqual([0, 1, 4]);
    expect(plan.hold.map(({ offset }) => Number(offset))).toEqual([5, 6]);
  });
});

describe('a merge across partitions', () => {
  it('is one point in both streams, in whatever order and pieces they are read', () => {
    const counts = fc.nat(6);
    const pieces = fc.array(
      fc.record({ loser: fc.boolean(), count: fc.integer({ min: 1, max: 4 }), drains: fc.boolean() }),
      {
        maxLength: 20,
      },
    );
    fc.assert(
      fc.property(counts, counts, counts, pieces, (loserBefore, survivorBefore, survivorAfter, history) => {
        // The marker is the loser's last record, and lies somewhere in the survivor's.
        const loserLog = Array<string>(loserBefore + 1).fill('loser');
        const survivorLog = Array<string>(survivorBefore + 1 + survivorAfter).fill('survivor');
        const order: string[] = [];
        let firstReader: Partition | null = null;
        const onApply = (partition: Partition, key: string, offset: number): void => {
          order.push(`${key}/${offset}`);
          if (offset !== (key === 'loser' ? loserBefore : survivorBefore)) return;
          if (firstReader === null) {
            firstReader = partition;
            partition.heldOnPurpose.add(key);
            if (!partition.waiting.has(key)) partition.waiting.set(key, []);
            return;
          }
          order.push('moved');
          const held = key === 'loser' ? 'survivor' : 'loser';
          firstReader.heldOnPurpose.delete(held);
          firstReader.drain(held);
        };
        const loser = new Partition(loserLog, () => false, onApply);
        const survivor = new Partition(survivorLog, () => false, onApply);
        for (const piece of history) {
          (piece.loser ? loser : survivor).read(piece.count);
          // A redrive of something else may come by at any time.
          if (!piece.drains) continue;
          loser.drain('loser');
          survivor.drain('survivor');
        }
        loser.read(loserLog.length);
        survivor.read(survivorLog.length);
        const moved = order.indexOf('moved');
        const place = (name: string): number => order.indexOf(name);
        for (let n = 0; n <= loserBefore; n += 1) assert.ok(place(`loser/${n}`) < moved);
        for (let n = 0; n <= survivorBefore; n += 1) assert.ok(place(`survivor/${n}`) < moved);
        for (let n = 1; n <= survivorAfter; n += 1) {
          assert.ok(place(`survivor/${survivorBefore + n}`) > moved);
        }
        assert.equal(order.length, loserLog.length + survivorLog.length + 1);
      }),
      runs,
    );
  });
});
