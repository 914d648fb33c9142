// What the orchestrator tells of incidents, and acting on many of them.
import { z } from 'zod';
import type { RunningSystem } from './running-system.js';

export type IncidentAction = 'retry' | 'skip' | 'cancel';

export interface IncidentFilter {
  readonly journey?: string;
  readonly version?: number;
  readonly step?: string;
  readonly code?: string;
  /** Raised before this time (ISO 8601). */
  readonly before?: string;
}

const incidentSchema = z.object({
  id: z.string(),
  instanceId: z.string(),
  profileId: z.string(),
  journey: z.string(),
  version: z.number(),
  code: z.string(),
  detail: z.string(),
  step: z.string(),
  attempts: z.number(),
  since: z.string(),
});
const bulkSchema = z.object({
  id: z.string(),
  action: z.string(),
  status: z.string(),
  total: z.number(),
  kinds: z.array(
    z.object({
      journey: z.string(),
      version: z.number(),
      step: z.string(),
      code: z.string(),
      count: z.number(),
    }),
  ),
  outcomes: z.record(z.string(), z.number()),
});

export type Incident = z.output<typeof incidentSchema>;
export type BulkAction = z.output<typeof bulkSchema>;

const BASE = '/api/orchestrator';

export async function incidentsOf(
  system: RunningSystem,
  filter: IncidentFilter,
  limit: number,
): Promise<Incident[]> {
  const schema = z.object({ items: z.array(incidentSchema) });
  const query = { ...filter, limit };
  return (await system.gateway.ask(`${BASE}/incidents`, schema, { role: 'operator', query })).items;
}

/** What an action would be about. Nothing is done. */
export function previewBulk(
  system: RunningSystem,
  action: IncidentAction,
  filter: IncidentFilter,
): Promise<BulkAction> {
  return system.gateway.ask(`${BASE}/incidents:bulk`, bulkSchema, {
    method: 'POST',
    role: 'operator',
    body: { filter, action, dryRun: true },
  });
}

/** Begins what was previewed. */
export function beginBulk(
  system: RunningSystem,
  token: string,
  ifChanged: string,
  perSecond: number | undefined,
): Promise<BulkAction> {
  return system.gateway.ask(`${BASE}/incidents:bulk`, bulkSchema, {
    method: 'POST',
    role: 'operator',
    body: { token, ifChanged, ...(perSecond === undefined ? {} : { perSecond }) },
  });
}

export function bulkOf(system: RunningSystem, id: string): Promise<BulkAction> {
  return system.gateway.ask(`${BASE}/bulk-actions/${encodeURIComponent(id)}`, bulkSchema, {
    role: 'operator',
  });
}
