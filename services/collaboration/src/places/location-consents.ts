// Asks the customer data platform whether a customer agreed to their location being used, before anything is kept of it.
import { Fault } from '@continuo/kernel';
import type { CustomerIdentifier } from '@continuo/messaging';
import { ServiceTokens } from '@continuo/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { agreesToLocation } from './domain/location-consent.js';
import { PLATFORM_URL } from './places.tokens.js';

const BASE = '/api/customer-data-platform';
const TIMEOUT_MS = 2_000;
/** A withdrawal counts at the latest after this; a grant at once, because a refusal is not remembered. */
const REMEMBERED_MS = 60_000;
const REMEMBERED_MOST = 50_000;

const lookedUpSchema = z.object({ profileIds: z.array(z.uuid().nullable()) });
const consentsSchema = z.object({
  state: z.array(
    z.object({ purpose: z.string(), channel: z.string(), granted: z.boolean(), saidAt: z.iso.datetime() }),
  ),
});

/** One way to name a customer, in the clear. */
export interface NamedCustomer {
  readonly kind: string;
  readonly value: string;
}

@Injectable()
export class LocationConsents {
  readonly #granted = new Map<string, { readonly profileId: string; readonly until: number }>();

  constructor(
    @Inject(PLATFORM_URL) private readonly platformUrl: string,
    @Inject(ServiceTokens) private readonly tokens: ServiceTokens | null,
  ) {}

  /**
   * The profile of a customer who agreed; undefined when nobody is known by the names, or somebody of them did not
   * agree. Throws the retriable Fault `consent-unknown` while the platform does not answer.
   * @param identifiers the names as the bus carries them: what is remembered holds no address and no number
   */
  async profileThatAgreed(
    customers: readonly NamedCustomer[],
    identifiers: readonly CustomerIdentifier[],
  ): Promise<string | undefined> {
    const key = JSON.stringify(identifiers.map(({ kind, value }) => [kind, value]));
    const known = this.#granted.get(key);
    if (known !== undefined && Date.now() < known.until) return known.profileId;
    this.#granted.delete(key);
    // The minute begins before the question: what is said meanwhile may not be in the answer.
    const until = Date.now() + REMEMBERED_MS;
    const profileId = await this.#ask(customers);
    if (profileId !== undefined) this.#remember(key, { profileId, until });
    return profileId;
  }

  async #ask(customers: readonly NamedCustomer[]): Promise<string | undefined> {
    const body = JSON.stringify({ customers });
    const lookedUp = await this.#call('profiles:lookup', lookedUpSchema, { method: 'POST', body });
    const profileIds = [...new Set(lookedUp?.profileIds.filter((id) => id !== null))];
    const answers = await Promise.all(
      profileIds.map((id) => this.#call(`profiles/${id}/consents`, consentsSchema, { method: 'GET' })),
    );
    const haveAgreed = answers.every((answer) => answer !== undefined && agreesToLocation(answer.state));
    return haveAgreed ? profileIds[0] : undefined;
  }

  /** The checked answer; undefined when the platform knows no such profile. */
  async #call<Schema extends z.ZodType>(
    path: string,
    schema: Schema,
    request: { readonly method: string; readonly body?: string },
  ): Promise<z.output<Schema> | undefined> {
    try {
      const token = await this.tokens?.get();
      const response = await fetch(new URL(`${BASE}/${path}`, this.platformUrl), {
        ...request,
        headers: {
          ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        },
        signal: AbortSignal.timeout(TIMEOUT_MS),
        redirect: 'error',
      });
      if (response.status === 404) return undefined;
      if (!response.ok) throw new Error(`status ${response.status}`);
      return schema.parse(await response.json());
    } catch (cause) {
      const message = 'the customer data platform does not say whether the customer agreed';
      throw new Fault(message, { code: 'consent-unknown', retriable: true, cause });
    }
  }

  #remember(key: string, grant: { readonly profileId: string; readonly until: number }): void {
    const [oldest] = this.#granted.keys();
    if (this.#granted.size >= REMEMBERED_MOST && oldest !== undefined) this.#granted.delete(oldest);
    this.#granted.set(key, grant);
  }
}
