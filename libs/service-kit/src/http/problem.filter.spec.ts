// Proves what callers are told of what was thrown: what may pass by itself asks them to come again, the rest says nothing.
import { Fault } from '@continuo/kernel';
import { Problem } from './problem.js';
import { toProblem } from './problem.filter.js';

const told = (thrown: unknown) => {
  const { status, code, headers } = toProblem(thrown);
  return [status, code, headers['retry-after']];
};
const fromPostgres = (code: string) => Object.assign(new Error('canary'), { code });

describe('what was thrown', () => {
  it('asks to come again when it passes by itself', () => {
    for (const code of ['40P01', '40001', '57P01', '53300', 'ECONNREFUSED'])
      expect(told(fromPostgres(code))).toEqual([503, 'unavailable', '1']);
    expect(told(new Error('timeout exceeded when trying to connect'))).toEqual([503, 'unavailable', '1']);
    expect(told(new Fault('away', { code: 'consent-unknown', retriable: true }))).toEqual([
      503,
      'consent-unknown',
      '1',
    ]);
  });

  it('is an error of ours when it does not, and tells nothing of itself', () => {
    for (const thrown of [
      fromPostgres('23505'),
      new TypeError('canary'),
      new Fault('canary', { code: 'x', retriable: false }),
      'canary',
      undefined,
    ]) {
      const problem = toProblem(thrown);
      expect([problem.status, problem.code]).toEqual([500, 'internal-error']);
      expect(JSON.stringify(problem.document())).not.toContain('canary');
    }
  });

  it('is told as it is when it is a refusal', () => {
    const problem = new Problem(409, 'order-exists', 'There is another.');
    expect(toProblem(problem)).toBe(problem);
    expect(told({ statusCode: 413, code: 'FST_ERR_CTP_BODY_TOO_LARGE' })).toEqual([
      413,
      'too-large',
      undefined,
    ]);
  });
});
