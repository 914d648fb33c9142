// Erasures at the customer data platform: what there is of a person, the order, and the proof.
import { z } from 'zod';
import type { Identifier } from './customers.js';
import type { RunningSystem } from './running-system.js';

const ERASURES = '/api/customer-data-platform/erasures';

const dryRunSchema = z.object({
  profileIds: z.array(z.string()),
  services: z.array(
    z.object({
      service: z.string(),
      problem: z.string().nullable(),
      stores: z.array(z.object({ store: z.string(), rows: z.number() })),
    }),
  ),
});
const orderedSchema = z.object({ erasureId: z.string() });
const proofSchema = z.object({
  erasureId: z.string(),
  state: z.enum(['running', 'done']),
  phase: z.string(),
  requestedAt: z.string(),
  requestedBy: z.string(),
  erasedAt: z.string().nullable(),
  doneAt: z.string().nullable(),
  profileIds: z.array(z.string()),
  services: z.array(
    z.object({
      service: z.string(),
      state: z.string(),
      problem: z.string().nullable(),
      checkedAt: z.string(),
      stores: z.array(
        z.object({
          store: z.string(),
          rowsBefore: z.number().nullable(),
          rowsErased: z.number().nullable(),
          rowsNow: z.number().nullable(),
          erasedAt: z.string().nullable(),
        }),
      ),
    }),
  ),
});

export type ErasureDryRun = z.output<typeof dryRunSchema>;
export type ErasureProof = z.output<typeof proofSchema>;

/** What every service has of the person; changes nothing. */
export function dryRunErasure(system: RunningSystem, who: Identifier): Promise<ErasureDryRun> {
  return system.gateway.ask(ERASURES, dryRunSchema, {
    method: 'POST',
    role: 'operator',
    body: { ...subjectOf(who), dryRun: true },
  });
}

/** Orders the erasure; answers its id. */
export async function orderErasure(system: RunningSystem, who: Identifier): Promise<string> {
  const body = { ...subjectOf(who), dryRun: false };
  const ordered = await system.gateway.ask(ERASURES, orderedSchema, {
    method: 'POST',
    role: 'operator',
    body,
  });
  return ordered.erasureId;
}

export function proofOfErasure(system: RunningSystem, id: string): Promise<ErasureProof | undefined> {
  const path = `${ERASURES}/${encodeURIComponent(id)}`;
  return system.gateway.ask(path, proofSchema, { role: 'operator', orMissing: true });
}

function subjectOf({ kind, value }: Identifier): object {
  return kind === 'profile' ? { profileId: value } : { customers: [{ kind, value }] };
}
