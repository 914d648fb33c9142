// Proves the whole system from outside, as the processes of `npm start`: journeys, traces, privacy, its topics' openness.
import { readFileSync } from 'node:fs';
import { contract } from '@continuo/contracts';
import { Canaries, eventually, testServers, uniqueName } from '@continuo/testing';
import { findCanaries, pushCanaries, settled, type Sent } from './canary-run.js';
import { decodeWithPython, preparePython } from './python-client.js';
import { graceMs, RunningSystem } from './running-system.js';
import type { LoggedProcess } from './logged-process.js';
import { recordCounts } from './topic-contents.js';

const minutes = 60_000;
const seed = Math.floor(Math.random() * 2 ** 31);
const demonstrated = JSON.parse(
  readFileSync(new URL('../expected.json', import.meta.url), 'utf8'),
) as readonly (Told & {
  readonly customer: string;
})[];
const noPython = await preparePython();

let running: RunningSystem;
let demonstration: LoggedProcess;
const canaries = new Canaries(seed);
let pushing: Promise<readonly Sent[]>;

beforeAll(async () => {
  running = await RunningSystem.start();
  demonstration = running.playDemonstration();
  // While its customers think.
  pushing = pushCanaries(running, canaries);
  pushing.catch(() => undefined);
}, 3 * minutes);

afterAll(async () => {
  await demonstration?.stop(1_000);
  await running?.close();
}, minutes);

/** What `expected.json` says of a customer's journey, and the orchestrator of an instance. */
interface Told {
  readonly key: string;
  readonly definition: string;
  readonly outcome: string | null;
  readonly sends: number;
  readonly why: readonly string[];
}

interface InstancePage {
  readonly items: readonly (Omit<Told, 'definition'> & { readonly id: string; readonly journey: string })[];
}

interface InstanceDetail {
  readonly outcome: string | null;
  readonly journal: readonly { readonly traceId: string | null }[];
  readonly traceIds: readonly string[];
}

/** The demonstration's journeys. */
async function played(): Promise<InstancePage['items']> {
  const path = '/api/orchestrator/instances?limit=200&include=story';
  const { items } = await running.get<InstancePage>(path, 'designer');
  return items.filter(({ key, journey }) =>
    demonstrated.some((each) => each.key === key && each.definition === journey),
  );
}

it(
  'plays the story, and every journey ends as expected, for the reasons that were expected',
  async () => {
    const code = await demonstration.end();
    expect({ code, said: code === 0 ? [] : demonstration.lines }).toEqual({ code: 0, said: [] });
    const came = (await played()).map(({ key, journey: definition, outcome, sends, why }): Told => ({
      key,
      definition,
      outcome,
      sends,
      why,
    }));
    const byKey = (a: Told, b: Told): number => (a.key < b.key ? -1 : 1);
    const expected = demonstrated.map(({ key, definition, outcome, sends, why }): Told => ({
      key,
      definition,
      outcome,
      sends,
      why,
    }));
    expect(came.sort(byKey)).toEqual(expected.sort(byKey));
  },
  5 * minutes,
);

it(
  'tells by journey.id, in the traces, exactly the hops that the journal has',
  async () => {
    const journeys = await played();
    expect(journeys).toHaveLength(demonstrated.length);
    for (const { id } of journeys) {
      const { traceIds, journal } = await running.get<InstanceDetail>(
        `/api/orchestrator/instances/${id}`,
        'designer',
      );
      expect(journal.filter(({ traceId }) => traceId === null)).toEqual([]);
      const journalled = [...new Set(traceIds)].sort();
      expect(journalled.length).toBeGreaterThan(1);
      await eventually(() => {
        const hops = running.receiver.withAttributes({ 'journey.id': id }).map(({ traceId }) => traceId);
        expect([...new Set(hops)].sort()).toEqual(journalled);
        return true;
      });
    }
  },
  minutes,
);

it(
  'lets nothing personal out: not onto a topic, into a span, or into a log',
  async () => {
    const sent = await pushing;
    const answered = new Map(sent.map(({ operation, status }) => [operation, status]));
    // Those through which a customer's data comes in must have taken it.
    for (const name of ['identify', 'track', 'page', 'screen', 'group', 'alias', 'batch'])
      expect([name, answered.get(`POST /v1/${name}`)]).toEqual([name, 200]);
    expect(sent.filter(({ status }) => status >= 500)).toEqual([]);
    await settled(running);
    const found = await findCanaries(running, canaries);
    const told = found.map(({ canary, where, as }) => `${canary.place} (${canary.kind}): ${where}, as ${as}`);
    expect({ seed, leaks: [...new Set(told)] }).toEqual({ seed, leaks: [] });
  },
  2 * minutes,
);

(noPython === undefined ? it : it.skip)(
  `lets a stock client decode every event${noPython === undefined ? '' : ` (skipped: no Python client: ${noPython})`}`,
  async () => {
    await settled(running);
    const counts = [...(await recordCounts(running.kafka))].filter(
      ([topic, count]) => count > 0 && contract.topic(topic) !== undefined,
    );
    const { kafkaBrokers, schemaRegistryUrl } = testServers();
    const decoded = await decodeWithPython({
      registry: schemaRegistryUrl,
      brokers: kafkaBrokers,
      group: uniqueName('python'),
      topics: counts.map(([topic]) => `${running.prefix}${topic}`),
    });
    expect(decoded.failures).toEqual([]);
    expect(decoded.counts).toEqual(
      Object.fromEntries(counts.map(([topic, count]) => [`${running.prefix}${topic}`, count])),
    );
    expect(counts.length).toBeGreaterThan(3);
  },
  2 * minutes,
);

it('ends each service within its grace when asked to, without an error', async () => {
  const ends = await Promise.all(
    [...running.services].map(async ([name, one]) => [name, await one.stop(graceMs)]),
  );
  expect(ends).toEqual(running.parts.map(({ name }) => [name, 0]));
}, 30_000);
