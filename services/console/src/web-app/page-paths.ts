// Which addresses are pages of the web application. The application itself knows what is under them.

const PAGES = [
  'journeys',
  'simulate',
  'instances',
  'customers',
  'messages',
  'incidents',
  'bulk-actions',
  'bus',
  'system',
];
/** Addresses that belong to somebody else: nobody who mistypes one of these wants a page for an answer. */
const NOT_PAGES = [
  'api',
  'v1',
  'console',
  'issuer',
  'health',
  'metrics',
  'assets',
  'session',
  'sign-in',
  'sign-out',
];

/** `page` is one of the application's, `unknown` shows its own "not found", `none` is no page at all. */
export function pageAt(path: string): 'page' | 'unknown' | 'none' {
  const [first = ''] = path.slice(1).split('/');
  if (path === '/' || PAGES.includes(first)) return 'page';
  // A name with a dot is a file that is not there.
  return NOT_PAGES.includes(first) || first.includes('.') ? 'none' : 'unknown';
}
