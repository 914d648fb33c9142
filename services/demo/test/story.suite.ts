// Proves that the story ends as it was written by hand before, and that its traces have the journal's hops.
import { eventually } from '@continuo/testing';
import { readFileSync } from 'node:fs';
import { noJaeger } from './jaeger.js';
import type { StoryRun } from './story-run.js';

const minutes = 60_000;

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
  readonly journal: readonly { readonly traceId: string | null }[];
  readonly traceIds: readonly string[];
}

const demonstrated = JSON.parse(
  readFileSync(new URL('../expected.json', import.meta.url), 'utf8'),
) as readonly (Told & { readonly customer: string })[];

/** The story's journeys, not those of canaries. */
async function played({ running }: StoryRun): Promise<InstancePage['items']> {
  const path = '/api/orchestrator/instances?limit=200&include=story';
  const { items } = await running.get<InstancePage>(path, 'designer');
  return items.filter(({ key, journey }) =>
    demonstrated.some((each) => each.key === key && each.definition === journey),
  );
}

/** The trace ids that each journey's journal has. */
async function hopsOf(run: StoryRun): Promise<ReadonlyMap<string, readonly string[]>> {
  const hops = new Map<string, readonly string[]>();
  for (const { id } of await played(run)) {
    const path = `/api/orchestrator/instances/${id}`;
    const { traceIds, journal } = await run.running.get<InstanceDetail>(path, 'designer');
    expect(journal.filter(({ traceId }) => traceId === null)).toEqual([]);
    hops.set(id, [...new Set(traceIds)].sort());
  }
  expect(hops.size).toBe(demonstrated.length);
  expect([...hops.values()].filter((each) => each.length < 2)).toEqual([]);
  return hops;
}

export function storyTests(run: () => StoryRun): void {
  it(
    'plays the story, and every journey ends as expected, for the reasons that were expected',
    async () => {
      const { demonstration } = run();
      const code = await demonstration.end();
      expect({ code, said: code === 0 ? [] : demonstration.lines }).toEqual({ code: 0, said: [] });
      const told = ({ key, outcome, sends, why }: Omit<Told, 'definition'>, definition: string): Told => ({
        key,
        definition,
        outcome,
        sends,
        why,
      });
      const byKey = (a: Told, b: Told): number => (a.key < b.key ? -1 : 1);
      const came = (await played(run())).map((each) => told(each, each.journey));
      const expected = demonstrated.map((each) => told(each, each.definition));
      expect(came.sort(byKey)).toEqual(expected.sort(byKey));
    },
    5 * minutes,
  );

  it(
    'tells by journey.id, in the traces, exactly the hops that the journal has',
    async () => {
      const { receiver } = run().running;
      for (const [id, journalled] of await hopsOf(run()))
        await eventually(() => {
          const hops = receiver.withAttributes({ 'journey.id': id }).map(({ traceId }) => traceId);
          expect([...new Set(hops)].sort()).toEqual(journalled);
          return true;
        });
    },
    minutes,
  );

  (noJaeger === undefined ? it : it.skip)(
    `tells the same hops to who asks a real Jaeger${noJaeger === undefined ? '' : ` (skipped: ${noJaeger})`}`,
    async () => {
      const { jaeger, running } = run();
      if (jaeger === undefined) throw new Error('there is no Jaeger');
      await running.receiver.forwarded();
      const journalled = await hopsOf(run());
      for (const [id, hops] of journalled)
        await eventually(
          async () => {
            expect([...(await jaeger.tracesTagged('journey.id', id))].sort()).toEqual(hops);
            return true;
          },
          { within: 20_000, every: 500 },
        );
      const sum = [...journalled.values()].reduce((total, each) => total + each.length, 0);
      process.stdout.write(`Jaeger has the ${sum} hops of ${journalled.size} journeys\n`);
    },
    2 * minutes,
  );
}
