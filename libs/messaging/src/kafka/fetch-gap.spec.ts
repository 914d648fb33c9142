// A busy consumer fetches a hundred times a second at most; one that was idle is not kept waiting.
import { FetchGap } from './fetch-gap.js';

const isImmediate = async (wait: Promise<void>): Promise<boolean> =>
  Promise.race([
    wait.then(() => true),
    new Promise<boolean>((resolve) => setImmediate(() => resolve(false))),
  ]);

describe('the gap between two fetches', () => {
  it('is not kept after a pause', async () => {
    const gap = new FetchGap();
    expect(await isImmediate(gap.wait(1_000))).toBe(true);
    expect(await isImmediate(gap.wait(1_010))).toBe(true);
  });

  it('is kept where fetches follow each other, once for all batches of a fetch', async () => {
    const gap = new FetchGap();
    await gap.wait(1_000);
    const first = gap.wait(1_004);
    expect(gap.wait(1_004)).toBe(first);
    expect(await isImmediate(first)).toBe(false);
    await first;
    expect(await isImmediate(gap.wait(1_012))).toBe(false);
    expect(await isImmediate(gap.wait(1_100))).toBe(false);
  });
});
