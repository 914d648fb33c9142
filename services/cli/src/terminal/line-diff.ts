// What is different between two texts, line by line, with the numbers of both.

export interface DiffLine {
  readonly is: 'same' | 'removed' | 'added';
  /** From 1; null where the text has no such line. */
  readonly before: number | null;
  readonly after: number | null;
  readonly text: string;
}

/** Lines around a difference that are shown with it. */
const CONTEXT = 3;
/** Beyond this many cells a table is not made: the middle is told as removed and added as a whole. */
const MAX_CELLS = 9_000_000;

/** Every line of both texts in order. */
export function diffLines(before: string, after: string): readonly DiffLine[] {
  const [a, b] = [linesOf(before), linesOf(after)];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  const same = (from: number, count: number, shift: number): DiffLine[] =>
    a.slice(from, from + count).map((text, at) => ({
      is: 'same',
      before: from + at + 1,
      after: from + at + 1 + shift,
      text,
    }));
  const middle = middleOf(a.slice(start, a.length - end), b.slice(start, b.length - end), start);
  return [...same(0, start, 0), ...middle, ...same(a.length - end, end, b.length - a.length)];
}

/** The differences with the lines around them; null stands between two of them. */
export function hunks(lines: readonly DiffLine[]): readonly (DiffLine | null)[] {
  const near = new Set<number>();
  for (const [at, { is }] of lines.entries()) {
    if (is === 'same') continue;
    for (let next = at - CONTEXT; next <= at + CONTEXT; next += 1) near.add(next);
  }
  const told: (DiffLine | null)[] = [];
  let last = -1;
  for (const [at, line] of lines.entries()) {
    if (!near.has(at)) continue;
    if (told.length > 0 && last !== at - 1) told.push(null);
    told.push(line);
    last = at;
  }
  return told;
}

function linesOf(text: string): readonly string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}

function middleOf(a: readonly string[], b: readonly string[], start: number): readonly DiffLine[] {
  const lines: DiffLine[] = [];
  const removed = (at: number): void => {
    lines.push({ is: 'removed', before: start + at + 1, after: null, text: a[at] ?? '' });
  };
  const added = (at: number): void => {
    lines.push({ is: 'added', before: null, after: start + at + 1, text: b[at] ?? '' });
  };
  const longest = longestCommon(a, b);
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j] && longest !== null) {
      lines.push({ is: 'same', before: start + i + 1, after: start + j + 1, text: a[i] ?? '' });
      i += 1;
      j += 1;
    } else if (j >= b.length || (i < a.length && keepsMore(longest, b.length, i, j))) removed(i++);
    else added(j++);
  }
  return lines;
}

/** Whether leaving a line of the first text out leaves at least as much in common. */
function keepsMore(longest: Uint32Array | null, width: number, i: number, j: number): boolean {
  if (longest === null) return true;
  const at = (row: number, column: number): number => longest[row * (width + 1) + column] ?? 0;
  return at(i + 1, j) >= at(i, j + 1);
}

/** How many lines the rests of both texts have in common, by where they begin. */
function longestCommon(a: readonly string[], b: readonly string[]): Uint32Array | null {
  if ((a.length + 1) * (b.length + 1) > MAX_CELLS) return null;
  const width = b.length + 1;
  const table = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      table[i * width + j] =
        a[i] === b[j]
          ? (table[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(table[(i + 1) * width + j] ?? 0, table[i * width + j + 1] ?? 0);
    }
  }
  return table;
}
