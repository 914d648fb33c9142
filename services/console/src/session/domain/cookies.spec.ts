// Values come back from cookies as they went in, at every length that fits, whatever lies beside them.
import fc from 'fast-check';
import {
  LONGEST_VALUE,
  parseCookies,
  readChunkedCookie,
  removeChunkedCookie,
  setChunkedCookie,
  setCookie,
  type Cookies,
} from './cookies.js';

const plain = { secure: false };

/** What a browser holds after these headers. */
function after(lines: readonly string[], before: Cookies = new Map()): Map<string, string> {
  const kept = new Map(before);
  for (const line of lines) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (line.includes('Max-Age=0')) kept.delete(name);
    else kept.set(name, value);
  }
  return kept;
}

const sealed = fc
  .array(fc.constantFrom(...'abcXYZ019-_.'), { minLength: 1, maxLength: 40 })
  .map((letters) => letters.join(''));
const length = fc.integer({ min: 1, max: LONGEST_VALUE });

describe('a value over several cookies', () => {
  it('comes back whole, also where a longer one was before', () => {
    fc.assert(
      fc.property(sealed, length, length, (text, first, second) => {
        const of = (size: number) => text.repeat(Math.ceil(size / text.length)).slice(0, size);
        const before = after(setChunkedCookie('s', of(first), new Map(), plain) ?? []);
        const kept = after(setChunkedCookie('s', of(second), before, plain) ?? [], before);
        expect(readChunkedCookie('s', kept, plain)).toBe(of(second));
        expect([...kept.values()].every((value) => value.length <= 3_600)).toBe(true);
        expect(after(removeChunkedCookie('s', kept, plain), kept).size).toBe(0);
      }),
    );
  });

  it('is refused when it is longer than the longest', () => {
    expect(setChunkedCookie('s', 'x'.repeat(LONGEST_VALUE), new Map(), plain)).toHaveLength(3);
    expect(setChunkedCookie('s', 'x'.repeat(LONGEST_VALUE + 1), new Map(), plain)).toBeUndefined();
  });

  it.each(['', '0~x', '4~x', '9~x', 'x', '~x', '1.5~x', '2~x', `1~${'x'.repeat(4_000)}`])(
    'is nothing when its first part is %j',
    (first) => {
      expect(readChunkedCookie('s', new Map([['s-0', first.slice(0, 4_200)]]), plain)).toBeUndefined();
    },
  );
});

describe('the header of cookies', () => {
  it('is read by pairs, the first of a name counting', () => {
    expect([...parseCookies('a=1; b = 2 ;c; =x; a=3; d=e=f')]).toEqual([
      ['a', '1'],
      ['b', '2'],
      ['d', 'e=f'],
    ]);
    expect(parseCookies(undefined).size).toBe(0);
  });

  it('is read whatever it holds', () => {
    fc.assert(fc.property(fc.string({ maxLength: 200 }), (text) => void parseCookies(text)));
  });
});

it('binds a cookie to its host where the address is https', () => {
  expect(setCookie('s', 'v', { secure: true })).toBe('__Host-s=v; Path=/; HttpOnly; SameSite=Lax; Secure');
  expect(setCookie('s', 'v', { secure: false, maxAgeSeconds: 5 })).toBe(
    's=v; Path=/; HttpOnly; SameSite=Lax; Max-Age=5',
  );
});
