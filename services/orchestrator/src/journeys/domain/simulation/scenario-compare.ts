// Compares what a scenario expects with what was seen: what is left out is not looked at.
import { canonicalJson } from '@continuo/kernel';
import type { Json } from '../expressions/value.js';
import type { ThenSource } from './scenario.js';
import type { Seen } from './scenario-seen.js';
import { timeOf } from './scenario-time.js';

/** One thing that is not as expected. Lists are compared line by line. */
export interface Difference {
  /** Which part of `then`. */
  readonly of: string;
  readonly path: readonly (string | number)[];
  readonly expected: Json;
  readonly seen: Json;
}

/** All that differs, in the order of `then`. */
export function compare(then: ThenSource, seen: Seen, zone: string): readonly Difference[] {
  const differences: Difference[] = [];
  for (const [of, expected] of Object.entries(then) as [keyof ThenSource, Json][]) {
    const actual = seen[of] as Json;
    const fits = Array.isArray(expected)
      ? fitsList(expected, actual as readonly Json[], zone)
      : of === 'vars'
        ? fitsPart(expected, actual, zone)
        : same(expected, actual);
    if (!fits) differences.push({ of, path: ['then', of], expected, seen: shown(of, expected, actual) });
  }
  return differences;
}

function fitsList(expected: readonly Json[], seen: readonly Json[], zone: string): boolean {
  return (
    expected.length === seen.length && expected.every((each, at) => fitsPart(each, seen[at] ?? null, zone))
  );
}

const TIMES = new Set(['at', 'until']);

/** Of an object only what is named; a time may be written in any offset. */
function fitsPart(expected: Json, seen: Json, zone: string): boolean {
  if (!isObject(expected)) return same(expected, seen);
  if (!isObject(seen)) return false;
  return Object.entries(expected).every(([name, value]) => {
    const found = seen[name] ?? null;
    if (TIMES.has(name) && typeof value === 'string' && typeof found === 'string')
      return timeOf(value, zone, []) === timeOf(found, zone, []);
    return fitsPart(value, found, zone);
  });
}

function isObject(value: Json): value is { readonly [field: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function same(a: Json, b: Json): boolean {
  return canonicalJson(a) === canonicalJson(b);
}

/** Of what was seen only the fields that some line of the expectation names, so that a difference stands out. */
function shown(of: string, expected: Json, seen: Json): Json {
  if (of === 'vars' && isObject(expected) && isObject(seen)) return pick(seen, Object.keys(expected));
  if (!Array.isArray(expected) || !Array.isArray(seen)) return seen;
  const names = new Set(
    (expected as readonly Json[]).flatMap((each) => (isObject(each) ? Object.keys(each) : [])),
  );
  const usual =
    of === 'sends' ? ['template', 'channel', 'at'] : of === 'commands' ? ['act', 'at'] : ['rule', 'step'];
  return (seen as readonly Json[]).map((each) =>
    isObject(each) ? pick(each, names.size > 0 ? [...names] : usual) : each,
  );
}

function pick(value: { readonly [field: string]: Json }, names: readonly string[]): Json {
  return Object.fromEntries(names.filter((name) => name in value).map((name) => [name, value[name] ?? null]));
}
