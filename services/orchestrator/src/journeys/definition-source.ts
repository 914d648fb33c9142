// Reads a definition's YAML: its shape by the published schema, its rules by the domain, every error with its line.
import { readFileSync } from 'node:fs';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { isMap, isScalar, LineCounter, parseDocument, type Document, type Node } from 'yaml';
import { compileDefinition } from './domain/language/compile-definition.js';
import type { Catalogue } from './domain/language/catalogue.js';
import type { DefinitionProblem, DefinitionSource } from './domain/language/definition.js';
import type { Plan } from './domain/language/plan.js';

/** Something wrong in a file, where a person finds it. */
export interface SourceProblem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The step it is in; null outside the steps. */
  readonly step: string | null;
  readonly rule: string;
  readonly message: string;
}

export type ReadDefinition =
  | { readonly ok: true; readonly source: DefinitionSource; readonly plan: Plan }
  | { readonly ok: false; readonly problems: readonly SourceProblem[] };

const MAX_SOURCE = 256 * 1024;

/** Reads and compiles definitions against one catalogue. */
export class DefinitionReader {
  readonly #hasShape: ValidateFunction<DefinitionSource>;

  /** `schemaFile` is journey.schema.json. */
  constructor(
    schemaFile: string | URL,
    private readonly catalogue: Catalogue,
  ) {
    const schema = JSON.parse(readFileSync(schemaFile, 'utf8')) as object;
    this.#hasShape = new Ajv({
      allErrors: true,
      verbose: true,
      strict: true,
      strictRequired: false,
    }).compile<DefinitionSource>(schema);
  }

  /** The definition compiled as `version`, or everything that is wrong with it. */
  read(text: string, file: string, version: number): ReadDefinition {
    const lines = new LineCounter();
    if (text.length > MAX_SOURCE)
      return failed([problem(file, lines, null, [], 'too-long', 'beyond 256 KB')]);
    const document = parseDocument(text, {
      lineCounter: lines,
      version: '1.2',
      uniqueKeys: true,
      merge: false,
    });
    if (document.errors.length > 0) {
      return failed(
        document.errors.map((error) => {
          const at = lines.linePos(error.pos[0]);
          return {
            file,
            line: at.line,
            column: at.col,
            step: null,
            rule: 'yaml',
            message: firstLine(error.message),
          };
        }),
      );
    }
    const value = contentOf(document);
    if (value === undefined) return failed([problem(file, lines, null, [], 'yaml', 'aliases are not taken')]);
    if (!this.#hasShape(value)) {
      const found = shapeProblems(this.#hasShape.errors ?? []);
      return failed(
        found.map(({ path, rule, message }) => problem(file, lines, document, path, rule, message)),
      );
    }
    const compiled = compileDefinition(value, version, this.catalogue);
    if (compiled.ok) return { ok: true, source: value, plan: compiled.plan };
    return failed(
      compiled.problems.map(({ path, rule, message }) => problem(file, lines, document, path, rule, message)),
    );
  }
}

function failed(problems: readonly SourceProblem[]): ReadDefinition {
  return { ok: false, problems: [...problems].sort((a, b) => a.line - b.line || a.column - b.column) };
}

/** The document as plain data; undefined for one with aliases, which could unfold without end. */
function contentOf(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 });
  } catch {
    return undefined;
  }
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? message;
}

/** Which key a step or branch has decides its shape (`if`, `then`), so the errors left over are those that were meant. */
function shapeProblems(errors: readonly ErrorObject[]): readonly DefinitionProblem[] {
  const undecided = new Set(
    errors.filter((error) => error.keyword === 'anyOf').map((error) => error.instancePath),
  );
  const isTold = (error: ErrorObject): boolean =>
    error.keyword !== 'if' && !(error.keyword === 'required' && undecided.has(error.instancePath));
  return errors.filter(isTold).map((error) => ({
    path: pathOf(error),
    rule: `shape-${error.keyword}`,
    message: messageOf(error),
  }));
}

function pathOf(error: ErrorObject): readonly (string | number)[] {
  const path = error.instancePath.split('/').slice(1).map(segment);
  const extra: unknown = error.params['additionalProperty'] ?? error.params['propertyName'];
  return typeof extra === 'string' ? [...path, extra] : path;
}

function segment(text: string): string | number {
  return /^\d+$/.test(text) ? Number(text) : text.replaceAll('~1', '/').replaceAll('~0', '~');
}

function messageOf(error: ErrorObject): string {
  const extra: unknown = error.params['additionalProperty'];
  if (typeof extra === 'string') return `${extra} is not known here`;
  if (error.keyword === 'anyOf')
    return `names none of ${(error.schema as { required: string[] }[]).flatMap((each) => each.required).join(', ')}`;
  if (error.keyword === 'enum')
    return `must be one of ${(error.params['allowedValues'] as string[]).join(', ')}`;
  return error.message ?? 'does not have the right shape';
}

function problem(
  file: string,
  lines: LineCounter,
  document: Document | null,
  path: readonly (string | number)[],
  rule: string,
  message: string,
): SourceProblem {
  const offset = document === null ? 0 : offsetOf(document, path);
  const at = lines.linePos(offset);
  const step = path[0] === 'steps' && typeof path[1] === 'string' ? path[1] : null;
  return { file, line: Math.max(1, at.line), column: Math.max(1, at.col), step, rule, message };
}

/** Where the path's last existing part begins; a key is preferred to its value. */
function offsetOf(document: Document, path: readonly (string | number)[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const parent = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const key = path[length - 1];
    if (isMap(parent)) {
      const pair = parent.items.find((item) => isScalar(item.key) && item.key.value === key);
      const range = isScalar(pair?.key) ? pair.key.range : undefined;
      if (range) return range[0];
    }
    const node = document.getIn(path.slice(0, length), true) as Node | undefined;
    if (node?.range) return node.range[0];
  }
  return 0;
}
