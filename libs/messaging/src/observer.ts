// What the transport tells about itself, so that telemetry can be put on it without being in it.
import type { TraceContext } from './outbox/envelope.js';

/** A batch of one topic on its way to the broker. */
export interface SendObservation {
  readonly topic: string;
  readonly records: readonly {
    readonly type: string | undefined;
    readonly partition: number;
    readonly trace: TraceContext | undefined;
  }[];
  readonly bytes: number;
  /** 1 for the first try of this batch. */
  readonly attempt: number;
}

export interface SendOutcome {
  /** Left out when the broker acknowledged everything. */
  readonly error?: Error;
}

/** Called on the way of every event: must be quick. Whatever one throws is dropped. */
export interface TransportObserver {
  /**
   * The trace context to be stored with an event that is published now: a `send T` producer span's when one is made
   * here, else the active context's. This is the creation context that readers link to; the relay is no parent.
   */
  published?(event: { readonly type: string; readonly topic: string }): TraceContext | undefined;
  /** A batch is about to be sent; the answer is called when its fate is known. */
  sending?(batch: SendObservation): ((outcome: SendOutcome) => void) | void;
  /** This process began to own its outbox, or ceased to. */
  relayOwnership?(owner: boolean): void;
  /** The relay could not do a turn: the database or its ownership failed. It goes on by itself. */
  relayFailed?(error: Error): void;
}

/** Calls one hook and drops what it throws. */
export function observe<T>(hook: () => T): T | undefined {
  try {
    return hook();
  } catch {
    return undefined;
  }
}
