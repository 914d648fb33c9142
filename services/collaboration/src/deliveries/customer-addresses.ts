// Asks the customer data platform for the address of a customer who never wrote to us.
import { Fault } from '@continuo/kernel';
import { normalisePhone } from '@continuo/messaging';
import { ServiceTokens } from '@continuo/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';

export interface CustomerAddressesOptions {
  readonly platformUrl: string;
  readonly defaultCountry: string | undefined;
}

/** Token of the options. */
export const CUSTOMER_ADDRESSES_OPTIONS = Symbol('collaboration:customer-addresses-options');

const timeoutMs = 5_000;
const answerSchema = z.object({
  profiles: z.array(
    z.object({ askedId: z.string(), traits: z.record(z.string(), z.object({ value: z.unknown() })) }),
  ),
});

@Injectable()
export class CustomerAddresses {
  constructor(
    @Inject(CUSTOMER_ADDRESSES_OPTIONS) private readonly options: CustomerAddressesOptions,
    @Inject(ServiceTokens) private readonly tokens: ServiceTokens | null,
  ) {}

  /** The phone number that a profile has, in international form; null when it has none that can be used. */
  async phoneOf(profileId: string, signal: AbortSignal): Promise<string | null> {
    const phone = await this.ask(profileId, signal);
    if (typeof phone !== 'string') return null;
    return normalisePhone(phone, this.options.defaultCountry) ?? null;
  }

  private async ask(profileId: string, signal: AbortSignal): Promise<unknown> {
    if (this.tokens === null) {
      throw new Fault('without credentials nobody can be asked', { code: 'no-credentials', retriable: true });
    }
    try {
      const response = await fetch(
        `${this.options.platformUrl}/api/customer-data-platform/profiles:batchGet`,
        {
          method: 'POST',
          redirect: 'error',
          headers: {
            authorization: `Bearer ${await this.tokens.get()}`,
            'content-type': 'application/json',
          },
          body: JSON.stringify({ ids: [profileId], purpose: 'to send a message' }),
          signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
        },
      );
      if (!response.ok) throw new Error(`status ${response.status}`);
      const { profiles } = answerSchema.parse(await response.json());
      return profiles.find(({ askedId }) => askedId === profileId)?.traits['phone']?.value;
    } catch (cause) {
      throw new Fault('the customer data platform does not answer', {
        code: 'platform-unreachable',
        retriable: true,
        cause,
      });
    }
  }
}
