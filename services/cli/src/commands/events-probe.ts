// One event all the way: in by the gateway, through outbox, relay and identity, out of Kafka. What `helm test` runs.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { readRecords, recordShower } from '../system/records.js';
import { CommandFailure, EXIT } from '../terminal/failure.js';
import type { CommandContext } from './command.js';

/** Always the same visitor, so that a thousand probes make one profile. */
const VISITOR = 'continuo-probe';
const TOPICS = ['cdp.tracking', 'cdp.timeline'] as const;

const receiptSchema = z.looseObject({ success: z.literal(true) });

export interface ProbeOptions {
  readonly within: string;
}

/** Sends one tracking call and waits until its event lies on its own topic and on the timeline. */
export async function probeEvents(context: CommandContext, options: ProbeOptions): Promise<void> {
  const { terminal, system, interrupted } = context;
  const seconds = Number(options.within);
  if (!Number.isInteger(seconds) || seconds < 1)
    throw new CommandFailure(EXIT.usage, '--within is a whole number of seconds.');
  const messageId = `probe-${randomUUID()}`;
  const seen = new Map<string, number>();
  const show = await recordShower(system);
  const over = AbortSignal.any([interrupted, AbortSignal.timeout(seconds * 1_000)]);
  let began = 0;
  const planned = async (): Promise<void> => {
    began = performance.now();
    await send(context, messageId);
  };
  for await (const record of readRecords(system, {
    topics: TOPICS,
    mode: 'what-comes',
    planned,
    interrupted: over,
  })) {
    const { topic, value } = await show(record);
    if ((value as { messageId?: unknown } | null | undefined)?.messageId !== messageId) continue;
    seen.set(topic, Math.round(performance.now() - began));
    if (seen.size === TOPICS.length) break;
  }
  const missing = TOPICS.filter((topic) => !seen.has(topic));
  terminal.result({ messageId, milliseconds: Object.fromEntries(seen), missing }, () => {
    // In the order of the way: one fetch may bring both, in any order.
    for (const topic of TOPICS) {
      const took = seen.get(topic);
      if (took !== undefined) terminal.line(`${terminal.tone('good', '✓')} ${topic} after ${took} ms`);
    }
  });
  if (missing.length === 0 || interrupted.aborted) return;
  throw new CommandFailure(
    EXIT.wrong,
    `The event did not come on ${missing.join(', ')} within ${seconds} s.`,
    'continuo doctor looks at each part of the way.',
  );
}

async function send({ system, connection }: CommandContext, messageId: string): Promise<void> {
  const writeKey = connection.env.CONTINUO_WRITE_KEY ?? connection.run?.writeKey;
  if (writeKey === undefined) {
    throw new CommandFailure(
      EXIT.usage,
      'This needs a write key of the customer data platform.',
      'Set CONTINUO_WRITE_KEY.',
    );
  }
  await system.gateway.ask('/v1/track', receiptSchema, {
    method: 'POST',
    writeKey,
    body: { anonymousId: VISITOR, messageId, event: 'Continuo probed' },
  });
}
