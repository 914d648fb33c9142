// No row that becomes visible late is skipped: a model of Postgres' snapshots, driven by random histories.
import fc from 'fast-check';
import {
  afterReading,
  lateRowsFrom,
  look,
  lowWater,
  parseSnapshot,
  type Found,
  type LateRows,
  type Look,
} from './late-rows.js';

interface Row {
  readonly id: number;
  readonly topic: string;
  readonly transaction: number;
}

type Step =
  | { readonly kind: 'begin' }
  | { readonly kind: 'insert'; readonly which: number; readonly topic: string }
  | { readonly kind: 'end'; readonly which: number; readonly commits: boolean }
  | { readonly kind: 'look'; readonly stuck: readonly string[] }
  | { readonly kind: 'read'; readonly limit: number }
  | { readonly kind: 'take-over' };

const TOPICS = ['a', 'b'];

/** Transactions get numbers when they begin and ids when they insert; they end in any order. */
class Model {
  private transactions: number[] = [];
  private nextTransaction = 1;
  private nextId = 1;
  private readonly aborted = new Set<number>();
  readonly rows: Row[] = [];
  readonly taken: number[] = [];
  private stored: LateRows = lateRowsFrom(0);
  private glance: { look: Look; stuck: readonly string[] } | undefined;

  step(step: Step): void {
    switch (step.kind) {
      case 'begin':
        this.transactions.push(this.nextTransaction++);
        break;
      case 'insert': {
        const transaction = this.transactions[step.which % Math.max(1, this.transactions.length)];
        if (transaction !== undefined) this.rows.push({ id: this.nextId++, topic: step.topic, transaction });
        break;
      }
      case 'end': {
        const [transaction] = this.transactions.splice(step.which % Math.max(1, this.transactions.length), 1);
        if (transaction !== undefined && !step.commits) this.aborted.add(transaction);
        break;
      }
      case 'look':
        this.glance = { look: look(this.stored, this.snapshot(), step.stuck), stuck: step.stuck };
        break;
      case 'read':
        this.read(step.limit);
        break;
      case 'take-over':
        this.glance = undefined;
        this.stored = lateRowsFrom(lowWater(this.stored));
        break;
    }
  }

  /** Everything ends; then looks until nothing comes any more. */
  finish(): void {
    this.transactions = [];
    for (let turn = 0; turn < this.rows.length + 3; turn += 1) {
      this.step({ kind: 'look', stuck: [] });
      this.step({ kind: 'read', limit: 3 });
    }
  }

  get committed(): number[] {
    const open = new Set(this.transactions);
    return this.rows
      .filter(({ transaction }) => !open.has(transaction) && !this.aborted.has(transaction))
      .map(({ id }) => id);
  }

  get state(): LateRows {
    return this.stored;
  }

  private snapshot() {
    return parseSnapshot(`0:${this.nextTransaction}:${this.transactions.join(',')}`);
  }

  private read(limit: number): void {
    if (this.glance === undefined) return;
    const visible = new Set(this.committed.filter((id) => !this.taken.includes(id)));
    const found: Found[] = [];
    for (const topic of TOPICS.filter((name) => !this.glance?.stuck.includes(name))) {
      const from = this.glance.look.from(topic);
      const there = this.rows.filter((row) => row.topic === topic && visible.has(row.id) && row.id > from);
      const read = there.slice(0, limit).map(({ id }) => id);
      this.taken.push(...read);
      const highest = read.at(-1);
      found.push({ topic, highest, firstLeft: there.length > limit ? there[limit]?.id : undefined });
    }
    this.stored = afterReading(this.glance.look.next, found);
    this.glance = undefined;
  }
}

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('begin' as const) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('insert' as const),
      which: fc.nat(2),
      topic: fc.constantFrom(...TOPICS),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('end' as const), which: fc.nat(2), commits: fc.boolean() }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('look' as const), stuck: fc.subarray(TOPICS) }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('read' as const), limit: fc.integer({ min: 1, max: 3 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('take-over' as const) }) },
);

describe('late rows', () => {
  it('takes every committed row exactly once, whatever the order of begins, ids, ends and looks', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 20, maxLength: 60, size: 'max' }), (steps) => {
        const model = new Model();
        for (const one of steps) model.step(one);
        model.finish();
        expect([...model.taken].sort((a, b) => a - b)).toEqual(model.committed);
      }),
      { numRuns: Number(process.env['VERIFY_CASES'] ?? 2_000) },
    );
  });

  it('finds a row whose transaction began and drew its id between a look and its read', () => {
    const model = new Model();
    model.step({ kind: 'look', stuck: [] });
    model.step({ kind: 'begin' });
    model.step({ kind: 'insert', which: 0, topic: 'a' });
    model.step({ kind: 'begin' });
    model.step({ kind: 'insert', which: 1, topic: 'a' });
    model.step({ kind: 'end', which: 1, commits: true });
    model.step({ kind: 'read', limit: 3 });
    model.step({ kind: 'look', stuck: [] });
    model.step({ kind: 'read', limit: 3 });
    model.finish();
    expect(model.taken).toEqual([2, 1]);
  });

  it('looks from the highest id again once nothing is open', () => {
    const model = new Model();
    model.step({ kind: 'begin' });
    for (let n = 0; n < 50; n += 1) model.step({ kind: 'insert', which: 0, topic: 'a' });
    model.step({ kind: 'end', which: 0, commits: true });
    model.finish();
    expect(lowWater(model.state)).toBe(50);
  });

  it('is not held back from new rows by a transaction that stays open, and finds its rows when it ends', () => {
    const model = new Model();
    model.step({ kind: 'begin' });
    model.step({ kind: 'insert', which: 0, topic: 'a' });
    for (let n = 0; n < 30; n += 1) {
      model.step({ kind: 'begin' });
      model.step({ kind: 'insert', which: 1, topic: 'a' });
      model.step({ kind: 'end', which: 1, commits: true });
      model.step({ kind: 'look', stuck: [] });
      model.step({ kind: 'read', limit: 3 });
    }
    expect(model.taken).toHaveLength(30);
    const { from } = look(model.state, parseSnapshot('1:32:1'), []);
    expect(from('a')).toBeGreaterThanOrEqual(29);
    model.finish();
    expect(model.taken).toHaveLength(31);
  });
});
