// What services tell an operator of their transport: positions, outbox, parked records.
import { z } from 'zod';
import type { RunningSystem } from './running-system.js';

const positionSchema = z.object({
  group: z.string(),
  topic: z.string(),
  partition: z.number(),
  nextOffset: z.string(),
  clock: z.string().nullable(),
  heldKeys: z.number(),
  recordByRecord: z.boolean(),
});

const consumersSchema = z.object({
  positions: z.array(positionSchema),
  incidents: z.array(
    z.object({
      group: z.string(),
      topic: z.string(),
      partition: z.number(),
      code: z.string(),
      raisedAt: z.string(),
    }),
  ),
});

const outboxSchema = z.object({
  pending: z.number(),
  oldestAgeSeconds: z.number().nullable(),
  publisher: z.string().nullable(),
  owned: z.boolean(),
});

export const parkedSchema = z.object({
  id: z.string(),
  group: z.string(),
  topic: z.string(),
  partition: z.number(),
  offset: z.string(),
  key: z.string().nullable(),
  state: z.string(),
  type: z.string().nullable(),
  eventId: z.string().nullable(),
  code: z.string(),
  reason: z.string(),
  attempts: z.number(),
  parkedAt: z.string(),
  waiting: z.number(),
});

export const redrivePlanSchema = z.object({
  matched: z.number(),
  held: z.number(),
  byCode: z.record(z.string(), z.number()),
  marked: z.number(),
  lastAt: z.string().nullable(),
});

const placeSchema = z.object({
  outbox: z.object({ topic: z.string(), writtenAt: z.string(), inFlight: z.boolean() }).nullable(),
  parked: z.array(parkedSchema),
});

export type Position = z.output<typeof positionSchema>;
export type Consumers = z.output<typeof consumersSchema>;
export type OutboxState = z.output<typeof outboxSchema>;
export type ParkedRecord = z.output<typeof parkedSchema>;
export type RedrivePlan = z.output<typeof redrivePlanSchema>;
export type EventPlace = z.output<typeof placeSchema>;

export interface ParkedFilter {
  readonly group?: string;
  readonly topic?: string;
  readonly key?: string;
  readonly code?: string;
}

const path = (service: string, rest: string) => `/api/${service}/messaging/${rest}`;

export function consumersOf(system: RunningSystem, service: string): Promise<Consumers> {
  return system.gateway.ask(path(service, 'consumers'), consumersSchema, { role: 'operator' });
}

export function outboxOf(system: RunningSystem, service: string): Promise<OutboxState> {
  return system.gateway.ask(path(service, 'outbox'), outboxSchema, { role: 'operator' });
}

export async function parkedOf(
  system: RunningSystem,
  service: string,
  query: ParkedFilter & { readonly held?: boolean; readonly limit?: number },
): Promise<ParkedRecord[]> {
  const schema = z.object({ items: z.array(parkedSchema) });
  const { items } = await system.gateway.ask(path(service, 'parked'), schema, {
    role: 'operator',
    query: { ...query },
  });
  return items;
}

export function redriveOf(
  system: RunningSystem,
  service: string,
  body: { filter: ParkedFilter & { ids?: readonly string[] }; dryRun: boolean; ratePerSecond?: number },
): Promise<RedrivePlan> {
  return system.gateway.ask(path(service, 'parked/redrive'), redrivePlanSchema, {
    method: 'POST',
    role: 'operator',
    body,
  });
}

export function placeOf(system: RunningSystem, service: string, eventId: string): Promise<EventPlace> {
  return system.gateway.ask(path(service, `events/${eventId}`), placeSchema, { role: 'operator' });
}
