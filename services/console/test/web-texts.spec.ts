// Proves that both languages say the same things: the same keys, the same placeholders, nothing empty.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NAMESPACES } from '../web/src/i18n/namespaces.js';

type Texts = { readonly [key: string]: string | Texts };

const folder = fileURLToPath(new URL('../web/src/i18n', import.meta.url));
/** A language may need more or fewer forms of a number than another. */
const PLURAL = /_(zero|one|two|few|many|other)$/;

function textsOf(language: string, namespace: string): ReadonlyMap<string, string> {
  const file = join(folder, language, `${namespace}.json`);
  const flat = new Map<string, string>();
  const walk = (texts: Texts, path: string): void => {
    for (const [key, text] of Object.entries(texts))
      if (typeof text === 'string') flat.set(`${path}${key}`, text);
      else walk(text, `${path}${key}.`);
  };
  walk(JSON.parse(readFileSync(file, 'utf8')) as Texts, '');
  return flat;
}

const namesIn = (text: string) => [...text.matchAll(/\{\{\s*(\w+)/g)].map(([, name]) => name).sort();
const stems = (texts: ReadonlyMap<string, string>) => [
  ...new Set([...texts.keys()].map((key) => key.replace(PLURAL, ''))),
];

describe('the texts', () => {
  it.each(['en', 'de'])('are in a file for each namespace: %s', (language) => {
    expect(readdirSync(join(folder, language)).sort()).toEqual(NAMESPACES.map((each) => `${each}.json`));
  });

  it.each(NAMESPACES)('of %s are there in English and in German, with the same placeholders', (namespace) => {
    const english = textsOf('en', namespace);
    const german = textsOf('de', namespace);
    expect(stems(german).sort()).toEqual(stems(english).sort());
    for (const [key, text] of german) {
      expect(text.trim()).not.toBe('');
      const same = english.get(key) ?? english.get(key.replace(PLURAL, '_other')) ?? '';
      // In the form for one, `{{count}}` may be a word.
      const without = (names: readonly (string | undefined)[]) => names.filter((name) => name !== 'count');
      expect([key, without(namesIn(text))]).toEqual([key, without(namesIn(same))]);
    }
  });
});
