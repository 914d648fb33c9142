// Busy work is begun a hundred times a second at most; work after a pause is not kept waiting.
import { Gap } from './gap.js';

const isImmediate = async (wait: Promise<void>): Promise<boolean> =>
  Promise.race([
    wait.then(() => true),
    new Promise<boolean>((resolve) => setImmediate(() => resolve(false))),
  ]);

describe('the gap', () => {
  it('is not kept after a pause', async () => {
    const gap = new Gap();
    expect(await isImmediate(gap.wait(1_000))).toBe(true);
    expect(await isImmediate(gap.wait(1_010))).toBe(true);
  });

  it('is kept where one follows the other, once for all who wait', async () => {
    const gap = new Gap();
    await gap.wait(1_000);
    const first = gap.wait(1_004);
    expect(gap.wait(1_004)).toBe(first);
    expect(await isImmediate(first)).toBe(false);
    await first;
    expect(await isImmediate(gap.wait(1_012))).toBe(false);
    expect(await isImmediate(gap.wait(1_100))).toBe(false);
  });
});
