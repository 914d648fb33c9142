// Every scenario file beside the reference journeys, as `npx continuo journeys test` runs them.
import { fileURLToPath } from 'node:url';
import { contract } from '@continuo/contracts';
import { report } from '../../src/journeys/scenario-report.js';
import { findScenarios, ScenarioRunner } from '../../src/journeys/scenario-runner.js';

const schemas = new URL('../../../../schemas/', import.meta.url);
const files = findScenarios([fileURLToPath(new URL('../../journeys', import.meta.url))]);
const runner = new ScenarioRunner(
  {
    scenario: new URL('scenario.schema.json', schemas),
    journey: new URL('journey.schema.json', schemas),
    guardrails: new URL('guardrails.schema.json', schemas),
  },
  contract,
);

test('every reference journey has scenarios', () => {
  expect(files.length).toBeGreaterThanOrEqual(2);
});

describe.each(files.map((file) => [file.slice(file.lastIndexOf('/') + 1), file] as const))(
  '%s',
  (_, file) => {
    test.each(runner.run(file).map((result) => [result.name ?? 'is read', result] as const))(
      '%s',
      (_name, result) => {
        const told = report([result], { format: 'text', colour: false, nameOf: (path) => path });
        expect(result.ok ? '' : told).toBe('');
      },
    );
  },
);
