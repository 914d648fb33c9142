// A hand on the timeline: writes it as the customer data platform does, and puts there what the contact centre publishes.
import { formatCustomer, identifierHasher, type KafkaRecord } from '@continuo/messaging';
import type { TestBus } from '@continuo/testing/service';

export const hashKey = Buffer.alloc(32, 7);
const hasher = identifierHasher([{ version: 1, secret: hashKey }], { defaultCountry: 'CH' });

export class TimelineHand {
  readonly #profiles = new Map<string, string>();
  readonly #unresolved: KafkaRecord[] = [];
  #bus: TestBus | undefined;

  /** From now on there is somewhere to write to. */
  writesTo(bus: TestBus): void {
    this.#bus = bus;
  }

  /** From now on records that name this number are this profile's; those that came before are put on the timeline now. */
  async resolves(number: string, profileId: string): Promise<void> {
    const customer = formatCustomer(hasher.identifiers('phone', number));
    this.#profiles.set(customer, profileId);
    await Promise.all(this.#unresolved.splice(0).map((record) => this.sees(record)));
  }

  /** A record of the contact centre's topic, on its way to the timeline. */
  async sees(record: KafkaRecord): Promise<void> {
    const { ce_profileid: known, customer = '' } = record.headers;
    const profileId = known ?? this.#profiles.get(customer);
    if (profileId === undefined) this.#unresolved.push(record);
    else await this.#bus?.forward(record, profileId);
  }

  /** An event of anybody's under a profile. */
  async tell(profileId: string, type: string, value: object): Promise<void> {
    await this.#bus?.tell({ profileId, type, value });
  }
}
