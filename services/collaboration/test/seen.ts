// Waits until something looks as expected; the last difference is what a failure shows.
import { eventually } from '@continuo/testing';

export async function seen<T>(look: () => Promise<T>, expected: unknown): Promise<void> {
  await eventually(async () => {
    expect(await look()).toEqual(expected);
    return true;
  });
}
