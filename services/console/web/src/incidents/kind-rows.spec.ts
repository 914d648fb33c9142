// Counts by state become one row per kind.
import { countIn, kindRows } from './kind-rows.js';

const kind = (state: 'parked' | 'held' | 'redrive', count: number, oldest: string, code = 'poison') => ({
  ...{ group: 'g', topic: 't', code, state, count, oldest, newest: oldest },
});

test('states of one kind are one row with the oldest of them; most come first, and a silent service has none', () => {
  const rows = kindRows([
    { service: 'crm', said: [kind('parked', 1, '2026-01-02'), kind('held', 4, '2026-01-01')] },
    { service: 'operations', said: [kind('redrive', 9, '2026-01-03')] },
    { service: 'orchestrator', error: new Error('down') },
  ]);
  expect(rows).toEqual([
    {
      ...{ service: 'operations', group: 'g', topic: 't', code: 'poison' },
      parked: 0,
      held: 0,
      redrive: 9,
      oldest: '2026-01-03',
    },
    {
      ...{ service: 'crm', group: 'g', topic: 't', code: 'poison' },
      parked: 1,
      held: 4,
      redrive: 0,
      oldest: '2026-01-01',
    },
  ]);
});

test('a state is counted over all kinds', () => {
  expect(countIn([kind('parked', 2, ''), kind('parked', 3, '', 'loop'), kind('held', 5, '')], 'parked')).toBe(
    5,
  );
  expect(countIn([], 'redrive')).toBe(0);
});
