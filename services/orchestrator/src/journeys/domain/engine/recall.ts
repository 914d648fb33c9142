// How a run looks at what is remembered of the customer: what it looked at is journalled, so that it replays alone.
import { remember, type Memory, type MemoryItem } from './memory.js';
import type { Run } from './run.js';

/** The items that match, oldest first. What this run has not made itself is noted as looked at. */
export function recall<Item extends MemoryItem>(
  run: Run,
  matches: (item: MemoryItem) => item is Item,
): readonly Item[] {
  if (run.memory.items.length === 0) return [];
  const found = run.memory.items.filter(matches);
  for (const item of found) {
    if (!run.facts.memory?.items.includes(item)) continue;
    run.used.memory ??= new Set();
    run.used.memory.add(item);
  }
  return found;
}

/** Remembers something from now on. */
export function keepInMind(run: Run, item: MemoryItem): void {
  run.memory = remember(run.memory, item);
}

/** Takes the memory as `change` leaves it. */
export function rethink(run: Run, change: (memory: Memory) => Memory): void {
  run.memory = change(run.memory);
}
