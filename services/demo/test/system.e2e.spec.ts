// Proves the whole system from outside, as the processes of `npm start`, started once: its tests are told in the suites
// beside this file.
import { contract } from '@continuo/contracts';
import { testServers, uniqueName } from '@continuo/testing';
import { settled } from './canary-run.js';
import { erasureTests } from './erasure.suite.js';
import { interfacesTests } from './interfaces.suite.js';
import { offersTests } from './offers.suite.js';
import { privacyTests } from './privacy.suite.js';
import { decodeWithPython, preparePython } from './python-client.js';
import { graceMs } from '@continuo/testing/running-system';
import { segmentsTests } from './segments.suite.js';
import { StoryRun } from './story-run.js';
import { storyTests } from './story.suite.js';
import { recordCounts } from './topic-contents.js';

const minutes = 60_000;
const noPython = await preparePython();

let run: StoryRun;

beforeAll(async () => {
  run = await StoryRun.start();
}, 3 * minutes);

afterAll(async () => {
  await run?.stop();
}, minutes);

interfacesTests(() => run);
storyTests(() => run);
offersTests(() => run);
segmentsTests(() => run);
privacyTests(() => run);
erasureTests(() => run);

(noPython === undefined ? it : it.skip)(
  `lets a stock client decode every event${noPython === undefined ? '' : ` (skipped: no Python client: ${noPython})`}`,
  async () => {
    const { running } = run;
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
  const { running } = run;
  const ends = await Promise.all(
    [...running.services].map(async ([name, one]) => [name, await one.stop(graceMs)]),
  );
  expect(ends).toEqual(running.parts.map(({ name }) => [name, 0]));
}, 30_000);
