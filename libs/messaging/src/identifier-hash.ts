// The one place where an e-mail address or a phone number becomes what may travel: a keyed hash with the key's version.
import { createHmac } from 'node:crypto';
import { domainToASCII } from 'node:url';
import { lookUpKinds } from '@continuo/contracts';
import { ok, refuse, type Result } from '@continuo/kernel';
import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/core';
import phoneMetadata from 'libphonenumber-js/min/metadata';
import type { CustomerIdentifier } from './message.js';

/** One version of the secret that identifiers are hashed with. */
export interface IdentifierHashKey {
  readonly version: number;
  readonly secret: Buffer;
}

/** Turns what a customer is known by into what the `customer` header may carry. */
export interface IdentifierHasher {
  /**
   * `email` and `phone` become one keyed hash per key version (`email.h1`, `email.h2` during a rotation), or nothing
   * when the value is neither. Any other kind that links stays as it is, unless its value looks like an e-mail address
   * (anything with an @ does) or an international phone number: then it is written as that. One that only looks up
   * is left out in this case: the address of a whole team must not make its members one person.
   */
  identifiers(kind: string, value: string): readonly CustomerIdentifier[];
}

/** A secret shorter than the hash's own length would be the weak side of it. */
const shortestSecret = 32;
const longestEmail = 254;

/**
 * Reads `IDENTIFIER_HASH_KEYS`: `<version>:<base64 secret>`, several separated by commas. While a key is being
 * replaced both are given, and producers write both hashes.
 */
export function parseIdentifierHashKeys(text: string): Result<readonly IdentifierHashKey[]> {
  const keys: IdentifierHashKey[] = [];
  for (const part of text.split(',').map((each) => each.trim())) {
    const match = /^(\d{1,4}):([A-Za-z0-9+/_=-]+)$/.exec(part);
    if (!match)
      return refuse('hash-key-malformed', 'expected <version>:<base64 secret>, separated by commas');
    const version = Number(match[1]);
    const secret = Buffer.from(match[2] ?? '', 'base64');
    if (secret.length < shortestSecret) {
      return refuse(
        'hash-key-short',
        `key ${version} has ${secret.length} bytes, at least ${shortestSecret} are needed`,
      );
    }
    if (version < 1 || keys.some((key) => key.version === version)) {
      return refuse('hash-key-version', `version ${version} must be at least 1 and given once`);
    }
    keys.push({ version, secret });
  }
  return ok(keys.sort((a, b) => a.version - b.version));
}

/**
 * The normal form of an e-mail address: white space around it dropped, Unicode NFKC, lower case, the domain in its
 * ASCII form. Dots and `+tags` before the @ stay: whether they matter is the mail provider's business, and guessing
 * wrong would make two people one. Undefined when it isn't an address.
 */
export function normaliseEmail(raw: string): string | undefined {
  const text = raw
    .trim()
    .replace(/^mailto:/i, '')
    .normalize('NFKC')
    .toLowerCase();
  if (text.length > longestEmail || !text.isWellFormed()) return undefined;
  const match = /^([^\s@<>"(),:;[\]\\\p{Cc}]+)@([^\s@<>"(),:;[\]\\\p{Cc}]+)$/u.exec(text);
  if (!match) return undefined;
  const domain = domainToASCII((match[2] ?? '').replace(/\.$/, ''));
  if (!/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(domain)) return undefined;
  return `${match[1]}@${domain}`;
}

/**
 * The normal form of a phone number: E.164. A national number needs the deployment's default country. Possible numbers
 * are enough (not only assigned ones), because assignments change with the library's data and a hash must not.
 */
export function normalisePhone(raw: string, defaultCountry?: string): string | undefined {
  const text = raw
    .trim()
    .replace(/^(whatsapp|tel|sms):/i, '')
    .replace(/^00(?=[1-9])/, '+');
  if (text.length > 40) return undefined;
  const country = defaultCountry as CountryCode | undefined;
  const options = { ...(country && { defaultCountry: country }), extract: false };
  const phone = parsePhoneNumberFromString(text, options, phoneMetadata);
  return phone?.isPossible() === true ? phone.number : undefined;
}

/** HMAC-SHA-256 over `<kind>:<normal form>`, as base64url. The kind keeps equal texts of two kinds apart. */
export function identifierHash(kind: string, normalForm: string, key: IdentifierHashKey): string {
  return createHmac('sha256', key.secret).update(`${kind}:${normalForm}`, 'utf8').digest('base64url');
}

/** The hasher of a deployment: its keys, and the country that national phone numbers belong to. */
export function identifierHasher(
  keys: readonly IdentifierHashKey[],
  options: { readonly defaultCountry?: string } = {},
): IdentifierHasher {
  const hashed = (kind: string, normalForm: string): CustomerIdentifier[] =>
    keys.map((key) => ({ kind: `${kind}.h${key.version}`, value: identifierHash(kind, normalForm, key) }));
  return {
    identifiers(kind, value) {
      if (kind === 'email' || kind === 'phone') {
        const normalForm =
          kind === 'email' ? normaliseEmail(value) : normalisePhone(value, options.defaultCountry);
        return normalForm === undefined ? [] : hashed(kind, normalForm);
      }
      const looksUp = (lookUpKinds as readonly string[]).includes(kind);
      if (value.includes('@')) return looksUp ? [] : hashed('email', normaliseEmail(value) ?? folded(value));
      const phone = looksInternational(value) ? normalisePhone(value) : undefined;
      if (phone !== undefined) return looksUp ? [] : hashed('phone', phone);
      // What neither UTF-8 nor a database can hold is replaced, so that one strange id loses nothing else.
      return [{ kind, value: value.toWellFormed().replaceAll('\u0000', '\ufffd') }];
    },
  };
}

/** The kind without the key version: `email.h1` is an `email`. */
export function identifierKind(kind: string): string {
  return kind.replace(/\.h\d+$/, '');
}

/** For what has an @ and is no address that mail could reach: still one text, whatever its case and width. */
function folded(value: string): string {
  return value.trim().normalize('NFKC').toLowerCase();
}

function looksInternational(value: string): boolean {
  return /^\s*(whatsapp:|tel:|sms:)?\s*\+[\d\s().-]{7,25}$/i.test(value);
}
