// Brings about what the incidents' pages are for: journeys that stand, and records that can't be applied.
import { eventually, testServers, uniqueName } from '@continuo/testing';
import { kafkaClient } from '@continuo/messaging';
import { randomUUID } from 'node:crypto';
import type { ConsoleUnderTest } from './console-under-test.js';

export const STANDING = uniqueName('refund-check')
  .replaceAll(/[^a-z0-9-]/g, '-')
  .slice(0, 40);
export const PARKED_KEY = `parked-${randomUUID()}`;

const EVENT = `Refund Asked ${STANDING}`;
const DEFINITION = `
journey: ${STANDING}
title: A refund is checked before it is paid
owner: retail-operations
objective: no wrong refund is paid
metrics: [paid]
retention: short
entry:
  - on: continuo.cdp.TrackReceived.v1
    when: event.name == "${EVENT}"
    key: event.properties.refund_id
    set: { amount: event.properties.amount }
steps:
  check: { office: back, set: { cents: int(vars.amount) } }
  waiting: { office: middle, wait: [{ after: P1D, next: paid }] }
  paid: { end: paid }
`;

/** Journeys whose first step can't be computed. */
export async function bringAboutIncidents(console: ConsoleUnderTest, count: number): Promise<void> {
  const { system } = console;
  if (system === undefined) throw new Error('needs a system of its own: nobody else gets incidents');
  const { status, text } = await system.ask(
    'POST',
    '/api/orchestrator/definitions',
    await system.bearer('designer'),
    { definition: DEFINITION },
  );
  if (status !== 201) throw new Error(`the definition was answered ${status} ${text}`);
  const batch = Array.from({ length: count }, (_, at) => ({
    type: 'track',
    anonymousId: randomUUID(),
    messageId: randomUUID(),
    event: EVENT,
    properties: { refund_id: `refund-${at}`, amount: 'twelve' },
  }));
  await system.ask('POST', '/v1/batch', system.writeKey, { batch });
  await eventually(
    async () => {
      const path = `/api/orchestrator/incidents?journey=${STANDING}`;
      const { items } = await system.get<{ items: readonly unknown[] }>(path, 'operator');
      return items.length === count;
    },
    { within: 30_000, what: 'incidents' },
  );
}

export interface Parked {
  readonly id: string;
}

/** Records that nobody understands, under one key; their envelope names a customer. */
export async function parkRecords(console: ConsoleUnderTest, count: number): Promise<readonly Parked[]> {
  const { system } = console;
  if (system === undefined) throw new Error('needs a system of its own: nobody else gets parked records');
  const kafka = kafkaClient({
    brokers: testServers().kafkaBrokers.split(','),
    clientId: 'troubles',
    topicPrefix: system.prefix,
  });
  const producer = await kafka.producer();
  const publisher = `troubles/${randomUUID()}`;
  const messages = Array.from({ length: count }, (_, at) => ({
    partition: 0,
    key: Buffer.from(PARKED_KEY),
    value: Buffer.from('jane'),
    headers: {
      ce_specversion: '1.0',
      ce_id: randomUUID(),
      ce_source: '/troubles',
      ce_type: 'continuo.operations.commands.NobodyKnows.v1',
      customer: 'user=jane',
      'x-from': 'jane@example.com',
      publisher,
      'publisher-sequence': String(at + 1),
    },
  }));
  await producer.send('operations.commands', messages);
  await producer.close();
  await kafka.close();
  return eventually(
    async () => {
      const path = `/api/operations/messaging/parked?key=${PARKED_KEY}`;
      const { items } = await system.get<{ items: readonly Parked[] }>(path, 'operator');
      return items.length === count && items;
    },
    { within: 30_000, what: 'parked records' },
  );
}
