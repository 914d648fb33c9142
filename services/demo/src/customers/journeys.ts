// The journeys of one run as the orchestrator shows them, told line by line as they advance.
import { z } from 'zod';
import type { Api } from './api.js';
import type { Customer } from './script.js';

const pageSchema = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      journey: z.string(),
      key: z.string(),
      step: z.string(),
      state: z.string(),
      outcome: z.string().nullable(),
    }),
  ),
  nextCursor: z.string().optional(),
});
const detailSchema = z.object({ visits: z.record(z.string(), z.int()) });

export type Journey = z.output<typeof pageSchema>['items'][number];

/** What came out of one customer's journey; the shape of `expected.json`. */
export interface Outcome {
  readonly customer: string;
  readonly journey: string;
  readonly outcome: string;
  readonly messages: number;
}

/** The newest journey of each of these carts, by cart. */
export async function journeysOf(
  api: Api,
  carts: ReadonlySet<string>,
): Promise<ReadonlyMap<string, Journey>> {
  const found = new Map<string, Journey>();
  const path = '/api/orchestrator/instances?definition=cart-reminder&limit=100';
  let cursor: string | undefined;
  do {
    const page = await api.get(cursor === undefined ? path : `${path}&cursor=${cursor}`, pageSchema);
    for (const journey of page.items) {
      if (carts.has(journey.key) && !found.has(journey.key)) found.set(journey.key, journey);
    }
    cursor = page.nextCursor;
  } while (cursor !== undefined && found.size < carts.size);
  return found;
}

/** What changed since the last look, as lines for people. */
export function news(
  before: ReadonlyMap<string, Journey>,
  now: ReadonlyMap<string, Journey>,
  nameOf: (cart: string) => string,
): readonly string[] {
  return [...now.values()].flatMap((journey) => {
    const was = before.get(journey.key);
    if (was?.step === journey.step && was.outcome === journey.outcome) return [];
    const who = nameOf(journey.key).padEnd(5);
    if (journey.outcome !== null) return [`${who} ended: ${journey.outcome}`];
    return [`${who} ${was === undefined ? 'began, now at' : 'went on to'} "${journey.step}"`];
  });
}

/** Outcome and messages of an ended journey. */
export async function outcomeOf(api: Api, customer: Customer, journey: Journey): Promise<Outcome> {
  const { visits } = await api.get(`/api/orchestrator/instances/${journey.id}`, detailSchema);
  return {
    customer: customer.name,
    journey: journey.journey,
    outcome: journey.outcome ?? journey.state,
    messages: visits['remind'] ?? 0,
  };
}
