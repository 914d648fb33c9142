// The picture of a journey as the orchestrator draws it.
import { z } from 'zod';
import type { RunningSystem } from './running-system.js';

const graphSchema = z.object({
  journey: z.string(),
  version: z.number(),
  steps: z.array(
    z.looseObject({ name: z.string(), kind: z.string(), office: z.string().nullable(), here: z.number() }),
  ),
  edges: z.array(
    z.object({ from: z.string(), to: z.string(), on: z.string(), passes: z.number().nullable() }),
  ),
});

export interface JourneyGraph {
  readonly drawing: z.output<typeof graphSchema>;
  readonly mermaid: string;
}

/** Undefined when there is no such journey or version. */
export async function graphOf(
  system: RunningSystem,
  journey: string,
  query: { readonly version?: number; readonly days?: number },
): Promise<JourneyGraph | undefined> {
  const path = `/api/orchestrator/definitions/${encodeURIComponent(journey)}/graph`;
  const drawing = await system.gateway.ask(path, graphSchema, {
    role: 'operator',
    orMissing: true,
    query: { ...query },
  });
  if (drawing === undefined) return undefined;
  const mermaid = await system.gateway.ask(path, z.string(), {
    role: 'operator',
    query: { ...query, version: drawing.version, format: 'mermaid' },
  });
  return { drawing, mermaid };
}
