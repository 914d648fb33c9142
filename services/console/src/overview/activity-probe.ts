// Asks the customer data platform how many customers did something today, with the console's own token.
import type { ServiceTokens } from '@continuo/service-kit';
import { z } from 'zod';

const activitySchema = z.object({
  day: z.iso.date(),
  customers: z.number().min(0),
  events: z.number().min(0),
});

export type Activity = z.output<typeof activitySchema>;

export interface ActivityProbeOptions {
  readonly url: string;
  readonly timeZone: string;
  /** Without credentials of its own the console can't ask. */
  readonly tokens: Pick<ServiceTokens, 'get'> | null;
}

/** Throws when it can't be known. */
export async function askActivity(options: ActivityProbeOptions, signal: AbortSignal): Promise<Activity> {
  const { url, timeZone, tokens } = options;
  if (tokens === null) throw new Error('the console has no credentials');
  const query = new URLSearchParams({ timeZone });
  const response = await fetch(`${url}/api/customer-data-platform/activity/today?${query}`, {
    headers: { authorization: `Bearer ${await tokens.get()}` },
    signal,
    redirect: 'error',
  });
  if (!response.ok) throw new Error(`answered ${response.status}`);
  return activitySchema.parse(await response.json());
}
