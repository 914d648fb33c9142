// The order of the long run: even, and nothing beside what must be alone.
import { plan, workThrough } from './schedule.js';

const kinds = [
  { name: 'seams', wanted: 20, alone: false },
  { name: 'kill', wanted: 2, alone: false },
  { name: 'broker', wanted: 2, alone: true },
];

it('does half of every kind in the first half', () => {
  const first = plan(kinds, 7).slice(0, 12);
  const count = (kind: string): number => first.filter((one) => one.kind === kind).length;
  expect([count('seams'), count('kill'), count('broker')]).toEqual([10, 1, 1]);
});

it('runs what must be alone alone, the rest in as many lanes as there are, and stops when time is over', async () => {
  const running = new Set<string>();
  const seen: string[][] = [];
  let done = 0;
  await workThrough(plan(kinds, 1), {
    count: 3,
    over: () => done >= 15,
    run: async ({ kind, seed }) => {
      running.add(`${kind}/${seed}`);
      seen.push([...running]);
      await new Promise((resolve) => setImmediate(resolve));
      running.delete(`${kind}/${seed}`);
      done += 1;
    },
  });
  const together = seen.map((names) => names.length);
  expect(Math.max(...together)).toBe(3);
  expect(seen.filter((names) => names.length > 1 && names.some((name) => name.startsWith('broker')))).toEqual(
    [],
  );
  expect(done).toBeGreaterThanOrEqual(15);
  expect(done).toBeLessThan(24);
});

it('leaves out what needs more time than there is, and does the rest', async () => {
  const done: string[] = [];
  const long = { name: 'services', wanted: 1, alone: true, needsMs: 1_000 };
  await workThrough(plan([...kinds, long], 1), {
    count: 3,
    over: ({ needsMs }) => needsMs > 500,
    run: ({ kind }) => Promise.resolve(void done.push(kind)),
  });
  expect([done.length, done.includes('services')]).toEqual([24, false]);
});
