// Proves that the constants in code and the contract in schemas/telemetry.yaml say the same.
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { attribute, metric } from './names.js';

interface TelemetryContract {
  readonly attributes: Readonly<Record<string, object>>;
  readonly metrics: Readonly<Record<string, object>>;
}

const file = new URL('../../../schemas/telemetry.yaml', import.meta.url);
const contract = parse(readFileSync(file, 'utf8')) as TelemetryContract;

describe('the names of telemetry', () => {
  it('are the attributes of the contract', () => {
    expect(Object.values(attribute).sort()).toEqual(Object.keys(contract.attributes).sort());
  });

  it('are the metrics of the contract, with instrument, unit and attributes', () => {
    const inCode = Object.fromEntries(
      Object.values(metric).map(({ name, ...definition }) => [name, definition]),
    );
    expect(inCode).toEqual(contract.metrics);
  });
});
