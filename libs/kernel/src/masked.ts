// Personal values as they are shown to those who did not ask to see them: enough to recognise, not enough to use.

const dot = '•';
const hidden = dot.repeat(3);
const emailAddress = /^([^\s@]+)@([^\s@]+)\.([^\s@.]+)$/u;
/** Not every row of digits is a number to call: a birthday isn't. */
const phoneNumber = /^[+0(][\d\s()./-]{6,}$/;
/** Of a number the country's and the last digits stay. */
const firstDigits = 2;
const lastDigits = 2;

/**
 * `a•••@e•••.com`, `+41 •• ••• •• 12`, `J•••`. Always as many dots, whatever the length; of a value that is no text
 * nothing is shown, and what is not there stays null.
 */
export function masked(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'string' ? maskedText(value) : hidden;
}

function maskedText(text: string): string {
  const trimmed = text.trim();
  if (trimmed === '') return '';
  const [, name, domain, ending] = emailAddress.exec(trimmed) ?? [];
  if (name !== undefined && domain !== undefined && ending !== undefined)
    return `${firstOf(name)}${hidden}@${firstOf(domain)}${hidden}.${ending}`;
  if (phoneNumber.test(trimmed) && digitsIn(trimmed) >= 7) return maskedNumber(trimmed);
  // Of something that is made of digits the first one may say too much: a birthday, a card.
  return /^\p{L}/u.test(trimmed) ? `${firstOf(trimmed)}${hidden}` : hidden;
}

function maskedNumber(text: string): string {
  const shown = text.startsWith('+') ? firstDigits : 0;
  const all = digitsIn(text);
  let at = 0;
  return text.replace(/\d/g, (digit) => {
    at += 1;
    return at <= shown || at > all - lastDigits ? digit : dot;
  });
}

function digitsIn(text: string): number {
  return text.replace(/\D/g, '').length;
}

/** By characters as they are read: half a surrogate pair would be none. */
function firstOf(text: string): string {
  return [...text.toWellFormed()][0] ?? '';
}
