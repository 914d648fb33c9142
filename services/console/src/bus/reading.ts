// One reading of the bus for somebody: in its slot, and answered in time.
import type { Result } from '@continuo/kernel';
import { asked } from './bus-problems.js';
import type { ReadSlots, SlotRefusal } from './read-slots.js';

/**
 * Who asked is answered after some seconds, whatever the broker does: then the work is told to end by its signal, and has
 * its slot until it did. Refuses what the slots refuse.
 */
export function reading<T>(
  slots: ReadSlots,
  subject: string,
  work: (signal: AbortSignal) => Promise<T>,
  withinMs?: number,
): Promise<Result<T, SlotRefusal>> {
  const late = new AbortController();
  const answer = slots.run(subject, () => work(late.signal));
  return asked(answer, withinMs).finally(() => late.abort());
}
