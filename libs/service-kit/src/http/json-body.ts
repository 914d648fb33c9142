// Parses request bodies within limits: depth, keys that could poison prototypes, text that no database can store.
import { Problem } from './problem.js';

export interface JsonLimits {
  readonly maxDepth: number;
  /** Refuse U+0000 and lone surrogates; a route that answers per item checks them itself with `findUnstorableText`. */
  readonly refuseUnstorableText: boolean;
}

/** A text that PostgreSQL or UTF-8 can't hold, and where it is. */
export interface UnstorableText {
  readonly field: string;
  readonly rule: 'no-null-character' | 'well-formed-unicode';
}

const LONE_SURROGATE = /\p{Surrogate}/u;

/** Parses a body. Throws a 400 problem that names the limit, never the text. */
export function parseJsonBody(text: string, limits: JsonLimits): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Problem(400, 'malformed-json', 'The body is not valid JSON.');
  }
  for (const { node, path } of walk(value, limits.maxDepth)) {
    if (typeof node === 'object' && node !== null && Object.hasOwn(node, '__proto__')) {
      throw broken(
        'forbidden-key',
        { field: path, rule: 'no-proto-key' },
        'The key __proto__ is not accepted.',
      );
    }
  }
  const unstorable = limits.refuseUnstorableText ? findUnstorableText(value) : undefined;
  if (unstorable === undefined) return value;
  throw broken('unstorable-text', unstorable, 'A text holds a null character or half a surrogate pair.');
}

/** The first text, or key, in a parsed JSON value that can't be stored. */
export function findUnstorableText(value: unknown): UnstorableText | undefined {
  for (const { node, path } of walk(value, Number.POSITIVE_INFINITY)) {
    const texts = typeof node === 'string' ? [node] : isPlainObject(node) ? Object.keys(node) : [];
    for (const each of texts) {
      if (each.includes('\u0000')) return { field: path, rule: 'no-null-character' };
      if (LONE_SURROGATE.test(each)) return { field: path, rule: 'well-formed-unicode' };
    }
  }
  return undefined;
}

interface Visit {
  readonly node: unknown;
  readonly path: string;
  readonly depth: number;
}

/** Every value of a JSON tree, without recursion: its depth is what an attacker chooses. */
function* walk(root: unknown, maxDepth: number): Generator<Visit> {
  const waiting: Visit[] = [{ node: root, path: '', depth: 1 }];
  for (let visit = waiting.pop(); visit !== undefined; visit = waiting.pop()) {
    yield visit;
    const { node, path, depth } = visit;
    if (typeof node !== 'object' || node === null) continue;
    if (depth > maxDepth) {
      throw broken(
        'too-deep',
        { field: path.slice(0, 100), rule: `max-depth:${maxDepth}` },
        'The body is nested too deeply.',
      );
    }
    if (Array.isArray(node)) {
      node.forEach((inner, index) =>
        waiting.push({ node: inner, path: `${path}[${index}]`, depth: depth + 1 }),
      );
    } else {
      for (const [key, inner] of Object.entries(node)) {
        waiting.push({ node: inner, path: path === '' ? key : `${path}.${key}`, depth: depth + 1 });
      }
    }
  }
}

function isPlainObject(node: unknown): node is Record<string, unknown> {
  return typeof node === 'object' && node !== null && !Array.isArray(node);
}

function broken(code: string, { field, rule }: { field: string; rule: string }, message: string): Problem {
  return new Problem(400, code, message, { fields: [{ field, rule, message }] });
}
