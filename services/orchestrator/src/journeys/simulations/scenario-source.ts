// Reads a scenario file: its shape by scenario.schema.json, and where in the text each part stands.
import { readFileSync } from 'node:fs';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { LineCounter, parseDocument, type Document } from 'yaml';
import { offsetOf } from '../definitions/definition-source.js';
import type { ScenarioFileSource } from '../domain/simulation/scenario.js';

/** Something that is wrong with the file itself. */
export interface ScenarioProblem {
  readonly line: number;
  readonly rule: string;
  readonly message: string;
}

export interface ReadScenarios {
  readonly source: ScenarioFileSource | null;
  readonly problems: readonly ScenarioProblem[];
  /** The line that a part stands in, as far as it is there. */
  lineOf(path: readonly (string | number)[]): number;
}

const MAX_SOURCE = 1024 * 1024;

export class ScenarioReader {
  readonly #hasShape: ValidateFunction<ScenarioFileSource>;

  /** `schemaFile` is scenario.schema.json. */
  constructor(schemaFile: string | URL) {
    const schema = JSON.parse(readFileSync(schemaFile, 'utf8')) as object;
    const ajv = new Ajv({ allErrors: true, strict: true, strictRequired: false, strictTypes: false });
    this.#hasShape = ajv.compile<ScenarioFileSource>(schema);
  }

  read(text: string): ReadScenarios {
    const lines = new LineCounter();
    if (text.length > MAX_SOURCE) return refused([{ line: 1, rule: 'too-long', message: 'beyond 1 MB' }]);
    const document = parseDocument(text, {
      lineCounter: lines,
      version: '1.2',
      uniqueKeys: true,
      merge: false,
    });
    if (document.errors.length > 0) {
      return refused(
        document.errors.map((error) => ({
          line: lines.linePos(error.pos[0]).line,
          rule: 'yaml',
          message: error.message.split('\n', 1)[0] ?? '',
        })),
      );
    }
    const lineOf = (path: readonly (string | number)[]): number =>
      Math.max(1, lines.linePos(offsetOf(document, path)).line);
    const value = contentOf(document);
    if (value === undefined) return refused([{ line: 1, rule: 'yaml', message: 'aliases are not taken' }]);
    if (this.#hasShape(value)) return { source: value, problems: [], lineOf };
    const problems = told(this.#hasShape.errors ?? []).map((error) => ({
      line: lineOf(pathOf(error)),
      rule: `shape-${error.keyword}`,
      message: messageOf(error),
    }));
    return { source: null, problems: problems.sort((a, b) => a.line - b.line), lineOf };
  }
}

function refused(problems: readonly ScenarioProblem[]): ReadScenarios {
  return { source: null, problems, lineOf: () => 1 };
}

function contentOf(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 });
  } catch {
    return undefined;
  }
}

/** Of alternatives only that none fits: what each of them lacks would tell of shapes that were not meant. */
function told(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const open = errors.filter(({ keyword }) => keyword === 'oneOf').map(({ instancePath }) => instancePath);
  return errors.filter(
    ({ keyword, instancePath }) =>
      keyword === 'oneOf' ||
      !open.some((path) => instancePath === path || instancePath.startsWith(`${path}/`)),
  );
}

function pathOf({ instancePath, params }: ErrorObject): readonly (string | number)[] {
  const path = instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
  const extra: unknown = params['additionalProperty'] ?? params['propertyName'];
  return typeof extra === 'string' ? [...path, extra] : path;
}

function messageOf({ keyword, params, message }: ErrorObject): string {
  const extra: unknown = params['additionalProperty'];
  if (typeof extra === 'string') return `${extra} is not known here`;
  if (keyword === 'enum')
    return `must be one of ${(params['allowedValues'] as unknown[]).map(String).join(', ')}`;
  if (keyword === 'oneOf') return 'is none of the shapes that are known here';
  return message ?? 'does not have the right shape';
}
