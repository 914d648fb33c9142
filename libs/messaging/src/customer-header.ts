// How the `customer` header is written and read: `kind=value;kind=value`.
import { ok, refuse, type Result } from '@continuo/kernel';
import type { CustomerIdentifier } from './message.js';

/**
 * Writes the header. Values are opaque, so what would break the format (`%`, `;`, `=`, white space, control characters,
 * anything beyond ASCII) is percent-encoded as UTF-8; a lone surrogate becomes U+FFFD.
 */
export function formatCustomer(identifiers: readonly CustomerIdentifier[]): string {
  return identifiers.map(({ kind, value }) => `${kind}=${encodeIdentifier(value)}`).join(';');
}

/** One value as the header carries it: ASCII without separators, so it is also safe as a record key and in a table. */
export function encodeIdentifier(value: string): string {
  return /^[!-$&-:<>-~]*$/.test(value) ? value : encodeSpecial(value.toWellFormed());
}

function encodeSpecial(value: string): string {
  return value.replace(/[^!-$&-:<>-~]/gu, (character) =>
    character === '\u0000' ? '%00' : encodeURIComponent(character).replace(/^=$/, '%3D'),
  );
}

/** Reads the header; a kind may come several times. Refuses what doesn't follow the format. */
export function parseCustomer(header: string): Result<readonly CustomerIdentifier[], 'customer-malformed'> {
  const identifiers: CustomerIdentifier[] = [];
  for (const part of header.split(';')) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    const kind = part.slice(0, equals);
    if (equals < 1 || !/^[a-z][a-z0-9.-]*$/.test(kind)) return malformed('a part has no kind');
    const value = decode(part.slice(equals + 1));
    if (value === undefined || value === '') return malformed('a value is empty or wrongly encoded');
    identifiers.push({ kind, value });
  }
  return identifiers.length > 0 ? ok(identifiers) : malformed('it names nobody');
}

function decode(text: string): string | undefined {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function malformed(message: string): ReturnType<typeof refuse<'customer-malformed'>> {
  return refuse('customer-malformed', message, { field: 'customer' });
}
