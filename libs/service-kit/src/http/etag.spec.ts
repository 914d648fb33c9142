// If-Match: needed, current, and compared as a whole.
import type { FastifyRequest } from 'fastify';
import { checkIfMatch, takesAnyVersion } from './etag.js';

const requestWith = (header?: string) => ({ headers: { 'if-match': header } }) as unknown as FastifyRequest;

describe('checkIfMatch', () => {
  it('passes the version that the caller has seen', () => {
    expect(() => checkIfMatch(requestWith('"7"'), 7)).not.toThrow();
    expect(() => checkIfMatch(requestWith('"6", "7"'), 7)).not.toThrow();
    expect(() => checkIfMatch(requestWith('*'), 7)).not.toThrow();
  });

  it('asks for the header, and refuses a version that has moved', () => {
    expect(() => checkIfMatch(requestWith(), 7)).toThrow(expect.objectContaining({ status: 428 }));
    expect(() => checkIfMatch(requestWith('"70"'), 7)).toThrow(expect.objectContaining({ status: 412 }));
  });
});

test('a caller who takes any version says so with a star, alone or in a list', () => {
  expect(['*', '"7", *', '"7"', '"*"', undefined].map((each) => takesAnyVersion(requestWith(each)))).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});
