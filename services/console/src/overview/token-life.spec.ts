// A stream ends with its caller's token, neither later nor at once.
import { UnsecuredJWT } from 'jose';
import { lifeOf } from './token-life.js';

const token = (exp?: number) => {
  const jwt = new UnsecuredJWT({});
  return `Bearer ${(exp === undefined ? jwt : jwt.setExpirationTime(exp)).encode()}`;
};

describe('lifeOf', () => {
  it('is what is left until the token expires', () => {
    expect(lifeOf(token(1_000), 400_000)).toBe(600_000);
  });

  it('is nothing for one that has expired, and what a timer can count for one that lives long or for ever', () => {
    expect(lifeOf(token(1_000), 2_000_000)).toBe(0);
    expect([lifeOf(token(1e10), 0), lifeOf(token(), 0)]).toEqual([2 ** 31 - 1, 2 ** 31 - 1]);
  });
});
