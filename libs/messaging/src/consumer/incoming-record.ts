// A fetched record as a handler sees it: its value is decoded on first use, and remembers when it could not be.
import { Fault } from '@continuo/kernel';
import type { KafkaRecord } from '../kafka/kafka-client.js';
import type { IncomingRecord } from '../message.js';
import type { ConsumerContract } from './consumer-contract.js';

/** A record of the log as handlers are given it; its schema is made ready with `contract.prepare` first. */
export function incomingRecord(source: KafkaRecord, contract: ConsumerContract): IncomingRecord {
  return new FetchedIncoming(source, contract, false);
}

export class FetchedIncoming implements IncomingRecord {
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer | null;
  readonly type: string;
  readonly id: string;
  readonly profileId?: string;
  private place: bigint | undefined;
  private keyText: string | undefined;
  private decoded: unknown;
  private state: 'unread' | 'read' | 'unreadable' = 'unread';

  constructor(
    readonly source: KafkaRecord,
    private readonly contract: ConsumerContract,
    readonly redriven: boolean,
  ) {
    this.headers = source.headers;
    this.bytes = source.value;
    this.type = this.headers['ce_type'] ?? '';
    this.id = this.headers['ce_id'] ?? '';
    const profileId = this.headers['ce_profileid'];
    if (profileId !== undefined) this.profileId = profileId;
  }

  get topic(): string {
    return this.source.topic;
  }

  get partition(): number {
    return this.source.partition;
  }

  get offset(): bigint {
    return (this.place ??= this.source.offset);
  }

  get timestamp(): number {
    return this.source.timestamp;
  }

  get key(): string {
    return (this.keyText ??= this.source.key?.toString('utf8') ?? '');
  }

  /** True once somebody asked for the value and it could not be decoded. */
  get unreadable(): boolean {
    return this.state === 'unreadable';
  }

  value<T = Record<string, unknown>>(): T {
    if (this.state === 'unread') this.decode();
    if (this.state === 'unreadable') {
      throw new Fault('the value cannot be decoded', { code: 'undecodable', retriable: false });
    }
    return this.decoded as T;
  }

  private decode(): void {
    this.state = 'unreadable';
    if (this.bytes === null) return;
    try {
      this.decoded = this.contract.decode(this.type, this.bytes);
      this.state = 'read';
    } catch (thrown) {
      if (thrown instanceof Fault && thrown.retriable) {
        this.state = 'unread';
        throw thrown;
      }
      // What the decoder says may quote the bytes; the state is all that is kept.
    }
  }
}
