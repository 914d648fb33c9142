// Asks the services what they keep of a person and what an erasure deleted there; one that can't say is told by its reason.
import { Fault } from '@continuo/kernel';
import type { ServiceTokens } from '@continuo/service-kit';
import { z } from 'zod';
import type { Asked, StoreCount, StoreReport } from './domain/progress.js';
import type { PersonalDataService } from './domain/services.js';

export interface Counted {
  readonly stores: readonly StoreCount[];
  readonly sentUpTo: Date;
}

const time = z.iso.datetime().transform((text) => new Date(text));
const countedSchema = z.object({
  stores: z.array(z.object({ store: z.string(), rows: z.int().min(0) })),
  sentUpTo: time,
});
const reportSchema = z.object({
  stores: z.array(z.object({ store: z.string(), rows: z.int().min(0), profileId: z.uuid(), erasedAt: time })),
});

const TIMEOUT_MS = 5_000;
/** As many ids as one question may hold. */
const PORTION = 1_000;

export class ServicesClient {
  constructor(
    readonly services: readonly PersonalDataService[],
    private readonly tokens: ServiceTokens | null,
  ) {}

  /** Rows by store, of all these profiles together. */
  async count(service: PersonalDataService, profileIds: readonly string[]): Promise<Asked<Counted>> {
    const rows = new Map<string, number>();
    let sentUpTo = new Date(8.64e15);
    for (let at = 0; at < profileIds.length; at += PORTION) {
      const body = { profileIds: profileIds.slice(at, at + PORTION) };
      const asked = await this.ask(service, 'POST', 'personal-data:count', countedSchema, body);
      if ('problem' in asked) return asked;
      for (const { store, rows: more } of asked.answer.stores) rows.set(store, (rows.get(store) ?? 0) + more);
      if (asked.answer.sentUpTo < sentUpTo) sentUpTo = asked.answer.sentUpTo;
    }
    return { answer: { stores: [...rows].map(([store, count]) => ({ store, rows: count })), sentUpTo } };
  }

  /** What an erasure deleted there so far. */
  async report(service: PersonalDataService, erasureId: string): Promise<Asked<readonly StoreReport[]>> {
    const asked = await this.ask(service, 'GET', `erasures/${erasureId}`, reportSchema);
    return 'problem' in asked ? asked : { answer: asked.answer.stores };
  }

  private async ask<Schema extends z.ZodType>(
    { name, url }: PersonalDataService,
    method: string,
    path: string,
    schema: Schema,
    body?: object,
  ): Promise<Asked<z.output<Schema>>> {
    try {
      if (this.tokens === null) return { problem: 'no-credentials' };
      const response = await fetch(`${url}/api/${name}/${path}`, {
        method,
        headers: {
          authorization: `Bearer ${await this.tokens.get()}`,
          ...(body && { 'content-type': 'application/json' }),
        },
        ...(body && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(TIMEOUT_MS),
        redirect: 'error',
      });
      if (!response.ok) return { problem: `status-${response.status}` };
      const parsed = schema.safeParse(await response.json());
      return parsed.success ? { answer: parsed.data } : { problem: 'answer-not-understood' };
    } catch (thrown) {
      return { problem: thrown instanceof Fault ? thrown.code : 'no-answer' };
    }
  }
}
