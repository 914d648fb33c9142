// Pushes canaries through every operation of every service, waits until all of it is processed, and looks for them.
import { eventually, type Canaries, type FoundCanary } from '@continuo/testing';
import { canaryRequests, type Known, type OpenApi } from './canary-requests.js';
import type { RunningSystem } from './running-system.js';
import { allRecords, partitionEnds } from './topic-contents.js';

export interface Sent {
  readonly operation: string;
  readonly status: number;
}

/** Everything with an interface of its own and a place on the bus. */
const services = [
  'customer-data-platform',
  'orchestrator',
  'collaboration',
  'contact-centre',
  'crm',
  'operations',
] as const;

/** Sends a request per operation through the gateway. */
export async function pushCanaries(running: RunningSystem, canaries: Canaries): Promise<readonly Sent[]> {
  const known = await knownNames(running);
  const sent: Sent[] = [];
  for (const service of services) {
    const document = await running.get<OpenApi>(`/api/${service}/openapi.json`, 'designer');
    for (const { operation, method, path, body, asShop } of canaryRequests(document, canaries, known)) {
      const authorization = asShop ? running.writeKey : await running.bearer('admin');
      const { status } = await running.ask(method, path, authorization, body);
      sent.push({ operation, status });
    }
  }
  return sent;
}

/** Of the demonstration's first journey: by then a definition is published and a profile is known. */
async function knownNames(running: RunningSystem): Promise<Known> {
  interface Page {
    readonly items: readonly { readonly id: string; readonly profileId: string; readonly journey: string }[];
  }
  const first = await eventually(
    async () => (await running.get<Page>('/api/orchestrator/instances', 'designer')).items[0],
    { within: 60_000, every: 200, what: 'a first journey' },
  );
  return { instanceId: first.id, profileId: first.profileId, journey: first.journey };
}

/** Answers when nothing waits in an outbox and every consumer stands at the end of its partitions. */
export async function settled(running: RunningSystem): Promise<void> {
  interface Consumers {
    readonly positions: readonly { topic: string; partition: number; nextOffset: string }[];
  }
  const looks = async (): Promise<void> => {
    const ends = await partitionEnds(running.kafka);
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
  await eventually(() => looks().then(() => true), { within: 30_000, every: 200, what: 'a quiet bus' });
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
  const inSpans = canaries.findIn('spans', running.receiver.bodies.join('\n'));
  const inLogs = [...running.services].flatMap(([name, { lines }]) =>
    canaries.findIn(`log of ${name}`, lines.join('\n')),
  );
  return [...onTopics, ...inSpans, ...inLogs];
}
