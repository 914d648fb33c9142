// What may be told of an SQL statement: its first word, its table, and its text without literals.

export interface StatementDescription {
  /** Upper case, e.g. `SELECT`, `INSERT`, `BEGIN`. */
  readonly operation: string;
  /** The first table it names, when that is plain to see. */
  readonly target?: string;
  /** The text with literals replaced by `?` and white space folded. */
  readonly shown: string;
}

// Services run a few hundred different statements; the bound is for those that build their text.
const known = new Map<string, StatementDescription>();
const MAX_KNOWN = 1_000;
const MAX_SHOWN = 2_000;

/** Described once per text, then remembered. */
export function describeStatement(text: string): StatementDescription {
  const seen = known.get(text);
  if (seen !== undefined) return seen;
  const described = describe(text);
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(text, described);
  return described;
}

function describe(text: string): StatementDescription {
  const shown = withoutLiterals(text);
  const words = /^\W*([a-z]+)/i.exec(shown);
  const operation = (words?.[1] ?? 'QUERY').toUpperCase();
  const target =
    /\b(?:from|into|update|table)\s+(?:only\s+)?((?:[a-z_][\w$]*|"[^"]+")(?:\.(?:[a-z_][\w$]*|"[^"]+"))?)/i.exec(
      shown,
    );
  return target?.[1] === undefined ? { operation, shown } : { operation, target: target[1], shown };
}

/** Comments go too: they may quote. Numbers stay only where they are placeholders or parts of names. */
function withoutLiterals(text: string): string {
  return text
    .replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, ' ')
    .replace(/\b[eE]'(?:[^'\\]|\\.|'')*'|'(?:[^']|'')*'/g, '?')
    .replace(/\$([a-z_]*)\$[\s\S]*?\$\1\$/gi, '?')
    .replace(/(?<![\w$."])\d+(?:\.\d+)?\b/g, '?')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, MAX_SHOWN);
}
