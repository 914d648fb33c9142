// What is told of a failure: where it was and what kind, and nothing that a record carried.
import { Fault } from '@continuo/kernel';
import { failureCode, failureReason, isPassing } from './failure.js';

const secret = 'anna@example.org';

function sqlError(fields: Record<string, unknown>): Error {
  return Object.assign(new Error(`Key (email)=(${secret}) already exists.`), {
    severity: 'ERROR',
    ...fields,
  });
}

it.each([
  [new TypeError(secret), 'type-error'],
  [new Fault(secret, { code: 'profile-gone', retriable: false }), 'profile-gone'],
  [sqlError({ code: '23505' }), 'sql-23505'],
  [secret, 'thrown-value'],
  [undefined, 'thrown-value'],
  [Object.assign(new Error(secret), { name: secret }), 'error'],
])('calls %p by a code', (thrown, code) => {
  expect(failureCode(thrown)).toBe(code);
});

it('names place, table and field, and quotes nothing', () => {
  const lines = new TypeError(`${secret}\n    at ${secret} (/home/${secret}/x.ts:1:2)`);
  expect(failureReason(lines, 'the handler')).toMatch(
    /^the handler failed with type-error, at .*failure\.spec\.ts:\d+\)?$/,
  );
  const sql = failureReason(
    sqlError({ code: '23505', table: 'profile', constraint: 'one_email', detail: secret }),
    'it',
  );
  expect(sql).toContain('sql-23505, table profile, constraint one_email');
  const fault = new Fault(secret, { code: 'bad', retriable: false, field: 'traits.plan' });
  expect(failureReason(fault, 'it')).toContain('field traits.plan');
  for (const thrown of [lines, sqlError({ code: '23505' }), fault, secret]) {
    expect(failureReason(thrown, 'it')).not.toContain(secret);
  }
});

it('takes connections and deadlocks as passing, and a session that its own handler let idle as not', () => {
  expect(isPassing(sqlError({ code: '40P01' }))).toBe(true);
  expect(isPassing(sqlError({ code: '57P01' }))).toBe(true);
  expect(isPassing(sqlError({ code: '25P03' }))).toBe(false);
  expect(isPassing(new TypeError('x'))).toBe(false);
});
