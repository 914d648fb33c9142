// What is refused before a parser sees it: a definition is written by people, and what no person writes costs no time.

export interface Excess {
  readonly rule: 'too-long' | 'too-large' | 'too-deep';
  readonly message: string;
  /** Where it was noticed, in characters. */
  readonly at: number;
}

const MAX_CHARACTERS = 256 * 1024;
/** Keys, items and brackets; two hundred full steps have a quarter of it. */
const MAX_PARTS = 15_000;
const MAX_DEPTH = 24;
const MAX_INDENT = 160;

/** One look at every character; null when nothing is beyond what a definition may have. */
export function excessOf(text: string): Excess | null {
  if (text.length > MAX_CHARACTERS) {
    return { rule: 'too-long', message: `beyond ${MAX_CHARACTERS / 1024} KB`, at: 0 };
  }
  let parts = 0;
  let depth = 0;
  let inline = 0;
  for (let at = 0, indent = 0, isBlank = true; at < text.length; at += 1) {
    const character = text.charCodeAt(at);
    if (character === NEWLINE) {
      [indent, isBlank, inline] = [0, true, 0];
      continue;
    }
    if (isBlank && character === SPACE) {
      indent += 1;
      if (indent > MAX_INDENT) return tooDeep(at);
      continue;
    }
    const isMark = isSeparator(character, text.charCodeAt(at + 1));
    if (isBlank && isMark && character !== COLON) {
      inline += 1;
      if (inline > MAX_DEPTH) return tooDeep(at);
      parts += 1;
      continue;
    }
    if (isBlank && character !== SPACE) isBlank = false;
    if (isMark || opens(character)) parts += 1;
    if (opens(character)) depth += 1;
    else if (closes(character)) depth = Math.max(0, depth - 1);
    if (depth > MAX_DEPTH) return tooDeep(at);
    if (parts > MAX_PARTS) return tooLarge(at);
  }
  return parts > MAX_PARTS ? tooLarge(text.length) : null;
}

const [NEWLINE, SPACE, COLON, COMMA, DASH, QUESTION] = [10, 32, 58, 44, 45, 63];

/** JSON's colons and commas need no blank behind them; a dash and a question mark do, to be more than a letter. */
function isSeparator(character: number, next: number): boolean {
  if (character === COLON || character === COMMA) return true;
  return (character === DASH || character === QUESTION) && endsWord(next);
}

/** `NaN` is the text's end. */
function endsWord(next: number): boolean {
  return Number.isNaN(next) || next === SPACE || next === NEWLINE || next === 13 || next === 9 || opens(next);
}

function opens(character: number): boolean {
  return character === 91 || character === 123;
}

function closes(character: number): boolean {
  return character === 93 || character === 125;
}

function tooDeep(at: number): Excess {
  return { rule: 'too-deep', message: `nested deeper than ${MAX_DEPTH} levels`, at };
}

function tooLarge(at: number): Excess {
  const message = `more than ${MAX_PARTS} keys and items; a definition has at most 200 steps`;
  return { rule: 'too-large', message, at };
}
