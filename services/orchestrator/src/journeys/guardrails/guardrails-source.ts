// Reads a policy's YAML: its shape by the published schema, its rules by the domain, every error with its line.
import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import { LineCounter, parseDocument, type Document } from 'yaml';
import { excessOf } from '../definitions/definition-limits.js';
import { offsetOf, type SourceProblem } from '../definitions/definition-source.js';
import { compilePolicy } from '../domain/guardrails/compile-policy.js';
import type { Policy, PolicySource } from '../domain/guardrails/policy.js';
import { UNKNOWN } from '../domain/expressions/type.js';
import type { Catalogue } from '../domain/language/catalogue.js';
import type { DefinitionProblem } from '../domain/language/definition.js';
import { shapeProblems } from '../definitions/shape-problems.js';

export type ReadPolicy =
  | { readonly ok: true; readonly policy: Policy }
  | { readonly ok: false; readonly problems: readonly SourceProblem[] };

const FILE = 'guardrails.yaml';
/** More than these are not told at once. */
const MAX_PROBLEMS = 100;
/** A policy names no types and no commands. */
const NAMES_NOTHING: Catalogue = {
  event: () => undefined,
  command: () => undefined,
  profile: UNKNOWN,
  eventTypes: [],
  commandNames: [],
};

/** Reads and compiles policies. */
export class GuardrailsReader {
  readonly #hasShape: ValidateFunction<PolicySource>;

  /** `schemaFile` is guardrails.schema.json. */
  constructor(schemaFile: string | URL) {
    const schema = JSON.parse(readFileSync(schemaFile, 'utf8')) as object;
    const ajv = new Ajv({ allErrors: true, verbose: true, strict: true, strictRequired: false });
    this.#hasShape = ajv.compile<PolicySource>(schema);
  }

  /** The policy compiled, or everything that is wrong with it. */
  read(text: string): ReadPolicy {
    const excess = excessOf(text);
    if (excess !== null) return refused([{ path: [], ...excess }], () => 0, new LineCounter());
    const lines = new LineCounter();
    const document = documentOf(text, lines);
    if (document === undefined)
      return refused([{ path: [], rule: 'too-deep', message: 'nested too deep' }], () => 0, lines);
    if (document.errors.length > 0) {
      const errors = document.errors.map(({ message, pos }) => ({
        path: [pos[0]],
        rule: 'yaml',
        message: message.split('\n', 1)[0] ?? message,
      }));
      return refused(errors, ([at]) => Number(at), lines);
    }
    const placeOf = (path: DefinitionProblem['path']): number => offsetOf(document, path);
    const value = contentOf(document);
    if (value === undefined)
      return refused([{ path: [], rule: 'yaml', message: 'aliases are not taken' }], placeOf, lines);
    if (!this.#hasShape(value))
      return refused(shapeProblems(this.#hasShape.errors ?? [], NAMES_NOTHING), placeOf, lines);
    const compiled = compilePolicy(value);
    return compiled.ok ? compiled : refused(compiled.problems, placeOf, lines);
  }
}

/** Undefined when it is nested deeper than a parser goes. */
function documentOf(text: string, lineCounter: LineCounter): Document | undefined {
  try {
    return parseDocument(text, { lineCounter, version: '1.2', uniqueKeys: true, merge: false });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Undefined with aliases, which could unfold without end. */
function contentOf(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 });
  } catch {
    return undefined;
  }
}

function refused(
  problems: readonly DefinitionProblem[],
  placeOf: (path: DefinitionProblem['path']) => number,
  lines: LineCounter,
): ReadPolicy {
  const told = problems.slice(0, MAX_PROBLEMS).map(({ path, rule, message }): SourceProblem => {
    const { line, col: column } = lines.linePos(placeOf(path));
    return { file: FILE, line: Math.max(1, line), column: Math.max(1, column), step: null, rule, message };
  });
  return { ok: false, problems: told.sort((a, b) => a.line - b.line || a.column - b.column) };
}
