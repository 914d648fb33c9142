// What a worker's result may be: small, flat enough, and nothing of it somebody's data, since it travels on the bus.
import { findingInTravelling, ok, refuse, type Result } from '@continuo/kernel';

/** As JSON text. */
const MAX_SIZE = 8_192;
const MAX_DEPTH = 5;
const MAX_NODES = 500;
const MAX_KEY = 64;

export type ResultRefused = 'result-too-large' | 'result-too-deep' | 'looks-personal';

/** The result as text, or which rule it breaks. Never recurses beyond the depth it allows. */
export function resultText(result: unknown): Result<string, ResultRefused> {
  const leaves: [value: string | number, path: string][] = [];
  const shaped = shape(result, 'result', 0, leaves, { nodes: 0 });
  if (!shaped.ok) return shaped;
  const text = JSON.stringify(result ?? null);
  if (text.length > MAX_SIZE) return tooLarge(`at most ${MAX_SIZE} characters`);
  for (const [value, path] of leaves) {
    const looked = personal(value, path);
    if (!looked.ok) return looked;
  }
  return ok(text);
}

/** Collects names and values on the way. */
function shape(
  value: unknown,
  path: string,
  depth: number,
  leaves: [string | number, string][],
  count: { nodes: number },
): Result<null, ResultRefused> {
  count.nodes += 1;
  if (count.nodes > MAX_NODES) return tooLarge(`at most ${MAX_NODES} values`);
  if (typeof value === 'string' || typeof value === 'number') leaves.push([value, path]);
  if (typeof value !== 'object' || value === null) return ok(null);
  if (depth >= MAX_DEPTH) {
    const rule = { field: 'result', rule: `depth:${MAX_DEPTH}` };
    return refuse('result-too-deep', `nested deeper than ${MAX_DEPTH}`, rule);
  }
  for (const [key, inner] of Object.entries(value)) {
    if (key.length > MAX_KEY) return tooLarge(`names of at most ${MAX_KEY} characters`);
    // A capital at the beginning is a name's in a text, not in a field's name.
    if (!Array.isArray(value)) leaves.push([key.toLowerCase(), path]);
    const shaped = shape(inner, `${path}.${key}`, depth + 1, leaves, count);
    if (!shaped.ok) return shaped;
  }
  return ok(null);
}

/** As in entries. */
function personal(value: string | number, path: string): Result<null, ResultRefused> {
  const finding = findingInTravelling(path, value);
  if (finding === undefined) return ok(null);
  const message = `looks like personal data (${finding}), which must not travel: give an id that says nothing`;
  return refuse('looks-personal', message, { field: path, rule: `not:${finding}` });
}

function tooLarge(what: string): Result<never, ResultRefused> {
  return refuse('result-too-large', `a result is small: ${what}`, { field: 'result', rule: 'size' });
}
