// The story's journeys as the orchestrator shows them, told line by line as they advance.
import { z } from 'zod';
import type { Api } from '../channels/api.js';

const instanceSchema = z.object({
  id: z.string(),
  profileId: z.string(),
  journey: z.string(),
  key: z.string(),
  step: z.string(),
  state: z.string(),
  outcome: z.string().nullable(),
  sends: z.int(),
  why: z.array(z.string()),
});
const pageSchema = z.object({ items: z.array(instanceSchema), nextCursor: z.string().optional() });

export type Journey = z.output<typeof instanceSchema>;

/**
 * The newest journey of each of these keys, by key. One that was `seen` before is known by its id too: an erasure takes
 * its key away.
 */
export async function journeysOf(
  api: Api,
  keys: ReadonlySet<string>,
  seen: ReadonlyMap<string, Journey> = new Map(),
): Promise<ReadonlyMap<string, Journey>> {
  const keyOfId = new Map([...seen].map(([key, { id }]) => [id, key]));
  const found = new Map<string, Journey>();
  const path = '/api/orchestrator/instances?include=story&limit=100';
  let cursor: string | undefined;
  do {
    const page = await api.get(cursor === undefined ? path : `${path}&cursor=${cursor}`, pageSchema);
    for (const journey of page.items) {
      const key = keyOfId.get(journey.id) ?? journey.key;
      if (keys.has(key) && !found.has(key)) found.set(key, journey);
    }
    cursor = page.nextCursor;
  } while (cursor !== undefined && found.size < keys.size);
  return found;
}

/** What changed since the last look, as lines for people. */
export function news(
  before: ReadonlyMap<string, Journey>,
  now: ReadonlyMap<string, Journey>,
  nameOf: (key: string) => string,
): readonly string[] {
  return [...now].flatMap(([key, journey]) => {
    const was = before.get(key);
    if (was?.step === journey.step && was.state === journey.state) return [];
    const who = nameOf(key).padEnd(5);
    if (journey.state === 'ended') return [`${who} => ended: ${journey.outcome ?? 'nothing'}`];
    return [`${who} -> ${journey.step}${was === undefined ? ' (the journey begins)' : ''}`];
  });
}
