// A hand on the timeline: writes it as the customer data platform does, and puts there what the contact centre publishes.
import { contract, type RecordEncoder } from '@continuo/contracts';
import {
  formatCustomer,
  identifierHasher,
  partitionOf,
  type KafkaClient,
  type KafkaProducer,
  type KafkaRecord,
} from '@continuo/messaging';
import { uuidv7 } from 'uuidv7';

export const hashKey = Buffer.alloc(32, 7);
const hasher = identifierHasher([{ version: 1, secret: hashKey }], { defaultCountry: 'CH' });
const TIMELINE = 'cdp.timeline';

export class TimelineHand {
  readonly #publisher = `test/${uuidv7()}`;
  readonly #profiles = new Map<string, string>();
  readonly #unresolved: KafkaRecord[] = [];
  #sent = 0;
  #sending: Promise<void> = Promise.resolve();

  private constructor(
    private readonly producer: KafkaProducer,
    private readonly encoder: RecordEncoder,
  ) {}

  static async on(kafka: KafkaClient, encoder: RecordEncoder): Promise<TimelineHand> {
    return new TimelineHand(await kafka.producer(), encoder);
  }

  /** From now on records that name this number are this profile's; those that came before are put on the timeline now. */
  async resolves(number: string, profileId: string): Promise<void> {
    const customer = formatCustomer(hasher.identifiers('phone', number));
    this.#profiles.set(customer, profileId);
    for (const record of this.#unresolved.splice(0)) this.sees(record);
    await this.#sending;
  }

  /** A record of the contact centre's topic, on its way to the timeline. */
  sees(record: KafkaRecord): void {
    const { customer, publisher: _publisher, 'publisher-sequence': _sequence, ...kept } = record.headers;
    const profileId = record.headers.ce_profileid ?? this.#profiles.get(customer ?? '');
    if (profileId === undefined) this.#unresolved.push(record);
    else void this.#send(profileId, record.value, { ...kept, ce_profileid: profileId });
  }

  /** An event of anybody's under a profile. */
  async tell(profileId: string, type: string, value: object): Promise<void> {
    const id = uuidv7();
    await this.#send(profileId, this.#bytesOf(type, profileId, value), {
      ce_specversion: '1.0',
      ce_id: id,
      ce_source: '/customer-data-platform',
      ce_type: type,
      ce_time: new Date().toISOString(),
      ce_correlationid: id,
      ce_hops: '0',
      ce_profileid: profileId,
      'content-type': 'application/avro',
    });
  }

  async close(): Promise<void> {
    await this.#sending;
    await this.producer.close();
  }

  #send(key: string, value: Buffer | null, headers: Readonly<Record<string, string>>): Promise<void> {
    this.#sending = this.#sending.then(async () => {
      this.#sent += 1;
      const stamp = { publisher: this.#publisher, 'publisher-sequence': String(this.#sent) };
      const bytes = Buffer.from(key);
      const partition = partitionOf(bytes, contract.topic(TIMELINE)?.partitions ?? 1);
      const message = { partition, key: bytes, value, headers: { ...headers, ...stamp } };
      await this.producer.send(TIMELINE, [message]);
    });
    return this.#sending;
  }

  /** The value as its owner would have written it, under a key that its own topic allows. */
  #bytesOf(type: string, profileId: string, value: object): Buffer {
    const topic = contract.topic(contract.type(type)?.topics[0] ?? '');
    const [from = 'profile'] = topic?.key.from ?? [];
    const field = (value as Record<string, string>)[from.replace('value.', '')];
    const key = from === 'profile' ? profileId : from === 'customer' ? 'user=u-1' : (field ?? '');
    const who = topic?.about === 'customer' ? { customer: [{ kind: 'user', value: 'u-1' }] } : { profileId };
    const encoded = this.encoder.encode({ type, topic: topic?.name, key, value, ...who });
    if (!encoded.ok) throw new Error(encoded.refusal.message);
    return encoded.value.bytes;
  }
}
