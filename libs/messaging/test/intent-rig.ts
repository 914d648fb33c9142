// One kind of intent that calls an outside service over HTTP and leaves a row and an event: for tests, in any process.
import { Fault } from '@continuo/kernel';
import type { Database } from '@continuo/persistence';
import {
  Intents,
  IntentStore,
  IntentWorker,
  Outbox,
  type Intent,
  type IntentHandler,
  type IntentResult,
  type IntentWorkerOptions,
  type OutgoingBytes,
} from '../src/index.js';

export const KIND = 'notify-partner';

export interface IntentRig {
  readonly store: IntentStore;
  readonly intents: Intents;
  readonly outbox: Outbox;
  worker(options?: Partial<IntentWorkerOptions>): IntentWorker;
}

export function intentRig(
  database: Database,
  url: string,
  handler: Partial<IntentHandler<string>> = {},
): IntentRig {
  const store = new IntentStore(database);
  const intents = new Intents(store);
  const outbox = new Outbox({
    database,
    encoder: { prepare: () => Promise.resolve(), encode: () => neverEncodes() },
    partitions: () => 1,
    service: 'rig',
  });
  intents.register<string>({
    kind: KIND,
    timeoutMs: 200,
    backoff: { firstMs: 5, longestMs: 20 },
    call: (intent, signal) => callPartner(url, intent, signal),
    expired: async (intent) => ({ outgoing: [event(intent, 'expired')] }),
    parked: async (intent) => ({ outgoing: [event(intent, 'parked')] }),
    ...handler,
  });
  const worker = (options: Partial<IntentWorkerOptions> = {}): IntentWorker =>
    new IntentWorker({
      store,
      outbox,
      intents,
      leaseMs: 1_000,
      shortestPollMs: 10,
      longestPollMs: 50,
      ...options,
    });
  return { store, intents, outbox, worker };
}

async function callPartner(url: string, intent: Intent<string>, signal: AbortSignal): Promise<IntentResult> {
  const response = await fetch(url, {
    method: 'POST',
    body: intent.payload,
    headers: { 'idempotency-key': intent.id },
    signal,
  });
  if (response.status >= 400) {
    throw new Fault(`the partner answers ${response.status}`, {
      code: `partner-${response.status}`,
      retriable: response.status >= 500,
    });
  }
  return {
    write: async (tx) => {
      await tx.client.query('insert into told (id, payload, attempt) values ($1, $2, $3)', [
        intent.id,
        JSON.stringify(intent.payload),
        intent.attempt,
      ]);
    },
    outgoing: [event(intent, 'done')],
  };
}

function event(intent: Intent<string>, outcome: string): OutgoingBytes {
  return { topic: 'rig.results', key: intent.id, bytes: Buffer.from(outcome), headers: { ce_id: intent.id } };
}

function neverEncodes(): never {
  throw new Error('the rig publishes copies only');
}
