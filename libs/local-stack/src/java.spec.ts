// Proves that a Java version is read from what Java prints, in its old and its new way of counting.
import { javaVersion } from './java.js';

describe('javaVersion', () => {
  it.each([
    ['openjdk version "17.0.15" 2025-04-15', 17],
    ['openjdk version "21" 2023-09-19', 21],
    ['java version "1.8.0_402"', 8],
    ['java version "9-internal"', 9],
    ['The operation couldn’t be completed. Unable to locate a Java Runtime.', undefined],
  ])('reads %j', (printed, version) => {
    expect(javaVersion(printed)).toBe(version);
  });
});
