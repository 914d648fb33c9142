// A session counts for its own pages' reads, and for their changes with its token; for nobody else's.
import { sessionCounts } from './request-forgery.js';

const right = (given: string) => given === 'right';
const outcome = (method: string, fetchSite?: string, csrfToken?: string) => {
  const result = sessionCounts({ method, fetchSite, csrfToken }, right);
  return result.ok ? result.value : result.refusal.code;
};

it.each(['GET', 'HEAD', 'OPTIONS'])(
  'counts for a %s of its own pages, and not for another site’s',
  (method) => {
    expect([undefined, 'same-origin', 'none'].map((site) => outcome(method, site))).toEqual([
      true,
      true,
      true,
    ]);
    expect(['same-site', 'cross-site', 'anything'].map((site) => outcome(method, site))).toEqual([
      false,
      false,
      false,
    ]);
  },
);

it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'get', 'TRACE', 'QUERY'])('wants the token for a %s', (method) => {
  expect(outcome(method)).toBe('csrf-token-missing');
  expect(outcome(method, 'same-origin', '')).toBe('csrf-token-missing');
  expect(outcome(method, 'same-origin', 'wrong')).toBe('csrf-token-wrong');
  expect(outcome(method, 'same-origin', 'right')).toBe(true);
  expect(outcome(method, 'same-site', 'right')).toBe('cross-site-request');
  expect(outcome(method, 'cross-site', 'right')).toBe('cross-site-request');
});
