// Proves how numbers of cases are written and read.
import { caseNumber, parseCaseNumber } from './case-number.js';

it.each([
  [1, 'C-000001'],
  [123, 'C-000123'],
  [1_234_567, 'C-1234567'],
])('writes %d as %s and reads it back', (number, text) => {
  expect(caseNumber(number)).toBe(text);
  expect(parseCaseNumber(text)).toBe(number);
});

it.each([['c-123'], [' C123 '], ['C-000123']])('reads %s as a person may type it', (text) => {
  expect(parseCaseNumber(text)).toBe(123);
});

it.each([['123'], ['C-'], ['C--1'], ["C-1' or '1'='1"], ['C-9999999999999999'], ['']])(
  'reads no number in %s',
  (text) => {
    expect(parseCaseNumber(text)).toBeUndefined();
  },
);
