// Reads a definition's YAML: its shape by the published schema, its rules by the domain, every error with its line.
import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import { isMap, isScalar, LineCounter, parseDocument, type Document, type Node } from 'yaml';
import { compileDefinition } from '../domain/language/compile-definition.js';
import type { Catalogue } from '../domain/language/catalogue.js';
import { excessOf } from './definition-limits.js';
import type { DefinitionProblem, DefinitionSource } from '../domain/language/definition.js';
import type { Plan } from '../domain/language/plan.js';
import { shapeProblems } from './shape-problems.js';

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

/** More than these are not told at once. */
const MAX_PROBLEMS = 100;
const MAX_STEPS = 200;

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
    const excess = excessOf(text);
    if (excess !== null) return failed([{ ...placeIn(text, excess.at), file, step: null, ...told(excess) }]);
    return this.#read(text, file, version);
  }

  /** A published version: it was checked by the rules of its time, and is not held to later ones. */
  readPublished(text: string, file: string, version: number, publishedAt: Date): ReadDefinition {
    return this.#read(text, file, version, publishedAt.getTime());
  }

  #read(text: string, file: string, version: number, publishedAt?: number): ReadDefinition {
    const lines = new LineCounter();
    const place: Place = { file, lines, document: null };
    const document = documentOf(text, lines);
    if (document === undefined) return failed([problem(place, [], 'too-deep', 'nested too deep')]);
    if (document.errors.length > 0) {
      return failed(
        document.errors.slice(0, MAX_PROBLEMS).map((error) => {
          const { line, col: column } = lines.linePos(error.pos[0]);
          return { file, line, column, step: null, rule: 'yaml', message: firstLine(error.message) };
        }),
      );
    }
    const located = { ...place, document };
    const value = contentOf(document);
    if (value === undefined) return failed([problem(place, [], 'yaml', 'aliases are not taken')]);
    if (countOf(value, 'steps') > MAX_STEPS) {
      return failed([problem(located, ['steps'], 'too-many-steps', `more than ${MAX_STEPS} steps`)]);
    }
    if (!this.#hasShape(value)) {
      return failed(inFile(located, shapeProblems(this.#hasShape.errors ?? [], this.catalogue)));
    }
    const compiled = compileDefinition(value, version, this.catalogue, { publishedAt });
    if (compiled.ok) return { ok: true, source: value, plan: compiled.plan };
    return failed(inFile(located, compiled.problems));
  }
}

interface Place {
  readonly file: string;
  readonly lines: LineCounter;
  readonly document: Document | null;
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

function countOf(value: unknown, name: string): number {
  const part: unknown = (value as Record<string, unknown> | null)?.[name];
  return typeof part === 'object' && part !== null ? Object.keys(part).length : 0;
}

/** Each with its line; looking for lines takes time, so only for those that are told. */
function inFile(place: Place, problems: readonly DefinitionProblem[]): readonly SourceProblem[] {
  const found = problems
    .slice(0, MAX_PROBLEMS)
    .map(({ path, rule, message }) => problem(place, path, rule, message));
  const more = problems.length - found.length;
  return more > 0 ? [...found, problem(place, [], 'more-problems', `and ${more} more`)] : found;
}

function told({ rule, message }: { readonly rule: string; readonly message: string }) {
  return { rule, message };
}

/** Without a parser: lines counted up to there. */
function placeIn(text: string, at: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, Math.min(at, text.length)).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

function failed(problems: readonly SourceProblem[]): ReadDefinition {
  const last = (each: SourceProblem): number => (each.rule === 'more-problems' ? 1 : 0);
  const sorted = [...problems].sort((a, b) => last(a) - last(b) || a.line - b.line || a.column - b.column);
  return { ok: false, problems: sorted };
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

function problem(
  { file, lines, document }: Place,
  path: readonly (string | number)[],
  rule: string,
  message: string,
): SourceProblem {
  const offset = document === null ? 0 : offsetOf(document, path);
  const at = lines.linePos(offset);
  const step = stepOf(path);
  return { file, line: Math.max(1, at.line), column: Math.max(1, at.col), step, rule, message };
}

/** The step that a path leads into: the innermost of those that hold each other. */
function stepOf(path: readonly (string | number)[]): string | null {
  let at = 0;
  while (path[at + 2] === 'branches' && path[at + 4] === 'steps' && path.length > at + 5) at += 4;
  const name = path[at + 1];
  return path[at] === 'steps' && typeof name === 'string' ? name : null;
}

export interface Lines {
  readonly from: number;
  readonly to: number;
}

/** From which line to which each of these parts of a definition goes. */
export function linesOfPaths(
  text: string,
  paths: readonly (readonly (string | number)[])[],
): readonly Lines[] {
  const lineCounter = new LineCounter();
  const document = documentOf(text, lineCounter);
  return paths.map((path) => {
    const begin = document === undefined ? 0 : offsetOf(document, path);
    const end = (document?.getIn(path, true) as Node | undefined)?.range?.[1] ?? begin;
    // What is written over several lines ends where the next thing begins: without the white space before that.
    const last = begin + text.slice(begin, end).trimEnd().length;
    return { from: lineCounter.linePos(begin).line, to: lineCounter.linePos(Math.max(begin, last - 1)).line };
  });
}

/** Where the path's last existing part begins; a key is preferred to its value. */
export function offsetOf(document: Document, path: readonly (string | number)[]): number {
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
