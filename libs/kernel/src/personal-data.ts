// Recognises personal data by what a property is called and by what its value looks like.

export type Finding =
  | 'email'
  | 'phone'
  | 'person-name'
  | 'address'
  | 'birth-date'
  | 'free-text'
  | 'bank-account'
  | 'card-number'
  | 'government-id'
  | 'ip-address'
  | 'location'
  | 'secret'
  | 'link-with-personal-data'
  | 'long-number';

type NameRule = readonly [pattern: RegExp, finding: Finding];

/** Asked of each word group of a path: `customer.firstName` is looked at as `customer first name`. */
const nameRules: readonly NameRule[] = [
  [/\be ?mails?\b|\bemail ?address\b|\bmail ?address\b/, 'email'],
  [/\b(phone|telephone|mobile|msisdn|whats ?app|fax|cell)( ?(number|no|nr))?\b/, 'phone'],
  [
    /\b(first|last|middle|full|given|family|sur|maiden|nick|display|person|contact|customer|user|recipient) ?name\b/,
    'person-name',
  ],
  [/\b(surname|forename|fullname|username|salutation|avatar|signature)\b/, 'person-name'],
  [/\b(address|street|house ?number|postal ?code|post ?code|zip( ?code)?|city|town|apartment)\b/, 'address'],
  [/\b(birth ?day|birth ?date|date of birth|dob|born|birthplace)\b/, 'birth-date'],
  [
    /\b(message|comment|comments|note|notes|feedback|review|body|transcript|question|answer|complaint|bio|query|search|description|free ?text|text|remarks?)\b/,
    'free-text',
  ],
  [/\b(iban|bic|bank ?account|account ?number|routing ?number|sort ?code)\b/, 'bank-account'],
  [/\b(card ?number|credit ?card|cc ?number|pan|cvc|cvv)\b/, 'card-number'],
  [
    /\b(ssn|bsn|passport|national ?id|tax ?id|social ?security|driver.?s? ?licen[cs]e|license ?plate|vat ?number)\b/,
    'government-id',
  ],
  [/\b(ip|ip ?address|ipv4|ipv6|remote ?addr)\b/, 'ip-address'],
  [/\b(latitude|longitude|lat|lng|lon|geo|coordinates?|gps)\b/, 'location'],
  [
    /\b(password|passwd|secret|token|api ?key|access ?key|pin|otp|auth|authorization|cookie|session)\b/,
    'secret',
  ],
];

/** What the name of a property says about it. */
export function findingByName(path: string): Finding | undefined {
  const words = wordsOf(path);
  return nameRules.find(([pattern]) => pattern.test(words))?.[1];
}

/** `shippingAddress.zip_code` becomes `shipping address zip code`; indexes of lists say nothing. */
function wordsOf(path: string): string {
  return path
    .normalize('NFKC')
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .replace(/[^\p{L}\d]+/gu, ' ')
    .replace(/\b\d+\b/g, ' ')
    .toLowerCase()
    .replace(/ +/g, ' ')
    .trim();
}

/** Longer texts are nobody's code; and the patterns below take a time that grows with the square of a text's length. */
const longestCode = 1_000;

/** What is personal whatever the property is called, and whatever a plan says about it. */
export function findingByValue(value: string | number): Finding | undefined {
  if (typeof value === 'number')
    return Number.isInteger(value) ? findingInDigits(String(Math.abs(value))) : undefined;
  if (value.length > longestCode) return 'free-text';
  const text = value.normalize('NFKC');
  if (/[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>"]{2,}/.test(text) || /%40/.test(text)) return 'email';
  if (/^\s*(https?|ftp):\/\//i.test(text)) return findingInLink(text);
  if (hasIban(text)) return 'bank-account';
  if (hasCardNumber(text)) return 'card-number';
  if (hasIpAddress(text)) return 'ip-address';
  if (hasPhoneNumber(text)) return 'phone';
  if (/\beyJ[\w-]{8,}\.[\w-]{4,}|-----BEGIN |\b(bearer|basic) [\w.~+/=-]{8,}/i.test(text)) return 'secret';
  return undefined;
}

/**
 * What is personal of something that travels as it was given, outside of any plan: its value, what it is called by, or
 * words that may be anybody's. Codes, ids, dates and numbers pass; ten to twelve digits alone may be an order's.
 */
export function findingInTravelling(path: string, value: string | number): Finding | undefined {
  const byValue = findingByValue(value);
  if (byValue !== undefined && byValue !== 'long-number') return byValue;
  return (
    findingByName(path) ?? (typeof value === 'string' && looksLikeProse(value) ? 'free-text' : undefined)
  );
}

/** Words with spaces may be anybody's words: names, addresses, messages. Only codes and single words pass unplanned. */
export function looksLikeProse(value: string): boolean {
  const text = value.trim();
  if (text.length > 64 || /\s/u.test(text) || /[^\u0021-\u007e]/.test(text)) return true;
  // One capitalised word is as likely a name as a label: `Jane`, `Amsterdam`, `Shoes`.
  return /^\p{Lu}\p{Ll}+('\p{L}+)?$/u.test(text);
}

function findingInDigits(digits: string): Finding | undefined {
  if (passesLuhn(digits) && digits.length >= 13 && digits.length <= 19) return 'card-number';
  // Long enough for a telephone number, too short for a time in milliseconds (13 digits until the year 2286).
  return digits.length >= 10 && digits.length <= 12 ? 'long-number' : undefined;
}

function findingInLink(text: string): Finding | undefined {
  const query = /[?#](.*)$/s.exec(text)?.[1] ?? '';
  const named = query.split(/[&;]/).some((part) => findingByName(part.split('=', 1)[0] ?? '') !== undefined);
  return named || hasIpAddress(text) || hasCardNumber(text) ? 'link-with-personal-data' : undefined;
}

function hasPhoneNumber(text: string): boolean {
  if (/(^|[^\w+-])(\+|00)\d[\d\s().-]{6,20}\d(?!\w)/.test(text)) return true;
  // National notation: a leading 0 or an area code in brackets, and nothing but digits and separators.
  return (
    /^\s*\(?0\d[\d\s().-]{6,16}\d\s*$/.test(text) ||
    /^\s*\(\d{2,4}\)[\d\s.-]{5,12}\d\s*$/.test(text) ||
    /^\s*\d{3}[-. ]\d{3}[-. ]\d{4}\s*$/.test(text)
  );
}

function hasCardNumber(text: string): boolean {
  for (const match of text.matchAll(/(?<![\w-])\d(?:[ -]?\d){12,18}(?![\w-])/g)) {
    if (passesLuhn(match[0].replace(/\D/g, ''))) return true;
  }
  return false;
}

function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let at = 0; at < digits.length; at += 1) {
    const digit = Number(digits[digits.length - 1 - at]);
    const doubled = at % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0 && !/^0*$/.test(digits);
}

/** ISO 13616: the check digits make the whole number 1 modulo 97. */
function hasIban(text: string): boolean {
  for (const match of text
    .toUpperCase()
    .matchAll(/(?<![A-Z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}(?![A-Z0-9])/g)) {
    const iban = match[0].replaceAll(' ', '');
    let remainder = 0;
    for (const character of iban.slice(4) + iban.slice(0, 4)) {
      for (const digit of String(parseInt(character, 36))) remainder = (remainder * 10 + Number(digit)) % 97;
    }
    if (remainder === 1) return true;
  }
  return false;
}

function hasIpAddress(text: string): boolean {
  for (const match of text.matchAll(/(?<![\d.])(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?![\d.])/g)) {
    if (match.slice(1).every((part) => Number(part) <= 255)) return true;
  }
  return /(?<![\w:])(?:[0-9a-f]{1,4}:){3,7}(?::?[0-9a-f]{1,4})(?![\w:])|(?<![\w:])[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){0,5}::(?:[0-9a-f]{1,4})?/i.test(
    text,
  );
}
