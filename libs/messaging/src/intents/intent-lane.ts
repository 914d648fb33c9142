// One kind of intents: takes them with a lease, calls with their id as idempotency key, and writes the result and its
// events in one transaction.
import { ROOT_CONTEXT, SpanKind } from '@opentelemetry/api';
import { Fault, faultOf } from '@continuo/kernel';
import { isTransient } from '@continuo/persistence';
import { attribute, count, errorType, inSpan, linksTo, record, type Logger } from '@continuo/telemetry';
import { randomUUID } from 'node:crypto';
import type { Outbox } from '../outbox/outbox.js';
import { WakeUp } from '../relay/wake-up.js';
import type { IntentHandler, IntentResult } from './intent.js';
import { leaseName, type IntentStore, type LeasedIntent } from './intent-store.js';
import type { Intents } from './intents.js';
import { retryDelay } from './retry-delay.js';

/** Where a test may stop the world: between the call and the writing of its result lies the doubt. */
export type IntentSeam = 'taken' | 'called' | 'before-commit' | 'finished';

export interface IntentWorkerOptions {
  readonly store: IntentStore;
  readonly outbox: Outbox;
  readonly intents: Intents;
  readonly logger?: Pick<Logger, 'warn'>;
  /** How long a worker that vanished keeps an intent, by database time. @default 15_000 */
  readonly leaseMs?: number;
  /** @default 50 */
  readonly shortestPollMs?: number;
  /** @default 1_000 */
  readonly longestPollMs?: number;
  readonly seam?: (seam: IntentSeam, id: string) => void | Promise<void>;
  /** Between 0 and 1, for the jitter. */
  readonly draw?: () => number;
}

const DEFAULTS = { maxAttempts: 12, timeoutMs: 10_000, concurrency: 8, leaseMs: 15_000 };

/** A lease that was lost while the call was made: whoever has it now makes the call again, with the same key. */
class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

interface InHand {
  readonly intent: LeasedIntent;
  readonly abort: AbortController;
  readonly done: Promise<void>;
}

/** The intents of one kind in this process: a slow receiver of one kind holds no other. */
export class IntentLane {
  readonly #bell = new WakeUp();
  readonly #inHand = new Map<string, InHand>();
  #stopping = false;
  #running: Promise<void> | undefined;
  #unlisten: (() => void) | undefined;
  #heartbeat: NodeJS.Timeout | undefined;

  constructor(
    private readonly options: IntentWorkerOptions,
    private readonly handler: IntentHandler,
  ) {}

  start(): void {
    this.#unlisten = this.options.intents.onWake(() => this.#bell.ring());
    this.#heartbeat = setInterval(() => void this.#extend(), this.#leaseMs / 3);
    this.#running = this.#run();
  }

  async stop(patienceMs: number): Promise<void> {
    this.#stopping = true;
    this.#unlisten?.();
    this.#bell.ring();
    await this.#running;
    const patience = setTimeout(() => this.#abortAll(), patienceMs);
    await Promise.all([...this.#inHand.values()].map(({ done }) => done));
    clearTimeout(patience);
    clearInterval(this.#heartbeat);
  }

  get #leaseMs(): number {
    return this.options.leaseMs ?? DEFAULTS.leaseMs;
  }

  async #run(): Promise<void> {
    const { shortestPollMs = 50, longestPollMs = 1_000 } = this.options;
    let idleMs = shortestPollMs;
    while (!this.#stopping) {
      const taken = await this.#take();
      const rung = taken > 0 ? true : await this.#bell.wait(idleMs);
      idleMs = rung ? shortestPollMs : Math.min(longestPollMs, idleMs * 2);
    }
  }

  /** Fills the free places. Answers how many were taken; none when the database is away: looked at again later. */
  async #take(): Promise<number> {
    const free = (this.handler.concurrency ?? DEFAULTS.concurrency) - this.#inHand.size;
    if (free <= 0) return 0;
    try {
      const taken = await this.options.store.take(this.handler.kind, randomUUID(), this.#leaseMs, free);
      for (const intent of taken) this.#begin(intent);
      return taken.length;
    } catch (thrown) {
      this.#warn(thrown, 'intents could not be taken');
      return 0;
    }
  }

  #begin(intent: LeasedIntent): void {
    const abort = new AbortController();
    const done = this.#attempt(intent, abort)
      .catch((thrown: unknown) => this.#warn(thrown, 'an intent could not be settled; its lease runs out'))
      .finally(() => {
        this.#inHand.delete(leaseName(intent));
        // A place is free, and the next intent of its key may be.
        this.#bell.ring();
      });
    this.#inHand.set(leaseName(intent), { intent, abort, done });
  }

  async #attempt(intent: LeasedIntent, abort: AbortController): Promise<void> {
    await this.options.seam?.('taken', intent.id);
    if (intent.expired) return this.#expire(intent);
    let result: IntentResult;
    try {
      result = await this.#call(intent, abort);
    } catch (thrown) {
      return this.#failed(intent, abort.signal, thrown);
    }
    await this.options.seam?.('called', intent.id);
    await this.#settle(intent, result, 'done');
  }

  /** The call with its time limit, as a span of its own trace, linked to what asked for it. */
  #call(intent: LeasedIntent, abort: AbortController): Promise<IntentResult> {
    const { kind, timeoutMs = DEFAULTS.timeoutMs } = this.handler;
    const began = performance.now();
    const attributes = {
      [attribute.continuoIntentKind]: kind,
      [attribute.continuoIntentId]: intent.id,
      [attribute.continuoIntentAttempt]: intent.attempt,
    };
    const links = linksTo({ ...intent.trace });
    const signal = AbortSignal.any([abort.signal, AbortSignal.timeout(timeLeft(intent, timeoutMs))]);
    const timing = (failure?: unknown): void =>
      record('continuo.intents.call.duration', (performance.now() - began) / 1_000, {
        [attribute.continuoIntentKind]: kind,
        ...(failure === undefined ? {} : { [attribute.errorType]: errorType(failure) }),
      });
    const options = { kind: SpanKind.CLIENT, attributes, links, parent: ROOT_CONTEXT };
    return inSpan(`intent ${kind}`, options, async () => {
      try {
        const result = await untilAborted(this.handler.call(intent, signal), signal);
        timing();
        return result ?? {};
      } catch (thrown) {
        timing(thrown);
        throw thrown;
      }
    });
  }

  async #failed(intent: LeasedIntent, signal: AbortSignal, thrown: unknown): Promise<void> {
    const { store, draw = Math.random } = this.options;
    if (signal.aborted) {
      // Stopping or lease lost: whether the call acted is unknown, so its start stays counted.
      await store.giveBack(intent, 'interrupted', 0);
      return this.#counted('interrupted');
    }
    const failure = faultOf(thrown);
    const finalNow = failure instanceof Fault && !failure.retriable;
    if (finalNow || intent.attempt >= (this.handler.maxAttempts ?? DEFAULTS.maxAttempts))
      return this.#park(intent, failure);
    await store.giveBack(
      intent,
      errorType(failure),
      retryDelay(intent.attempt, this.handler.backoff ?? {}, draw()),
    );
    this.#counted('retry');
  }

  async #park(intent: LeasedIntent, failure: Error): Promise<void> {
    const follows = (await this.handler.parked?.(intent, failure)) ?? {};
    const code = errorType(failure);
    await this.#write(intent, follows, (tx) => this.options.store.park(tx, intent, code));
    this.options.logger?.warn(
      { kind: intent.kind, intent: intent.id, code },
      'an intent is parked and waits for a person',
    );
    this.#counted('parked');
  }

  async #expire(intent: LeasedIntent): Promise<void> {
    await this.#settle(intent, (await this.handler.expired?.(intent)) ?? {}, 'expired');
  }

  async #settle(intent: LeasedIntent, result: IntentResult, outcome: string): Promise<void> {
    try {
      await this.#write(intent, result, (tx) => this.options.store.finish(tx, intent));
      this.#counted(outcome);
    } catch (thrown) {
      if (thrown instanceof LeaseLost) return this.#counted('lease-lost');
      // The call was made, its result could not be written: made again with the same key, then parked.
      const transient = isTransient(thrown);
      if (!transient && intent.attempt >= (this.handler.maxAttempts ?? DEFAULTS.maxAttempts)) {
        return this.#park(intent, faultOf(thrown));
      }
      const delay = retryDelay(
        intent.attempt,
        this.handler.backoff ?? {},
        (this.options.draw ?? Math.random)(),
      );
      await this.options.store.giveBack(intent, errorType(thrown), delay, transient);
      this.#counted('result-not-written');
    }
    await this.options.seam?.('finished', intent.id);
  }

  /** State, the intent's end and its events, in one transaction; nothing of it when the lease is no longer ours. */
  async #write(
    intent: LeasedIntent,
    result: IntentResult,
    end: (tx: Parameters<IntentStore['finish']>[0]) => Promise<boolean>,
  ): Promise<void> {
    await this.options.outbox.transact(async (tx) => {
      if (!(await end(tx))) throw new LeaseLost(intent.id);
      await result.write?.(tx);
      await this.options.seam?.('before-commit', intent.id);
      return { result: undefined, outgoing: result.outgoing ?? [] };
    }, intent.cause);
  }

  async #extend(): Promise<void> {
    const held = [...this.#inHand.values()];
    if (held.length === 0) return;
    try {
      const ours = await this.options.store.extend(
        held.map(({ intent }) => intent),
        this.#leaseMs,
      );
      for (const { intent, abort } of held) if (!ours.has(leaseName(intent))) abort.abort();
    } catch (thrown) {
      this.#warn(thrown, 'leases of intents could not be extended');
    }
  }

  #abortAll(): void {
    for (const { abort } of this.#inHand.values()) abort.abort();
  }

  #counted(outcome: string): void {
    const attributes = {
      [attribute.continuoIntentKind]: this.handler.kind,
      [attribute.continuoOutcome]: outcome,
    };
    count('continuo.intents.attempts', 1, attributes);
  }

  #warn(thrown: unknown, message: string): void {
    this.options.logger?.warn({ kind: this.handler.kind, error: faultOf(thrown) }, message);
  }
}

/** Not longer than the intent is good for. */
function timeLeft({ notAfter }: LeasedIntent, timeoutMs: number): number {
  if (notAfter === null) return timeoutMs;
  return Math.max(1, Math.min(timeoutMs, notAfter.getTime() - Date.now()));
}

/** A call that ignores its signal must not keep its place for ever. */
async function untilAborted<T>(call: Promise<T>, signal: AbortSignal): Promise<T> {
  let onAbort: (() => void) | undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    onAbort = () =>
      reject(new Fault('the call took too long or was given up', { code: 'call-timeout', retriable: true }));
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([call, aborted]);
  } finally {
    if (onAbort !== undefined) signal.removeEventListener('abort', onAbort);
  }
}
