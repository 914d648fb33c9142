// Takes tracking calls in: checks each, keeps what is personal, and publishes the rest, in one transaction per request.
import { Inject, Injectable } from '@nestjs/common';
import { ok, refuse, type Refusal, type Result } from '@continuo/kernel';
import {
  Outbox,
  type CustomerIdentifier,
  type IdentifierHasher,
  type OutgoingEvent,
} from '@continuo/messaging';
import { attribute, count } from '@continuo/telemetry';
import { IDENTIFIER_HASHER } from '@continuo/service-kit';
import { uuidv7 } from 'uuidv7';
import type { TrackingPlan } from '../classification/domain/tracking-plan.js';
import { identifiersOf } from './domain/call-identifiers.js';
import { callTimes } from './domain/call-time.js';
import { deeperThan, isObject, storable, type Json } from './domain/json.js';
import { trackedOf } from './domain/tracked.js';
import {
  deepestNesting,
  parseCall,
  type CallRefusal,
  type CallType,
  type TrackingCall,
} from './domain/tracking-call.js';
import { TRACKING_PLAN } from './tracking.tokens.js';
import { TrackingStore, type NewCall, type RejectedCall, type RejectionCount } from './tracking.store.js';

export type ReceiptRefusal = CallRefusal | 'call-too-large';

export interface RejectedInReceipt {
  /** Place in the batch, from 0. */
  readonly index: number;
  readonly messageId: string | null;
  readonly refusal: Refusal<ReceiptRefusal>;
}

/** What became of the calls of one request. */
export interface Receipt {
  readonly accepted: number;
  /** Their message ids were accepted before; nothing was done again. */
  readonly duplicates: number;
  readonly rejected: readonly RejectedInReceipt[];
}

export interface ReceivedCalls {
  /** Name of the source, by its write key. */
  readonly source: string;
  readonly calls: readonly Json[];
  /** The type that the path names; in a batch each call names its own. */
  readonly type?: CallType;
  /** Of the request, for calls without their own. */
  readonly sentAt?: Json;
}

/** Segment's limit for one call. */
export const largestCall = 32 * 1024;

interface Prepared extends NewCall {
  readonly event: OutgoingEvent;
  readonly withheld: Iterable<string>;
}

@Injectable()
export class TrackingService {
  constructor(
    @Inject(Outbox) private readonly outbox: Outbox,
    @Inject(TrackingStore) private readonly store: TrackingStore,
    @Inject(TRACKING_PLAN) private readonly plan: TrackingPlan,
    @Inject(IDENTIFIER_HASHER) private readonly hasher: IdentifierHasher,
  ) {}

  /** Accepts what is good and says by name what isn't; a bad call never takes a good one with it. */
  async receive(received: ReceivedCalls): Promise<Receipt> {
    const receivedAt = new Date();
    const prepared = new Map<string, Prepared>();
    const rejected: (RejectedInReceipt & RejectedCall)[] = [];
    let repeated = 0;
    received.calls.forEach((raw, index) => {
      const checked = this.prepare(raw, received, receivedAt);
      if (!checked.ok) rejected.push(rejectionOf(raw, index, checked.refusal));
      else if (prepared.has(checked.value.messageId)) repeated += 1;
      else prepared.set(checked.value.messageId, checked.value);
    });
    const calls = [...prepared.values()];
    const accepted = await this.outbox.transact(async (tx) => {
      const fresh = await this.store.accept(tx, received.source, receivedAt, calls);
      const kept = calls.filter((call) => fresh.has(call.eventId));
      await this.store.keepPrivate(tx, receivedAt, kept);
      await this.store.reject(tx, received.source, receivedAt, rejected);
      tx.afterCommit(() => kept.forEach(countWithheld));
      return { result: kept.length, outgoing: kept.map((call) => call.event) };
    });
    return { accepted, duplicates: repeated + calls.length - accepted, rejected };
  }

  /** How many calls were refused since a time, and why. */
  async rejections(since: Date): Promise<readonly RejectionCount[]> {
    return this.outbox.transact(async (tx) => ({
      result: await this.store.rejections(tx, since),
      outgoing: [],
    }));
  }

  private prepare(raw: Json, received: ReceivedCalls, receivedAt: Date): Result<Prepared, ReceiptRefusal> {
    const tooLarge = largeness(raw);
    if (tooLarge !== undefined) return tooLarge;
    const parsed = parseCall(raw, received.type);
    if (!parsed.ok) return parsed;
    const call = parsed.value;
    const customer = this.customerOf(call);
    const [first] = customer;
    if (first === undefined) {
      return refuse('no-user-or-anonymous-id', 'none of its identifiers can be used', { field: 'userId' });
    }
    const eventId = uuidv7();
    const messageId = call.messageId === undefined ? eventId : storable(call.messageId);
    const times = callTimes(call, received.sentAt, receivedAt.getTime());
    const tracked = trackedOf(this.plan, {
      call,
      messageId,
      eventId,
      source: received.source,
      times,
      receivedAt: receivedAt.getTime(),
    });
    return ok({
      messageId,
      eventId,
      type: call.type,
      withheld: tracked.withheld.values(),
      personal: Object.keys(tracked.personal).length === 0 ? null : JSON.stringify(tracked.personal),
      event: {
        id: eventId,
        type: tracked.type,
        topic: 'cdp.tracking',
        key: `${first.kind}=${first.value}`,
        time: new Date(times.occurredAt),
        value: tracked.value,
        customer,
      },
    });
  }

  private customerOf(call: TrackingCall): readonly CustomerIdentifier[] {
    const found = new Map<string, CustomerIdentifier>();
    for (const raw of identifiersOf(call)) {
      for (const identifier of this.hasher.identifiers(raw.kind, raw.value)) {
        found.set(`${identifier.kind}=${identifier.value}`, identifier);
      }
    }
    return [...found.values()];
  }
}

/** So that a designer who misses a property on the bus finds out why. */
function countWithheld({ withheld }: Prepared): void {
  for (const reason of withheld)
    count('continuo.properties.withheld', 1, { [attribute.continuoReason]: reason });
}

/** Refuses what is larger than one call may be, and names the member that makes it so. */
function largeness(
  raw: Json,
): Extract<Result<never, 'call-too-large' | 'call-too-deep'>, { ok: false }> | undefined {
  // Measuring is recursive inside the engine, so depth comes first.
  if (deeperThan(raw, deepestNesting)) {
    return refuse('call-too-deep', `nested deeper than ${deepestNesting} levels`, {
      rule: `depth <= ${deepestNesting}`,
    });
  }
  const size = sizeOf(raw);
  if (size <= largestCall) return undefined;
  return refuse('call-too-large', `has ${size} bytes, at most ${largestCall} are taken`, {
    field: largestMember(raw),
    rule: `bytes <= ${largestCall}`,
  });
}

function sizeOf(value: Json): number {
  return Buffer.byteLength(JSON.stringify(value) ?? '');
}

/** `traits.bio`: the member on two levels that weighs most. Names are the caller's; only short ones are repeated. */
function largestMember(raw: Json, depth = 2): string | undefined {
  if (depth === 0 || !isObject(raw)) return undefined;
  const [name, value] = Object.entries(raw).sort(([, a], [, b]) => sizeOf(b) - sizeOf(a))[0] ?? [];
  if (name === undefined || value === undefined || !/^[\w$.-]{1,64}$/.test(name)) return undefined;
  const inner = largestMember(value, depth - 1);
  return inner === undefined ? name : `${name}.${inner}`;
}

function rejectionOf(
  raw: Json,
  index: number,
  refusal: Refusal<ReceiptRefusal>,
): RejectedInReceipt & RejectedCall {
  const said = isObject(raw) ? raw : {};
  const messageId = typeof said.messageId === 'string' ? storable(said.messageId).slice(0, 255) : undefined;
  return {
    index,
    messageId: messageId ?? null,
    type: typeof said.type === 'string' ? storable(said.type).slice(0, 32) : null,
    code: refusal.code,
    field: refusal.field ?? null,
    size: deeperThan(raw, deepestNesting) ? 0 : sizeOf(raw),
    refusal,
  };
}
