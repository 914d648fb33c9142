// What the orchestrator tells of journeys: definitions, instances, and why they did what they did.
import { z } from 'zod';
import type { RunningSystem } from './running-system.js';

const journalPlaceSchema = z.object({
  instanceId: z.string(),
  journey: z.string(),
  step: z.string().nullable(),
  what: z.string(),
  at: z.string(),
});

export type JournalPlace = z.output<typeof journalPlaceSchema>;

/** What an event did to journeys; nothing when the orchestrator can't say. */
export async function journalOf(system: RunningSystem, eventId: string): Promise<JournalPlace[]> {
  const answer = await system.gateway.ask(
    '/api/orchestrator/journal',
    z.object({ items: z.array(journalPlaceSchema) }),
    {
      role: 'operator',
      query: { eventId },
      orMissing: true,
    },
  );
  return answer?.items ?? [];
}
