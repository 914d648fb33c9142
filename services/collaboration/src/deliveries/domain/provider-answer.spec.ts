// Meta's errors, told apart: again, failed, or a rule of theirs.
import { outcomeOfError } from './provider-answer.js';

test.each([
  [429, null, 'retry', 'provider-429'],
  [503, null, 'retry', 'provider-503'],
  [400, 130429, 'retry', 'provider-130429'],
  [400, 131016, 'retry', 'provider-131016'],
  [400, 131056, 'retry', 'provider-131056'],
  [401, 190, 'retry', 'provider-190'],
  [500, 131050, 'refused', 'suppressed'],
  [400, 131047, 'refused', 'outside-session-window'],
  [400, 131026, 'refused', 'undeliverable'],
  [404, 132001, 'refused', 'not-approved'],
  [400, 131009, 'failed', 'provider-131009'],
  [400, 100, 'failed', 'provider-100'],
  [404, null, 'failed', 'provider-404'],
] as const)('status %s with code %s: %s, %s', (status, code, kind, named) => {
  expect(outcomeOfError(status, code)).toEqual({ kind, code: named });
});
