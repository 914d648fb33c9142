// The one place where an e-mail address or a phone number becomes what may travel: a keyed hash with the key's version.
import { createHmac } from 'node:crypto';
import { domainToASCII } from 'node:url';
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
   * when the value is neither. Any other kind stays as it is, unless its value looks like an e-mail address or an
   * international phone number: then it is hashed under its own kind (`user.h1`) and under the kind it looks like.
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

/** HMAC-SHA-256 over `<kind>:<normal form>`, as base64url. The kind keeps a `user` and an `email` of one text apart. */
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
      const email = normaliseEmail(value);
      if (email !== undefined) return [...hashed(kind, email), ...hashed('email', email)];
      const phone = looksInternational(value) ? normalisePhone(value) : undefined;
      if (phone !== undefined) return [...hashed(kind, phone), ...hashed('phone', phone)];
      return [{ kind, value: value.toWellFormed() }];
    },
  };
}

/** The kind without the key version: `email.h1` is an `email`. */
export function identifierKind(kind: string): string {
  return kind.replace(/\.h\d+$/, '');
}

function looksInternational(value: string): boolean {
  return /^\s*(whatsapp:|tel:|sms:)?\s*\+[\d\s().-]{7,25}$/i.test(value);
}
