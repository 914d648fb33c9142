// Whatever is asked for, a sign-in leads back to this origin, and its header holds one line.
import fc from 'fast-check';
import { returnPath } from './return-path.js';

it.each(['/', '/journeys', '/journeys/welcome?version=2&tab=a%20b#step', '/customers?q=%C3%BC', '/a/../b'])(
  'takes %s',
  (path) => {
    expect(returnPath(path)).toBe(path === '/a/../b' ? '/b' : path);
  },
);

it('leads home when nothing was asked for', () => {
  expect(returnPath(undefined)).toBe('/');
});

it.each([
  null,
  7,
  ['/'],
  {},
  '//x',
  '/\\x',
  '/%09/../\\x',
  '/x\n',
  'x',
  '/sign-in',
  '/sign-out?x',
  '/./sign-in/callback',
])('refuses %j', (given) => {
  expect(returnPath(given)).toBeUndefined();
});

it('takes what only begins like one of its own', () => {
  expect(returnPath('/sign-ins')).toBe('/sign-ins');
});

it('never leads elsewhere, however the path is put together', () => {
  const piece = fc.constantFrom(
    '/',
    '\\',
    '.',
    '..',
    '%2f',
    '%5c',
    '%2e',
    '@',
    ':',
    'evil.example',
    '\t',
    '\n',
    '?',
    '#',
    'a',
  );
  const text = fc.array(piece, { maxLength: 12 }).map((pieces) => `/${pieces.join('')}`);
  fc.assert(
    fc.property(text, (given) => {
      const path = returnPath(given);
      if (path === undefined) return;
      expect(new URL(path, 'https://console.example').origin).toBe('https://console.example');
      expect(path).toMatch(/^\/(?![/\\])[\x21-\x7e]*$/);
    }),
    { numRuns: 2_000 },
  );
});
