// Definitions as the orchestrator has them: read, checked, published as the version that was seen, or drafted.
import { z } from 'zod';
import { CommandFailure, EXIT } from '../terminal/failure.js';
import type { RunningSystem } from './running-system.js';

const BASE = '/api/orchestrator/definitions';
const summarySchema = z.object({ journey: z.string(), version: z.number(), hash: z.string() });
const pageSchema = z.object({ items: z.array(summarySchema), nextCursor: z.string().optional() });
const shownSchema = summarySchema.extend({ definition: z.string() });
const standingSchema = z.object({ state: z.string() });
const problemsSchema = z.object({
  problems: z.array(
    z.object({ line: z.number(), column: z.number(), rule: z.string(), message: z.string() }),
  ),
});
const publishedSchema = z.object({ version: z.number(), isNew: z.boolean() });
const draftSchema = z.object({ hash: z.string(), definition: z.string() });

export interface RemoteDefinition {
  readonly journey: string;
  readonly version: number;
  readonly hash: string;
  readonly text: string;
  readonly isRetired: boolean;
}

export type DefinitionMistake = z.output<typeof problemsSchema>['problems'][number];

/** Every journey's newest version, by name. */
export async function remoteDefinitions(
  system: RunningSystem,
): Promise<ReadonlyMap<string, RemoteDefinition>> {
  const found = new Map<string, RemoteDefinition>();
  let cursor: string | undefined;
  do {
    const page = await system.gateway.ask(BASE, pageSchema, {
      role: 'designer',
      query: { limit: 200, cursor },
    });
    for (const { journey } of page.items) {
      const [shown, standing] = await Promise.all([
        system.gateway.ask(`${BASE}/${journey}`, shownSchema, { role: 'designer' }),
        system.gateway.ask(`${BASE}/${journey}/state`, standingSchema, { role: 'designer' }),
      ]);
      const { version, hash, definition: text } = shown;
      found.set(journey, { journey, version, hash, text, isRetired: standing.state === 'retired' });
    }
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return found;
}

/** Everything that is wrong with a definition. */
export async function mistakesOf(system: RunningSystem, text: string): Promise<readonly DefinitionMistake[]> {
  const body = { definition: text };
  return (
    await system.gateway.ask(`${BASE}/validate`, problemsSchema, { method: 'POST', role: 'designer', body })
  ).problems;
}

export type Applied = { readonly as: 'version'; readonly version: number } | { readonly as: 'draft' };

/** Publishes it behind the version that was seen; where a second person has to publish, it becomes the draft. */
export async function applyDefinition(
  system: RunningSystem,
  {
    journey,
    text,
    seen,
  }: { readonly journey: string; readonly text: string; readonly seen: string | undefined },
): Promise<Applied> {
  const call = {
    method: 'POST',
    role: 'designer',
    body: { definition: text },
    ...(seen === undefined ? {} : { ifMatch: seen }),
  } as const;
  try {
    const { version } = await system.gateway.ask(BASE, publishedSchema, call);
    return { as: 'version', version };
  } catch (error) {
    if (!(error instanceof CommandFailure) || !error.hint?.includes('approval-needed')) throw error;
    await draft(system, journey, text);
    return { as: 'draft' };
  }
}

async function draft(system: RunningSystem, journey: string, text: string): Promise<void> {
  const address = `${BASE}/${journey}/draft`;
  const before = await system.gateway.ask(address, draftSchema, { role: 'designer', orMissing: true });
  if (before?.definition === text) return;
  await system.gateway.ask(address, draftSchema, {
    method: 'PUT',
    role: 'designer',
    body: { definition: text },
    ...(before === undefined ? {} : { ifMatch: before.hash }),
  });
}

/** Whether the failure says that somebody changed it meanwhile. */
export function hasMoved(error: unknown): error is CommandFailure {
  return error instanceof CommandFailure && error.exitCode === EXIT.refused;
}
