// The places where an instance stands, as they are shown.
import { z } from 'zod';
import type { Standing } from '../domain/engine/standing.js';
import { awaitedSchema, awaitedShown } from './awaited-view.js';

export const positionSchema = z.object({
  step: z.string(),
  visit: z.int(),
  /** The branch of a parallel; null on the main way. */
  branch: z.object({ parallel: z.string(), name: z.string() }).nullable(),
  since: z.string().nullable(),
  waitsFor: z.array(awaitedSchema),
  until: z.string().nullable(),
  /** The command that is out. */
  commandId: z.string().nullable(),
  /** The instance of another journey whose end it waits for. */
  childId: z.string().nullable(),
  /** The code of its incident. */
  incident: z.string().nullable(),
});

export function positionsShown(standings: readonly Standing[]): z.output<typeof positionSchema>[] {
  return standings.map((each) => ({ ...each, waitsFor: each.waitsFor.map(awaitedShown) }));
}
