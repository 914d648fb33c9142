// When what the start left behind is collected: once, and never while the process has something to do.
import { eventually } from '@continuo/testing';
import { collectStartLeavings } from './start-leavings.js';

/** Answers after how many looks something was collected, while they see these shares of work, then none. */
function looksWith(shares: readonly number[]) {
  const seen = { looks: 0, collectedAt: [] as number[] };
  collectStartLeavings({
    everyMs: 1,
    busy: () => shares[seen.looks++] ?? 0,
    collect: () => void seen.collectedAt.push(seen.looks),
  });
  return seen;
}

it('waits for a time with little to do, and collects once', async () => {
  const first = looksWith([0.9, 0.2, 0.1]);
  await eventually(() => first.collectedAt.length > 0);
  const second = looksWith(Array.from({ length: 20 }, () => 1));
  await eventually(() => second.collectedAt.length > 0);
  expect([first, second]).toEqual([
    { looks: 3, collectedAt: [3] },
    { looks: 21, collectedAt: [21] },
  ]);
});

it('collects what nobody holds any more', async () => {
  const gone = new WeakRef({ large: Buffer.alloc(1_000) });
  collectStartLeavings({ everyMs: 1, busy: () => 0 });
  await eventually(() => gone.deref() === undefined);
});
