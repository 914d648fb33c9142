// The language of a page without the web application: the browser's best of the two that there are.
import { languageOf } from './plain-page.js';

it.each([
  [undefined, 'en'],
  ['', 'en'],
  ['de', 'de'],
  ['DE-ch', 'de'],
  ['en-GB,de;q=0.9', 'en'],
  ['fr,de;q=0.5,en;q=0.4', 'de'],
  ['de;q=0.1, en;q=0.8', 'en'],
  ['*', 'en'],
  ['deutsch', 'en'],
] as const)('for %j is %s', (accepted, language) => {
  expect(languageOf(accepted)).toBe(language);
});
