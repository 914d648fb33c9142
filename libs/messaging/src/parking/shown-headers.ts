// Which headers of a record people are shown: those of the envelope, as far as they look like it. Who it is about is told by
// kinds only, and a header that nobody knows by its name only: a foreign record may have written anything there.
import { parseCustomer } from '../customer-header.js';
import { namesInTheClear } from '../names-in-the-clear.js';

export interface ShownHeader {
  readonly name: string;
  /** Null where it is not shown. */
  readonly value: string | null;
  /** Why not: it tells of a person, nobody knows it, or it does not look as it should. */
  readonly hidden: 'personal' | 'unknown' | 'malformed' | null;
  readonly bytes: number;
}

const KNOWN = new Set([
  'ce_specversion',
  'ce_id',
  'ce_source',
  'ce_type',
  'ce_time',
  'ce_correlationid',
  'ce_causationid',
  'ce_hops',
  'ce_profileid',
  'traceparent',
  'publisher',
  'publisher-sequence',
  'content-type',
  'commandid',
]);
const PLAIN = /^[A-Za-z0-9._:/+-]{1,200}$/;
const NAME = /^[A-Za-z0-9._-]{1,64}$/;
const MOST = 64;

/** In the order of their names. */
export function shownHeaders(headers: Readonly<Record<string, string>>): readonly ShownHeader[] {
  return Object.entries(headers)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .slice(0, MOST)
    .map(([name, value]) => shown(name, String(value)));
}

function shown(name: string, value: string): ShownHeader {
  const bytes = Buffer.byteLength(value);
  if (name === 'customer') {
    const kinds = kindsOf(value);
    return { name, value: kinds ?? null, hidden: kinds === undefined ? 'malformed' : 'personal', bytes };
  }
  if (!KNOWN.has(name)) return { name: NAME.test(name) ? name : '?', value: null, hidden: 'unknown', bytes };
  return PLAIN.test(value) && !namesInTheClear(value)
    ? { name, value, hidden: null, bytes }
    : { name, value: null, hidden: 'malformed', bytes };
}

/** `user, email.h1`: by what the customer is named, not who it is. */
function kindsOf(header: string): string | undefined {
  const parsed = parseCustomer(header);
  return parsed.ok ? parsed.value.map(({ kind }) => kind.slice(0, 64)).join(', ') : undefined;
}
