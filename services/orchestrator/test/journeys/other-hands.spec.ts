// Scenarios of a journey that others work for: decisions and results are told as `decide`, `complete` and `fail`.
import { fileURLToPath } from 'node:url';
import { contract } from '@continuo/contracts';
import { report } from '../../src/journeys/simulations/scenario-report.js';
import { ScenarioRunner } from '../../src/journeys/simulations/scenario-runner.js';

const schemas = new URL('../../../../schemas/', import.meta.url);
const file = fileURLToPath(new URL('../fixtures/goodwill.scenario.yaml', import.meta.url));
const runner = new ScenarioRunner(
  {
    scenario: new URL('scenario.schema.json', schemas),
    journey: new URL('journey.schema.json', schemas),
    guardrails: new URL('guardrails.schema.json', schemas),
  },
  contract,
);

test.each(runner.run(file).map((result) => [result.name ?? 'is read', result] as const))(
  '%s',
  (_, result) => {
    const told = report([result], { format: 'text', colour: false, nameOf: (path) => path });
    expect(result.ok ? '' : told).toBe('');
  },
);
