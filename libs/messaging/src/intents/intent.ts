// A call to the outside that a transaction decided on: written with the state, made later by a worker.
import type { Fault } from '@continuo/kernel';
import type { Transaction } from '@continuo/persistence';
import type { Outgoing } from '../message.js';
import type { Cause, TraceContext } from '../outbox/envelope.js';

/** What a transaction writes. */
export interface NewIntent {
  /** Which handler makes the call. */
  readonly kind: string;
  /**
   * Plain data (JSON): ids, best of all. What it must hold of a person (an address, a text) goes with `profileId`; it is
   * deleted with the intent.
   */
  readonly payload: unknown;
  /** Whose payload it is: an erasure of this profile deletes the intent, called or not. */
  readonly profileId?: string;
  /** Intents of one kind and key are made one after the other, in the order they were written; left out, in any. */
  readonly key?: string;
  /** After this time it is expired, not called. */
  readonly notAfter?: Date;
  /** Not before this time. @default at once */
  readonly notBefore?: Date;
  /** Its id, when the caller must know it; drawn (UUIDv7) when left out. A second one with the same id changes nothing. */
  readonly id?: string;
  /** What the events of its result are caused by. */
  readonly cause?: Cause;
}

/** An intent as its handler is given it. */
export interface Intent<Payload = unknown> {
  /** The idempotency key: the same for every attempt. */
  readonly id: string;
  readonly kind: string;
  readonly key: string | null;
  readonly payload: Payload;
  /** From 1. */
  readonly attempt: number;
  readonly notAfter: Date | null;
  readonly writtenAt: Date;
  readonly cause?: Cause;
  readonly trace?: TraceContext;
}

/** What an attempt came to when it didn't throw: written in one transaction with the intent's end. */
export interface IntentResult {
  /** State of the service that follows from the answer. */
  readonly write?: (tx: Transaction) => Promise<void>;
  readonly outgoing?: readonly Outgoing[];
}

/** How one kind of intent is carried out. */
export interface IntentHandler<Payload = unknown> {
  readonly kind: string;
  /**
   * Makes the call, outside any transaction, with the intent's id as idempotency key. It may be made several times.
   * Throws to be tried again; a Fault that is not retriable parks the intent at once. The signal is aborted when the
   * time is up, the lease is lost or the process stops.
   */
  call(intent: Intent<Payload>, signal: AbortSignal): Promise<IntentResult | void>;
  /** Says what follows when the time for it has passed without a success. */
  expired?(intent: Intent<Payload>): Promise<IntentResult | void>;
  /** Says what follows when it is parked (an event, for instance). Not called again when a person retries it. */
  parked?(intent: Intent<Payload>, failure: Fault | Error): Promise<IntentResult | void>;
  /** Attempts before it is parked. @default 12 */
  readonly maxAttempts?: number;
  /** Milliseconds that one call may take. @default 10_000 */
  readonly timeoutMs?: number;
  /** Calls at once in this process. @default 8 */
  readonly concurrency?: number;
  /** Waiting times: doubling from the first, with jitter, up to the longest. */
  readonly backoff?: { readonly firstMs?: number; readonly longestMs?: number };
}

/** A parked intent: an incident that waits for a person. */
export interface ParkedIntent {
  readonly id: string;
  readonly kind: string;
  readonly key: string | null;
  readonly attempts: number;
  readonly code: string;
  readonly parkedAt: Date;
  readonly writtenAt: Date;
  /** Later intents of the same kind and key that wait behind it. */
  readonly waiting: number;
}
