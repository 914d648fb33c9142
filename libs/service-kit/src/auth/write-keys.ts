// Knows the tracking write keys and finds out which one a call carries, in constant time.
import { createHash, timingSafeEqual } from 'node:crypto';

/** A source of tracking calls and its key, both by configuration. */
export interface WriteKeyEntry {
  readonly source: string;
  readonly key: string;
}

/** Parses `source:key` pairs as the configuration lists them; a key alone is the source `default`. */
export function parseWriteKeys(entries: readonly string[]): WriteKeyEntry[] {
  return entries.map((entry) => {
    const colon = entry.indexOf(':');
    return colon < 0
      ? { source: 'default', key: entry }
      : { source: entry.slice(0, colon), key: entry.slice(colon + 1) };
  });
}

/** Compares digests, always with every key, so that the time taken tells nothing about any of them. */
export class WriteKeys {
  readonly #known: readonly { readonly source: string; readonly digest: Buffer }[];

  constructor(entries: readonly WriteKeyEntry[]) {
    this.#known = entries.map(({ source, key }) => ({ source, digest: digestOf(key) }));
  }

  /** The source whose key this is. */
  sourceOf(key: string): string | undefined {
    const digest = digestOf(key);
    let found: string | undefined;
    for (const { source, digest: known } of this.#known) if (timingSafeEqual(known, digest)) found = source;
    return found;
  }
}

/** The user of a basic `Authorization` header; undefined when there is none. */
export function basicUser(header: string | undefined): string | undefined {
  const encoded = /^basic\s+([a-z0-9+/=_-]+)$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const [user] = Buffer.from(encoded, 'base64').toString('utf8').split(':', 1);
  return user === '' ? undefined : user;
}

function digestOf(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
