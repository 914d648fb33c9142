// A journal's entries as data for sentences: known deeds by name, unknown ones kept, whatever stands in them.
import { deedsOf, inputOf } from './journal-words.js';
import type { JournalRow } from './journeys-api.js';

function row(entry: Record<string, unknown>): JournalRow {
  return { seq: 1, recordedAt: '2026-11-28T10:00:00Z', traceId: null, entry };
}

test('deeds are told in order, with what stands in them as text', () => {
  const deeds = deedsOf(
    row({
      deeds: [
        { did: 'timer', due: 5 },
        { did: 'left', step: 'wait', visit: 1, outcome: 'branch-1', since: 3 },
        { did: 'forked', step: 'both', branches: ['a', 'b'] },
        { did: 'sent', commandId: null },
        { did: 'invented', why: { odd: true } },
      ],
    }),
  );
  expect(deeds.map(({ did, name }) => [did, name])).toEqual([
    ['left', 'left'],
    ['forked', 'forked'],
    ['sent', 'sent'],
    [undefined, 'invented'],
  ]);
  expect(deeds[1]?.what['branches']).toBe('a, b');
  expect(deeds[2]?.what['commandId']).toBe('–');
  expect(deeds[3]?.what['why']).toBe('{"odd":true}');
});

test.each([
  [
    { kind: 'event', type: 'continuo.operations.OrderReady.v1' },
    { kind: 'event', name: 'OrderReady' },
  ],
  [
    { kind: 'timer', due: 1 },
    { kind: 'timer', name: '' },
  ],
  [
    { kind: 'action', action: 'retry' },
    { kind: 'action', name: 'retry' },
  ],
  [{ kind: 'erased' }, { kind: 'other', name: 'erased' }],
  [undefined, { kind: 'other', name: '' }],
])('what an entry was about: %j', (input, expected) => {
  expect(inputOf(row(input === undefined ? {} : { input }))).toEqual(expected);
});

test('an entry that is none says nothing', () => {
  expect(deedsOf(row({ deeds: 'none' }))).toEqual([]);
  expect(deedsOf(row({ deeds: [null, 3, { did: 7 }] }))).toEqual([{ did: undefined, name: '7', what: {} }]);
});
