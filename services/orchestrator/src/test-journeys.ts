// `npx continuo journeys test`: runs the scenario files beside journeys. Ends with 0, with 1 when one differs, 2 for usage.
import { relative } from 'node:path';
import { parseArgs } from 'node:util';
import { contract } from '@continuo/contracts';
import { report, REPORT_FORMATS, type ReportFormat } from './journeys/simulations/scenario-report.js';
import { findScenarios, ScenarioRunner } from './journeys/simulations/scenario-runner.js';

const schemas = {
  scenario: new URL('../../../schemas/scenario.schema.json', import.meta.url),
  journey: new URL('../../../schemas/journey.schema.json', import.meta.url),
  guardrails: new URL('../../../schemas/guardrails.schema.json', import.meta.url),
};

function run(args: readonly string[]): number {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { output: { type: 'string', default: 'text' }, colour: { type: 'boolean', default: false } },
  });
  const format = REPORT_FORMATS.find((each) => each === values.output);
  if (format === undefined) return usage(`--output is one of ${REPORT_FORMATS.join(', ')}`);
  const paths = positionals.length === 0 ? ['.'] : positionals;
  const files = found(paths);
  if (typeof files === 'string') return usage(files);
  if (files.length === 0) return usage(`no *.scenario.yaml at or below ${paths.join(', ')}`);
  return tell(files, format, values.colour);
}

function found(paths: readonly string[]): readonly string[] | string {
  try {
    return findScenarios(paths);
  } catch (thrown) {
    const { code, path } = (thrown ?? {}) as { code?: string; path?: string };
    return `${path ?? paths.join(', ')} can't be read (${code ?? 'unknown'})`;
  }
}

function tell(files: readonly string[], format: ReportFormat, colour: boolean): number {
  const runner = new ScenarioRunner(schemas, contract);
  const results = files.flatMap((file) => runner.run(file));
  const nameOf = (file: string): string => relative(process.cwd(), file) || file;
  process.stdout.write(report(results, { format, colour, nameOf }));
  return results.every(({ ok }) => ok) ? 0 : 1;
}

function usage(message: string): number {
  process.stderr.write(`${message}\n`);
  return 2;
}

process.exitCode = run(process.argv.slice(2));
