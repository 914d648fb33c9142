// What a worker's result may be: small, flat enough, and nothing of it somebody's data, since it travels on the bus.
import { findingByValue, ok, refuse, type Result } from '@continuo/kernel';

/** As JSON text. */
const MAX_SIZE = 8_192;
const MAX_DEPTH = 5;
const MAX_NODES = 500;
const MAX_KEY = 64;

export type ResultRefused = 'result-too-large' | 'result-too-deep' | 'looks-personal';

/** The result as text, or which rule it breaks. Never recurses beyond the depth it allows. */
export function resultText(result: unknown): Result<string, ResultRefused> {
  let nodes = 0;
  const look = (value: unknown, path: string, depth: number): Result<null, ResultRefused> => {
    nodes += 1;
    if (nodes > MAX_NODES) return tooLarge(`at most ${MAX_NODES} values`);
    if (typeof value === 'string' || typeof value === 'number') return personal(value, path);
    if (typeof value !== 'object' || value === null) return ok(null);
    if (depth >= MAX_DEPTH) {
      const rule = { field: path, rule: `depth:${MAX_DEPTH}` };
      return refuse('result-too-deep', `nested deeper than ${MAX_DEPTH}`, rule);
    }
    for (const [key, inner] of Object.entries(value)) {
      if (key.length > MAX_KEY) return tooLarge(`names of at most ${MAX_KEY} characters`);
      const named = Array.isArray(value) ? ok(null) : personal(key, path);
      const looked = named.ok ? look(inner, `${path}.${key}`, depth + 1) : named;
      if (!looked.ok) return looked;
    }
    return ok(null);
  };
  const looked = look(result, 'result', 0);
  if (!looked.ok) return looked;
  const text = JSON.stringify(result ?? null);
  return text.length > MAX_SIZE ? tooLarge(`at most ${MAX_SIZE} characters`) : ok(text);
}

/** A number of ten to twelve digits alone may be an order's, as in entries. */
function personal(value: string | number, path: string): Result<null, ResultRefused> {
  const finding = findingByValue(value);
  if (finding === undefined || finding === 'long-number') return ok(null);
  const message = `looks like personal data (${finding}), which must not travel: give an id that says nothing`;
  return refuse('looks-personal', message, { field: path.slice(0, 200), rule: `not:${finding}` });
}

function tooLarge(what: string): Result<never, ResultRefused> {
  return refuse('result-too-large', `a result is small: ${what}`, { field: 'result', rule: 'size' });
}
