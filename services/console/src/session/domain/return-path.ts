// Where a sign-in may lead back to: a path of this origin, and nothing a browser would read as another's address.

const LONGEST = 2_000;
/** Printable ASCII without the backslash, which browsers take for a slash. Anything else comes percent-encoded. */
const PATH = /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/;
/** Would begin another sign-in, or end the one just made. */
const OWN = /^\/sign-(?:in|out)(?:[/?#]|$)/;

/** The path as it may stand in a `location` header, or undefined when it is none of ours. */
export function returnPath(given: unknown): string | undefined {
  if (given === undefined) return '/';
  if (typeof given !== 'string' || given.length > LONGEST || !PATH.test(given)) return undefined;
  const origin = 'http://console.invalid';
  if (!URL.canParse(given, origin)) return undefined;
  const { origin: led, pathname, search, hash } = new URL(given, origin);
  // Dots are resolved by now, so `/./%2e%2e//evil.example` shows what it is.
  const path = `${pathname}${search}${hash}`;
  return led !== origin || !PATH.test(path) || OWN.test(pathname) ? undefined : path;
}
