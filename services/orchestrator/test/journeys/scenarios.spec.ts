// The reference journeys keep what their scenario files promise.
import { fileURLToPath } from 'node:url';
import { contract } from '@continuo/contracts';
import { findScenarios, ScenarioRunner } from '../../src/journeys/simulations/scenario-runner.js';

const schemas = new URL('../../../../schemas/', import.meta.url);
const folder = fileURLToPath(new URL('../../journeys/', import.meta.url));
const runner = new ScenarioRunner(
  {
    scenario: new URL('scenario.schema.json', schemas),
    journey: new URL('journey.schema.json', schemas),
    guardrails: new URL('guardrails.schema.json', schemas),
  },
  contract,
);

const results = findScenarios([folder]).flatMap((file) =>
  runner
    .run(file)
    .map((result): [string, typeof result] => [
      `${file.slice(folder.length)}: ${result.name ?? 'the file'}`,
      result,
    ]),
);

test('each reference journey has scenarios', () => {
  const names = ['abandoned-basket', 'click-and-collect', 'guided-purchase', 'order-fallout-recovery'];
  for (const name of names)
    expect(results.filter(([title]) => title.startsWith(`${name}.scenario.yaml`)).length).toBeGreaterThan(3);
});

test.each(results)('%s', (_title, { findings }) => {
  expect(findings).toEqual([]);
});
