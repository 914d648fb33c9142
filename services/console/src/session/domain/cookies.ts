// Cookies as text: read from a request's header, written for an answer, and one long value over several of them.

/** By name; of two with one name the first counts, as browsers send the more specific path first. */
export type Cookies = ReadonlyMap<string, string>;

/** Reads a `cookie` header. What is no pair is passed over. */
export function parseCookies(header: string | undefined): Cookies {
  const found = new Map<string, string>();
  for (const pair of (header ?? '').split(';')) {
    const at = pair.indexOf('=');
    const name = pair.slice(0, Math.max(at, 0)).trim();
    if (name !== '' && !found.has(name)) found.set(name, pair.slice(at + 1).trim());
  }
  return found;
}

export interface CookieTraits {
  /** Over https alone, and by its name bound to this very host (`__Host-`): no neighbouring host can plant one. */
  readonly secure: boolean;
}

/** The whole name of one of our cookies. */
export function cookieName(base: string, { secure }: CookieTraits): string {
  return secure ? `__Host-${base}` : base;
}

/** A `set-cookie` header. Without an age the cookie goes when the browser is closed. */
export function setCookie(
  base: string,
  value: string,
  traits: CookieTraits & { readonly maxAgeSeconds?: number },
): string {
  const age = traits.maxAgeSeconds === undefined ? '' : `; Max-Age=${traits.maxAgeSeconds}`;
  const secure = traits.secure ? '; Secure' : '';
  return `${cookieName(base, traits)}=${value}; Path=/; HttpOnly; SameSite=Lax${secure}${age}`;
}

/** A `set-cookie` header that takes a cookie away. */
export function removeCookie(base: string, { secure }: CookieTraits): string {
  return setCookie(base, '', { secure, maxAgeSeconds: 0 });
}

/** Browsers take 4,096 bytes for a cookie with its name and traits. */
const CHUNK = 3_600;
/** Node refuses heads above 16 KB, and the requests of a page have other headers too. */
export const MAX_CHUNKS = 3;
export const LONGEST_VALUE = CHUNK * MAX_CHUNKS - 2;

/**
 * The `set-cookie` headers of a value that may be longer than one cookie; those that it needs no more are taken away.
 * Undefined when it is longer than `LONGEST_VALUE`.
 */
export function setChunkedCookie(
  base: string,
  value: string,
  given: Cookies,
  traits: CookieTraits,
): readonly string[] | undefined {
  const count = Math.ceil((value.length + 2) / CHUNK);
  if (count > MAX_CHUNKS) return undefined;
  // How many there are stands in the first, so that what an earlier value left behind is never read as part of it.
  const whole = `${count}~${value}`;
  return chunkNames(base).flatMap((name, index) => {
    if (index < count) return [setCookie(name, whole.slice(index * CHUNK, (index + 1) * CHUNK), traits)];
    return given.has(cookieName(name, traits)) ? [removeCookie(name, traits)] : [];
  });
}

/** The value again, or undefined when a part of it is missing or is none of ours. */
export function readChunkedCookie(base: string, cookies: Cookies, traits: CookieTraits): string | undefined {
  const parts = chunkNames(base).map((name) => cookies.get(cookieName(name, traits)));
  const count = Number(/^([1-9])~/.exec(parts[0] ?? '')?.[1]);
  if (!(count <= MAX_CHUNKS)) return undefined;
  const used = parts.slice(0, count);
  if (used.some((part) => part === undefined || part.length > CHUNK)) return undefined;
  return used.join('').slice(2);
}

/** Whether any part of it came. */
export function hasChunkedCookie(base: string, cookies: Cookies, traits: CookieTraits): boolean {
  return chunkNames(base).some((name) => cookies.has(cookieName(name, traits)));
}

/** The `set-cookie` headers that take all of its parts away that came. */
export function removeChunkedCookie(base: string, cookies: Cookies, traits: CookieTraits): readonly string[] {
  return chunkNames(base)
    .filter((name) => cookies.has(cookieName(name, traits)))
    .map((name) => removeCookie(name, traits));
}

function chunkNames(base: string): readonly string[] {
  return Array.from({ length: MAX_CHUNKS }, (_, index) => `${base}-${index}`);
}
