// Busy work is begun a hundred times a second at most; work after a pause, or of a process that has time, is not kept waiting.
import { Gap } from './gap.js';

const isImmediate = async (wait: Promise<void>): Promise<boolean> =>
  Promise.race([
    wait.then(() => true),
    new Promise<boolean>((resolve) => setImmediate(() => resolve(false))),
  ]);

const busy = (share: number) => new Gap(() => share);

describe('the gap', () => {
  it('is not kept after a pause', async () => {
    const gap = busy(1);
    expect(await isImmediate(gap.wait(1_000))).toBe(true);
    expect(await isImmediate(gap.wait(1_010))).toBe(true);
  });

  it('is kept where one follows the other, once for all who wait', async () => {
    const gap = busy(1);
    await gap.wait(1_000);
    const first = gap.wait(1_004);
    expect(gap.wait(1_004)).toBe(first);
    expect(await isImmediate(first)).toBe(false);
    await first;
    expect(await isImmediate(gap.wait(1_012))).toBe(false);
    expect(await isImmediate(gap.wait(1_100))).toBe(false);
  });

  it('is the shorter the more time the process has', async () => {
    const gap = busy(0.3);
    await gap.wait(1_000);
    expect(await isImmediate(gap.wait(1_003))).toBe(true);
    expect(await isImmediate(gap.wait(1_004))).toBe(false);
    const idle = busy(0);
    await idle.wait(1_000);
    expect(await isImmediate(idle.wait(1_001))).toBe(false);
    expect(await isImmediate(busy(0).wait(1_002))).toBe(true);
  });
});
