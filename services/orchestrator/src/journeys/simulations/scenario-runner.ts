// Runs scenario files against the contract: no server, no database, nothing sent.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Contract } from '@continuo/contracts';
import { contractCatalogue } from '../definitions/contract-catalogue.js';
import { DefinitionReader } from '../definitions/definition-source.js';
import { deriveId } from '../timeline/derive-id.js';
import type { Json } from '../domain/expressions/value.js';
import type { Policy } from '../domain/guardrails/policy.js';
import type { Plan } from '../domain/language/plan.js';
import { compare } from '../domain/simulation/scenario-compare.js';
import { runScenario, type ScenarioWorld } from '../domain/simulation/scenario-run.js';
import { ScenarioError, type Fields, type ScenarioFileSource } from '../domain/simulation/scenario.js';
import { GuardrailsReader } from '../guardrails/guardrails-source.js';
import { ScenarioReader } from './scenario-source.js';

/** Where a scenario and the journey part ways, or what is wrong with the scenario. */
export interface Finding {
  readonly line: number;
  /** The part of `then`; null for something that is wrong with the file. */
  readonly of: string | null;
  readonly message: string | null;
  readonly expected: Json;
  readonly seen: Json;
}

export interface ScenarioResult {
  readonly file: string;
  /** Null for the file as a whole. */
  readonly name: string | null;
  readonly line: number;
  readonly ok: boolean;
  readonly findings: readonly Finding[];
  readonly milliseconds: number;
}

const SUFFIX = '.scenario.yaml';
/** Folders that hold what others wrote. */
const SKIPPED = new Set(['node_modules', 'dist', '.git', '.continuo']);

/** Scenario files at and below these paths, sorted; a definition stands for the scenarios beside it. */
export function findScenarios(paths: readonly string[]): readonly string[] {
  return [...new Set(paths.flatMap((path) => scenariosAt(resolve(path))))].sort();
}

function scenariosAt(path: string): readonly string[] {
  if (statSync(path).isDirectory()) {
    return readdirSync(path, { withFileTypes: true }).flatMap((entry) => {
      if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : scenariosAt(join(path, entry.name));
      return entry.name.endsWith(SUFFIX) ? [join(path, entry.name)] : [];
    });
  }
  if (path.endsWith(SUFFIX)) return [path];
  const stem = basename(path).replace(/\.ya?ml$/, '');
  return readdirSync(dirname(path))
    .filter((name) => name.endsWith(SUFFIX) && (name === `${stem}${SUFFIX}` || name.startsWith(`${stem}.`)))
    .map((name) => join(dirname(path), name));
}

interface Place {
  readonly line: number;
  readonly message: string;
}

export class ScenarioRunner {
  readonly #reader: ScenarioReader;
  readonly #definitions: DefinitionReader;
  readonly #guardrails: GuardrailsReader;
  readonly #catalogue: ReturnType<typeof contractCatalogue>;

  constructor(
    schemas: Readonly<Record<'scenario' | 'journey' | 'guardrails', string | URL>>,
    private readonly contract: Contract,
  ) {
    this.#catalogue = contractCatalogue(contract);
    this.#reader = new ScenarioReader(schemas.scenario);
    this.#guardrails = new GuardrailsReader(schemas.guardrails);
    this.#definitions = new DefinitionReader(schemas.journey, this.#catalogue);
  }

  /** The result of each scenario of a file; one for the file when it cannot be read. */
  run(file: string): readonly ScenarioResult[] {
    const { source, problems, lineOf } = this.#reader.read(readFileSync(file, 'utf8'));
    if (source === null)
      return [
        broken(
          file,
          problems.map(({ line, message }) => ({ line, message })),
        ),
      ];
    const plans: Plan[] = [];
    const wrong: Place[] = [];
    [source.journey, ...(source.beside ?? [])].forEach((name, at) => {
      const read = this.#plan(file, name, lineOf(at === 0 ? ['journey'] : ['beside', at - 1]));
      if ('journey' in read) plans.push(read);
      else wrong.push(...read);
    });
    if (wrong.length > 0) return [broken(file, wrong)];
    const [first, ...rest] = plans;
    if (first === undefined) return [];
    const world: ScenarioWorld = {
      plans: [first, ...rest],
      catalogue: this.#catalogue,
      derive: deriveId,
      policy: (named) => this.#policy(file, named),
      complete: (type, fields) => this.#complete(type, fields),
    };
    return source.scenarios.map((_, at) => runOne(world, { file, source, at, lineOf }));
  }

  #plan(file: string, name: string, line: number): Plan | readonly Place[] {
    let text: string;
    try {
      text = readFileSync(resolve(dirname(file), name), 'utf8');
    } catch {
      return [{ line, message: `${name} can't be read` }];
    }
    const read = this.#definitions.read(text, name, 1);
    if (read.ok) return read.plan;
    return read.problems.map((each) => ({
      line,
      message: `${name}:${each.line}: ${each.rule}: ${each.message}`,
    }));
  }

  #policy(file: string, named: string): Policy | string {
    const isText = named.includes('\n');
    let text = named;
    try {
      if (!isText) text = readFileSync(resolve(dirname(file), named), 'utf8');
    } catch {
      return `${named} can't be read`;
    }
    const read = this.#guardrails.read(text);
    if (read.ok) return read.policy;
    return read.problems.map(({ line, rule, message }) => `line ${line}: ${rule}: ${message}`).join('; ');
  }

  /** An event as its schema has it: fields that were left out have their defaults. */
  #complete(type: string, given: Fields): Fields | { readonly unknown: readonly string[] } {
    const fields = this.contract.type(type)?.schema.fields ?? [];
    const known = new Set(fields.map(({ name }) => name));
    const unknown = Object.keys(given).filter((name) => !known.has(name));
    if (unknown.length > 0) return { unknown };
    const defaults = fields.filter((field) => Object.hasOwn(field, 'default'));
    return { ...Object.fromEntries(defaults.map((field) => [field.name, field.default as Json])), ...given };
  }
}

interface One {
  readonly file: string;
  readonly source: ScenarioFileSource;
  readonly at: number;
  lineOf(path: readonly (string | number)[]): number;
}

function runOne(world: ScenarioWorld, { file, source, at, lineOf }: One): ScenarioResult {
  const scenario = source.scenarios[at];
  const path = ['scenarios', at];
  const began = performance.now();
  const about = { file, name: scenario?.name ?? null, line: lineOf(path) };
  const ended = (findings: readonly Finding[]): ScenarioResult => ({
    ...about,
    ok: findings.length === 0,
    findings,
    milliseconds: performance.now() - began,
  });
  try {
    const seen = runScenario(world, source, at);
    const zone =
      scenario?.given?.timeZone ?? source.given?.timeZone ?? world.plans[0].source.timeZone ?? 'UTC';
    const differences = compare(scenario?.then ?? {}, seen, zone);
    return ended(
      differences.map(({ of, path: below, expected, seen: found }) => ({
        line: lineOf([...path, ...below]),
        of,
        message: null,
        expected,
        seen: found,
      })),
    );
  } catch (thrown) {
    if (!(thrown instanceof ScenarioError) && !(thrown instanceof Error)) throw thrown;
    const line = thrown instanceof ScenarioError ? lineOf(thrown.path) : about.line;
    return ended([{ line, of: null, message: thrown.message, expected: null, seen: null }]);
  }
}

function broken(file: string, problems: readonly Place[]): ScenarioResult {
  const findings = problems.map(({ line, message }) => ({
    line,
    of: null,
    message,
    expected: null,
    seen: null,
  }));
  return { file, name: null, line: findings[0]?.line ?? 1, ok: false, findings, milliseconds: 0 };
}
