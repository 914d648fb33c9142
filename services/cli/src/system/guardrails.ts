// The guardrails as the orchestrator has them: read, checked, and published as the version that was seen.
import { z } from 'zod';
import { CommandFailure, EXIT } from '../terminal/failure.js';
import type { RunningSystem } from './running-system.js';

const BASE = '/api/orchestrator/guardrails';
const policySchema = z.object({
  version: z.number(),
  policy: z.string().nullable(),
  changedBy: z.string().nullable(),
  changedAt: z.string().nullable(),
});
const problemsSchema = z.object({
  problems: z.array(
    z.object({ line: z.number(), column: z.number(), rule: z.string(), message: z.string() }),
  ),
});
const heldSchema = z.object({
  held: z.array(z.object({ rule: z.string(), count: z.number(), since: z.string() })),
});
const publishedSchema = policySchema.extend({ isNew: z.boolean() });

/** Version 0, without a text, before there was any. */
export type RemotePolicy = z.output<typeof policySchema>;
export type HeldByRule = z.output<typeof heldSchema>['held'][number];

/** The one in force, or an earlier version. */
export function remotePolicy(system: RunningSystem, version?: number): Promise<RemotePolicy> {
  return system.gateway.ask(BASE, policySchema, { role: 'operator', query: { version } });
}

/** Messages that wait now, by the rule that holds them: what is published is what they are looked at by next. */
export async function heldMessages(system: RunningSystem): Promise<readonly HeldByRule[]> {
  return (await system.gateway.ask(`${BASE}/held`, heldSchema, { role: 'operator' })).held;
}

/** Ends with everything that is wrong with a policy. */
export async function checkPolicy(
  system: RunningSystem,
  policy: string,
  tell: (mistake: string) => void,
): Promise<void> {
  const call = { method: 'POST', role: 'operator', body: { policy } } as const;
  const { problems } = await system.gateway.ask(`${BASE}/validate`, problemsSchema, call);
  for (const { line, column, rule, message } of problems) tell(`${line}:${column} ${rule}: ${message}`);
  if (problems.length > 0)
    throw new CommandFailure(EXIT.wrong, `${problems.length} mistakes; nothing was applied.`);
}

/** Publishes it behind the version that was seen. */
export function publishPolicy(
  system: RunningSystem,
  policy: string,
  seen: number,
): Promise<z.output<typeof publishedSchema>> {
  const call = { method: 'PUT', role: 'operator', ifMatch: String(seen), body: { policy } } as const;
  return system.gateway.ask(BASE, publishedSchema, call);
}
