// Pushes canaries through every operation of every service and every webhook, waits until all of it is processed, and
// looks for them.
import { contract } from '@continuo/contracts';
import { eventually, type Canaries, type FoundCanary } from '@continuo/testing';
import type { Answered } from './canary-adjustment.js';
import { canaryRequests, type OpenApi } from './canary-requests.js';
import { scene } from './canary-scene.js';
import { pushWebhooks } from './canary-webhooks.js';
import { KnownThings, objectIn } from './known-things.js';
import type { RunningSystem } from '@continuo/testing/running-system';
import { allRecords, partitionEnds } from './topic-contents.js';

export interface Sent {
  readonly operation: string;
  readonly status: number;
}

/** Everything with an interface of its own and a place on the bus. The contact centre first: an offer waits for seconds only. */
export const services = [
  'contact-centre',
  'customer-data-platform',
  'orchestrator',
  'collaboration',
  'crm',
  'operations',
] as const;

/** Topics that some service must have read to their ends. */
const consumed = contract.topics.filter(({ consumers }) => consumers.length > 0).map(({ name }) => name);

/** Sends requests for each operation through the gateway, about what is known; then the webhooks. */
export async function pushCanaries(
  running: RunningSystem,
  canaries: Canaries,
  known: Readonly<Record<string, string>>,
): Promise<readonly Sent[]> {
  const verifyToken = running.context.secrets.whatsappVerifyToken;
  const things = new KnownThings({ ...known, ...scene.known, verifyToken });
  const sent: Sent[] = [];
  for (const service of services) {
    const document = await running.get<OpenApi>(`/api/${service}/openapi.json`, 'designer');
    for (const request of canaryRequests(document, canaries, things)) {
      const { operation, template, method, path, headers, body, asShop, learns } = request;
      const authorization = asShop ? running.writeKey : await running.bearer('admin', scene.agent);
      const { status, text } = await running.ask(method, path, authorization, body, headers);
      if (status < 300) {
        things.learn(template, text);
        things.keep(learns?.(objectIn(text) as Answered) ?? {});
      }
      sent.push({ operation, status });
    }
  }
  return [...sent, ...(await pushWebhooks(running, canaries))];
}

/** The operations that never did their work, with the answers that they gave. */
export function refusedOnly(sent: readonly Sent[]): ReadonlyMap<string, readonly number[]> {
  const answers = new Map<string, Set<number>>();
  for (const { operation, status } of sent)
    answers.set(operation, (answers.get(operation) ?? new Set()).add(status));
  return new Map(
    [...answers].flatMap(([operation, statuses]) =>
      [...statuses].every((status) => status >= 300) ? [[operation, [...statuses]] as const] : [],
    ),
  );
}

/** Answers when nothing waits in an outbox and every consumer stands at the end of its partitions. */
export async function settled(running: RunningSystem): Promise<void> {
  interface Consumers {
    readonly positions: readonly { topic: string; partition: number; nextOffset: string }[];
  }
  const looks = async (): Promise<void> => {
    const ends = await partitionEnds(running.kafka, consumed);
    for (const service of services) {
      const at = `/api/${service}/messaging`;
      const { pending } = await running.get<{ pending: number }>(`${at}/outbox`, 'operator');
      expect([service, pending]).toEqual([service, 0]);
      const { positions } = await running.get<Consumers>(`${at}/consumers`, 'operator');
      const behind = positions.filter(
        ({ topic, partition, nextOffset }) => BigInt(nextOffset) < (ends.get(`${topic}/${partition}`) ?? 0n),
      );
      expect([service, behind]).toEqual([service, []]);
    }
  };
  await eventually(() => looks().then(() => true), { within: 60_000, every: 200, what: 'a quiet bus' });
}

/** Where canaries turned up: in keys, headers and values of all topics, in what a collector gets, in all lines logged. */
export async function findCanaries(
  running: RunningSystem,
  canaries: Canaries,
): Promise<readonly FoundCanary[]> {
  const records = await allRecords(running.kafka);
  const onTopics = records.flatMap(({ topic, key, value, headers }) => [
    ...canaries.findIn(`${topic} key`, key ?? ''),
    ...canaries.findIn(`${topic} value (${headers.ce_type ?? 'untyped'})`, value ?? ''),
    ...canaries.findIn(`${topic} headers (${headers.ce_type ?? 'untyped'})`, JSON.stringify(headers)),
  ]);
  return [...onTopics, ...findInTelemetry(running, canaries)];
}

export function findInTelemetry(running: RunningSystem, canaries: Canaries): readonly FoundCanary[] {
  const inSpans = running.receiver.bodies.flatMap((body) => canaries.findIn('spans', body));
  const inLogs = [...running.services].flatMap(([name, { lines }]) =>
    canaries.findIn(`log of ${name}`, lines.join('\n')),
  );
  return [...inSpans, ...inLogs];
}
