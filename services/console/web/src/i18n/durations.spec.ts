// Shows that durations are read where they have a length, and nothing else is.
import { durationOf } from './durations.js';

it.each([
  ['P1D', 86_400_000],
  ['P1W', 604_800_000],
  ['PT1H30M', 5_400_000],
  ['PT5S', 5_000],
  ['P', undefined],
  ['PT', undefined],
  ['P1M', undefined],
  ['1D', undefined],
])('lasts: %s', (text, ms) => {
  expect(durationOf(text)).toBe(ms);
});
