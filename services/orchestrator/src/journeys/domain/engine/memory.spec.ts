// What is remembered of a customer: it stays bounded, forgets what no cap can count, and follows merges and their undoing.
import fc from 'fast-check';
import { recallMatters } from './matters.js';
import {
  forget,
  itemsOf,
  keepContacts,
  moveMemory,
  NO_MEMORY,
  remember,
  type ContactMade,
  type Memory,
  type MemoryItem,
} from './memory.js';
import type { MergeMarker } from './merge.js';

const contact = (at: number, more: Partial<ContactMade> = {}): ContactMade => ({
  kind: 'contact',
  id: `c-${at}`,
  channel: 'email',
  purpose: 'marketing',
  category: 'promotion',
  customer: 'a',
  at,
  ...more,
});
const memoryOf = (...items: readonly MemoryItem[]): Memory => items.reduce(remember, NO_MEMORY);

describe('remembering', () => {
  test('an item takes the place of the older one of the same name', () => {
    const arm = { kind: 'arm', experiment: 'x', arm: 'one', customer: 'a', at: 1 } as const;
    const memory = memoryOf(arm, { ...arm, arm: 'two', at: 2 }, { ...arm, customer: 'b', at: 3 });
    expect(itemsOf(memory, 'arm').map(({ arm: which, customer }) => `${customer} ${which}`)).toEqual([
      'a two',
      'b one',
    ]);
  });

  test('is the same text whatever came first', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([1, 2, 3, 4, 5, 6], { minLength: 6 }), (order) => {
        const memory = memoryOf(...order.map((at) => contact(at, { id: `c-${at % 4}-${at}` })));
        expect(JSON.stringify(memory)).toBe(
          JSON.stringify(
            memoryOf(...[1, 2, 3, 4, 5, 6].map((at) => contact(at, { id: `c-${at % 4}-${at}` }))),
          ),
        );
      }),
    );
  });

  test('stays within its bounds, the oldest first to go', () => {
    const matters = Array.from({ length: 300 }, (_, at): MemoryItem => ({
      kind: 'matter',
      of: 'case',
      id: `m-${at}`,
      customer: 'a',
      at,
    }));
    const kept = itemsOf(memoryOf(...matters), 'matter');
    expect(kept).toHaveLength(128);
    expect(kept[0]?.id).toBe('m-172');
  });

  test('forgetting what is not there gives the same memory', () => {
    const memory = memoryOf(contact(1));
    expect(forget(memory, () => false)).toBe(memory);
  });
});

describe('contacts', () => {
  const all = { longest: 1_000, caps: [{ max: 2, counts: () => true }] };

  test('are forgotten when the longest window has passed them', () => {
    const memory = memoryOf(contact(1_000), contact(1_001));
    expect(itemsOf(keepContacts(memory, all, 2_000), 'contact').map(({ at }) => at)).toEqual([1_001]);
    expect(keepContacts(memory, all, 1_999)).toBe(memory);
  });

  test('are bounded, and a cap still finds the newest that could reach it', () => {
    const rare = [
      contact(1, { channel: 'sms' }),
      contact(2, { channel: 'sms' }),
      contact(3, { channel: 'sms' }),
    ];
    const many = Array.from({ length: 400 }, (_, n) => contact(10 + n));
    const keep = {
      longest: 100_000,
      caps: [{ max: 2, counts: ({ channel }: ContactMade) => channel === 'sms' }],
    };
    const kept = itemsOf(keepContacts(memoryOf(...rare, ...many), keep, 1_000), 'contact');
    expect(kept.filter(({ channel }) => channel === 'sms').map(({ at }) => at)).toEqual([2, 3]);
    expect(kept).toHaveLength(130);
  });
});

describe('merges', () => {
  const merge = (mergeId: string, loserId: string, survivorId: string): MergeMarker => ({
    kind: 'merged',
    mergeId,
    loserId,
    survivorId,
  });
  const undone = (marker: MergeMarker): MergeMarker => ({ ...marker, kind: 'split' });
  const ids = (memory: Memory) => itemsOf(memory, 'contact').map(({ id }) => id);

  test('everything moves, and what the merge had moved moves back with what came since', () => {
    const first = merge('m-1', 'a', 'b');
    const merged = moveMemory(
      first,
      memoryOf(contact(1), contact(2, { customer: 'z' })),
      memoryOf(contact(3, { customer: 'b' })),
    );
    expect(merged.from.items).toEqual([]);
    const later = [contact(4, { customer: 'a' }), contact(5, { customer: 'b' })].reduce(remember, merged.to);
    const { from, to } = moveMemory(undone(first), later, NO_MEMORY);
    expect([ids(to), ids(from)]).toEqual([
      ['c-1', 'c-2', 'c-4'],
      ['c-3', 'c-5'],
    ]);
    expect(to.items.every((item) => item.via === undefined)).toBe(true);
  });

  test('a merge of what was merged before is undone in either order', () => {
    const [inner, outer] = [merge('m-1', 'a', 'b'), merge('m-2', 'b', 'c')];
    const one = moveMemory(inner, memoryOf(contact(1)), memoryOf(contact(2, { customer: 'b' })));
    const two = moveMemory(outer, one.to, memoryOf(contact(3, { customer: 'c' })));
    const back = moveMemory(undone(outer), two.to, NO_MEMORY);
    expect([ids(back.to), ids(back.from)]).toEqual([['c-1', 'c-2'], ['c-3']]);
    const whole = moveMemory(undone(inner), back.to, NO_MEMORY);
    expect([ids(whole.to), ids(whole.from)]).toEqual([['c-1'], ['c-2']]);
  });

  test('nothing to move changes nothing', () => {
    const memory = memoryOf(contact(1, { customer: 'b' }));
    const moved = moveMemory(undone(merge('m-1', 'a', 'b')), memory, NO_MEMORY);
    expect(moved).toEqual({ from: memory, to: NO_MEMORY });
    expect(moved.from).toBe(memory);
  });
});

describe('open matters', () => {
  const event = (type: string, value: Record<string, string>, customer = 'a') =>
    ({
      kind: 'event',
      id: 'e-1',
      profileId: 'p',
      type: `continuo.${type}.v1`,
      at: 7,
      value,
      hops: 0,
      customer,
      correlationId: 'c',
    }) as const;

  test('a case is open until it is closed, again when it is reopened, whoever the event names', () => {
    const opened = recallMatters(NO_MEMORY, event('crm.CaseOpened', { caseId: 'k-1' }));
    expect(opened.items).toEqual([{ kind: 'matter', of: 'case', id: 'k-1', customer: 'a', at: 7 }]);
    const closed = recallMatters(opened, event('crm.CaseClosed', { caseId: 'k-1' }, 'b'));
    expect(closed.items).toEqual([]);
    expect(recallMatters(closed, event('crm.CaseReopened', { caseId: 'k-1' })).items).toHaveLength(1);
  });

  test('a fallout stands until it is resolved; anything else changes nothing', () => {
    const raised = recallMatters(NO_MEMORY, event('operations.OrderFalloutRaised', { orderId: 'o-1' }));
    expect(raised.items).toHaveLength(1);
    expect(recallMatters(raised, event('operations.OrderReady', { orderId: 'o-1' }))).toBe(raised);
    expect(recallMatters(raised, event('crm.CaseClosed', { caseId: 'o-1' }))).toBe(raised);
    expect(recallMatters(raised, event('operations.OrderFalloutRaised', {}))).toBe(raised);
    expect(recallMatters(raised, { kind: 'timer', due: 1 })).toBe(raised);
    expect(recallMatters(raised, event('operations.OrderFalloutResolved', { orderId: 'o-1' })).items).toEqual(
      [],
    );
  });
});

test('through any merges and their undoing everybody has what they made, and the survivor what they brought', () => {
  const names = ['a', 'b', 'c', 'd'];
  const op = fc.oneof(
    fc.record({ is: fc.constant('made' as const), who: fc.constantFrom(...names) }),
    fc.record({
      is: fc.constant('merge' as const),
      loser: fc.constantFrom(...names),
      survivor: fc.constantFrom(...names),
    }),
    fc.record({ is: fc.constant('undo' as const), n: fc.nat(9) }),
  );
  fc.assert(
    fc.property(fc.array(op, { maxLength: 40 }), (ops) => {
      const memories = new Map<string, Memory>();
      // The model: who is merged into whom, and by which merge.
      const into = new Map<string, { survivor: string; mergeId: string }>();
      const rootOf = (who: string): string => (into.has(who) ? rootOf(into.get(who)?.survivor ?? '') : who);
      const move = (marker: MergeMarker, from: string, to: string): void => {
        const moved = moveMemory(marker, memories.get(from) ?? NO_MEMORY, memories.get(to) ?? NO_MEMORY);
        memories.set(from, moved.from).set(to, moved.to);
      };
      ops.forEach((each, at) => {
        if (each.is === 'made') {
          const item = contact(at, { customer: each.who });
          memories.set(rootOf(each.who), remember(memories.get(rootOf(each.who)) ?? NO_MEMORY, item));
        } else if (each.is === 'merge') {
          const [loserId, survivorId] = [rootOf(each.loser), rootOf(each.survivor)];
          if (loserId === survivorId) return;
          into.set(loserId, { survivor: survivorId, mergeId: `m-${at}` });
          move({ kind: 'merged', mergeId: `m-${at}`, loserId, survivorId }, loserId, survivorId);
        } else {
          const [loserId, merge] = [...into][each.n % Math.max(1, into.size)] ?? [];
          if (loserId === undefined || merge === undefined) return;
          const survivorId = rootOf(loserId);
          into.delete(loserId);
          const family = new Set(names.filter((who) => rootOf(who) === loserId));
          const { mergeId } = merge;
          move({ kind: 'split', mergeId, loserId, survivorId, family }, survivorId, loserId);
        }
      });
      for (const [owner, { items }] of memories) {
        for (const item of items) expect([item, rootOf(item.customer)]).toEqual([item, owner]);
      }
      const made = ops.filter(({ is }) => is === 'made').length;
      expect([...memories.values()].flatMap(({ items }) => items)).toHaveLength(made);
    }),
    { seed: Number(process.env['SEED'] ?? 20260128), numRuns: 300 },
  );
});
