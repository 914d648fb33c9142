// Proves that waiting ends with the value, and fails by name when it never comes.
import { eventually } from './eventually.js';

describe('eventually', () => {
  it('answers the first value that is there', async () => {
    let looks = 0;
    expect(await eventually(() => (++looks < 3 ? undefined : 'there'), { every: 1 })).toBe('there');
    expect(looks).toBe(3);
  });

  it('takes a probe that returns nothing as not yet there, and one that throws too', async () => {
    let looks = 0;
    const probe = (): number => {
      looks += 1;
      if (looks < 4) throw new Error('not yet');
      return looks;
    };
    expect(await eventually(probe, { every: 1 })).toBe(4);
  });

  it('gives up at the deadline, naming what it waited for and what it saw last', async () => {
    const waiting = eventually(() => false, { within: 5, every: 1, what: 'the lamp' });
    await expect(waiting).rejects.toThrow(/the lamp did not come about within 5 ms; last seen: false/);
  });
});
