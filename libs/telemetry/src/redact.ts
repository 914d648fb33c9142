// Keeps personal data out of logs and spans at the source: by the name of a field, then by what its text looks like.

/** What stands in the place of a value that was taken out. */
export const REDACTED = '[redacted]';

/** The last part of a field's path, in lower case and without separators, that always hides its value. */
const deniedNames = new Set(
  [
    // who somebody is
    'firstname lastname fullname givenname familyname middlename maidenname displayname customername username nickname',
    'email emailaddress mail phone phonenumber mobile msisdn telephone fax whatsapp',
    'address street streetaddress postalcode postcode zip zipcode city birthday birthdate dateofbirth',
    'ssn passport passportnumber taxid iban bic cardnumber cvv pan ip ipaddress useragent latitude longitude',
    // what somebody said
    'text body content messagetext transcript utterance comment freetext subjectline traits properties payload',
    // what opens doors
    'password passwd secret clientsecret token accesstoken refreshtoken idtoken authorization cookie setcookie',
    'apikey writekey credentials connectionstring databaseurl signature privatekey',
    // what databases and clients attach to their errors
    'parameters params values bindings detail where hint internalquery rawbody',
  ]
    .join(' ')
    .split(' '),
);

/** Last parts of a name whose digits are ours: without this a timestamp would look like a phone number. */
const numericNames =
  /(id|offset|sequence|epoch|time|timestamp|at|ms|us|ns|bytes|size|count|version|port|pid|lag|hash)$/;

const emailLike = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu;
// International form: a plus, then eight to fifteen digits however they are grouped.
const internationalPhone = /(?<![\p{L}\p{N}])\+\s?\d(?:[\s().\-/]{0,2}\d){7,14}(?!\d)/gu;
// Without a plus: a run of ten to fifteen digits that is not a part of a longer name, number or identifier …
const bareDigits = /(?<![\p{L}\p{N}_.:/#-])\d{10,15}(?![\p{L}\p{N}_:/-]|\.\d)/gu;
// … or a trunk zero or an area code in brackets, then groups.
const groupedPhone =
  /(?<![\p{L}\p{N}.:-])(?:\(0?\d{2,5}\)|0\d{1,5})[\s\-/]\d{2,5}(?:[\s-]?\d{2,5}){1,3}(?![\p{L}\p{N}:-])/gu;
// Passwords inside connection strings and bearer tokens.
const userInfo = /(?<=:\/\/[^\s:/@]{0,64}:)[^\s@/]+(?=@)/g;
const bearer = /\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/g;

/** True when the value of a field of this name must never be written, whatever it is. */
export function isDeniedName(path: string): boolean {
  return deniedNames.has(lastPart(path));
}

/** Takes e-mail addresses, phone numbers and credentials out of a text; the rest stays readable. */
export function redactText(text: string): string {
  return text
    .replace(bearer, `$1 ${REDACTED}`)
    .replace(userInfo, REDACTED)
    .replace(emailLike, REDACTED)
    .replace(internationalPhone, REDACTED)
    .replace(groupedPhone, REDACTED)
    .replace(bareDigits, REDACTED);
}

/** One field's value as it may be written: text is searched, numbers and booleans stay. */
export function redactField(name: string, value: unknown): unknown {
  if (isDeniedName(name) && value !== null && value !== undefined) return REDACTED;
  if (typeof value !== 'string') return value;
  return /^\d+$/.test(value) && numericNames.test(lastPart(name)) ? value : redactText(value);
}

const MAX_DEPTH = 6;
const MAX_MEMBERS = 100;

/** A log record's fields, redacted all the way down; what is nested too deep or too long is cut, not written. */
export function redactFields(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return redactMembers(fields, 0, new Set());
}

function redactMembers(fields: object, depth: number, above: ReadonlySet<object>): Record<string, unknown> {
  const entries = Object.entries(fields).slice(0, MAX_MEMBERS);
  return Object.fromEntries(entries.map(([name, value]) => [name, redactNested(name, value, depth, above)]));
}

function redactNested(name: string, value: unknown, depth: number, above: ReadonlySet<object>): unknown {
  if (value === null || typeof value !== 'object' || isDeniedName(name))
    return redactField(name, plain(value));
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'invalid date' : value.toISOString();
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (value instanceof Error) return describeError(value);
  if (above.has(value)) return '[circular]';
  if (depth >= MAX_DEPTH) return '[deep]';
  const path = new Set(above).add(value);
  if (Array.isArray(value)) {
    return value.slice(0, MAX_MEMBERS).map((item) => redactNested(name, item, depth + 1, path));
  }
  return redactMembers(value, depth + 1, path);
}

/** An error as a log or a span may hold it. */
export interface ErrorDescription {
  readonly type: string;
  readonly code?: string;
  readonly message: string;
  readonly stack?: string;
  readonly cause?: ErrorDescription;
}

const MAX_CAUSES = 4;

/**
 * Type, code, message, frames and causes of an error. Quoted parts of the message are taken out, because databases and
 * parsers quote the value that they refuse; nothing else that a driver attached (parameters, detail, query) is kept.
 */
export function describeError(thrown: unknown, depth = 0): ErrorDescription {
  if (!(thrown instanceof Error))
    return { type: typeof thrown, message: 'a value that is not an error was thrown' };
  const frames = (thrown.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const code = errorCode(thrown);
  return {
    type: thrown.name,
    ...(code === undefined ? {} : { code }),
    message: redactText(withoutQuoted(thrown.message)),
    ...(frames.length === 0 ? {} : { stack: frames.slice(0, 12).join('\n') }),
    ...(thrown.cause === undefined || depth >= MAX_CAUSES
      ? {}
      : { cause: describeError(thrown.cause, depth + 1) }),
  };
}

/** A low-cardinality name of what went wrong, for `error.type`: the fault's code, SQLSTATE or errno, else the class. */
export function errorType(thrown: unknown): string {
  if (!(thrown instanceof Error)) return 'thrown-value';
  return errorCode(thrown) ?? thrown.name;
}

function errorCode(error: Error): string | undefined {
  const { code } = error as { code?: unknown };
  if (typeof code !== 'string' && typeof code !== 'number') return undefined;
  return /^[\w.-]{1,64}$/.test(String(code)) ? String(code) : undefined;
}

function withoutQuoted(message: string): string {
  return message.replace(/"[^"]*"|'[^']*'|`[^`]*`|\([^()]*\)=\([^()]*\)/g, '"…"').slice(0, 500);
}

function lastPart(path: string): string {
  return path
    .slice(path.lastIndexOf('.') + 1)
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase();
}

function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'function' || typeof value === 'symbol') return `[${typeof value}]`;
  return value;
}
