// What the orchestrator tells of why: the record of a customer, and the chain behind one message.
import { z } from 'zod';
import type { RunningSystem } from './running-system.js';

const recordSchema = z.object({
  kind: z.string(),
  at: z.string(),
  journey: z.string(),
  version: z.number(),
  instanceId: z.string().nullable(),
  step: z.string().nullable(),
  commandId: z.string().nullable(),
  cause: z.object({ kind: z.string(), type: z.string().nullable(), id: z.string().nullable() }),
  rule: z.string().nullable(),
  ruleVersion: z.string().nullable(),
  inputs: z.record(z.string(), z.unknown()),
  text: z.string(),
});
const pageSchema = z.object({ items: z.array(recordSchema), nextCursor: z.string().optional() });
const messageSchema = z.object({
  commandId: z.string(),
  instanceId: z.string(),
  journey: z.string(),
  version: z.number(),
  step: z.string(),
  state: z.string(),
  text: z.string(),
  chain: z.array(recordSchema),
});

export type ReasonRecord = z.output<typeof recordSchema>;
export type ReasonPage = z.output<typeof pageSchema>;
export type MessageReasons = z.output<typeof messageSchema>;

const ORCHESTRATOR = '/api/orchestrator';

export interface ReasonFilter {
  readonly journey?: string | undefined;
  readonly kind?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** Newest first. */
export function reasonsOfCustomer(
  system: RunningSystem,
  profileId: string,
  filter: ReasonFilter,
): Promise<ReasonPage> {
  return system.gateway.ask(`${ORCHESTRATOR}/customers/${encodeURIComponent(profileId)}/why`, pageSchema, {
    role: 'operator',
    query: { ...filter },
  });
}

/** By a command's id, or the id of the event that answered it; undefined when nothing is known of it. */
export function reasonsOfMessage(
  system: RunningSystem,
  id: string,
  profileId: string,
): Promise<MessageReasons | undefined> {
  return system.gateway.ask(`${ORCHESTRATOR}/messages/${encodeURIComponent(id)}/why`, messageSchema, {
    role: 'operator',
    query: { customer: profileId },
    orMissing: true,
  });
}
