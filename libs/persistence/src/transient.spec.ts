// Which failures pass by themselves: a wrong answer either parks healthy records or pauses a partition for ever.
import { Fault } from '@continuo/kernel';
import { isTransient } from './transient.js';

function sqlError(code: string): Error {
  return Object.assign(new Error('as the server says'), { code });
}

describe('isTransient', () => {
  it.each([
    '08006',
    '40001',
    '40P01',
    '53100',
    '53300',
    '57P01',
    '57P02',
    '57P03',
    '25P03',
    '55P03',
    '25006',
  ])('takes SQLSTATE %s as passing', (code) => expect(isTransient(sqlError(code))).toBe(true));

  it.each(['23505', '23502', '22P05', '22021', '42P01', '57014', '25P02', 'XX000'])(
    'takes SQLSTATE %s as lasting',
    (code) => expect(isTransient(sqlError(code))).toBe(false),
  );

  it.each(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN'])('takes %s as passing', (code) =>
    expect(isTransient(sqlError(code))).toBe(true),
  );

  it('takes a connection that ended in the middle as passing', () => {
    expect(isTransient(new Error('Connection terminated unexpectedly'))).toBe(true);
    expect(isTransient(new Error('timeout exceeded when trying to connect'))).toBe(true);
  });

  it('believes a Fault, also inside another error', () => {
    const fault = new Fault('away', { code: 'registry-unreachable', retriable: true });
    expect(isTransient(fault)).toBe(true);
    expect(isTransient(new Error('outer', { cause: fault }))).toBe(true);
    expect(
      isTransient(new Fault('bad', { code: 'event-too-large', retriable: false, cause: sqlError('40001') })),
    ).toBe(false);
  });

  it('looks through TypeORM and through several refused addresses', () => {
    expect(isTransient(Object.assign(new Error('query failed'), { driverError: sqlError('40P01') }))).toBe(
      true,
    );
    expect(isTransient(new AggregateError([sqlError('ECONNREFUSED')], 'all refused'))).toBe(true);
  });

  it.each([[undefined], [null], ['a string'], [42], [new TypeError('a bug')], [new RangeError('stack')]])(
    'takes %p as lasting',
    (thrown) => expect(isTransient(thrown)).toBe(false),
  );

  it('ends on an error that causes itself', () => {
    const circular = new Error('round');
    circular.cause = circular;
    expect(isTransient(circular)).toBe(false);
  });
});
