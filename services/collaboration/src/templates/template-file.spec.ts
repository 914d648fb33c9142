// The file of templates: the one that ships, and every mistake named at once.
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { parseTemplates } from './template-file.js';

test('the file beside the package has every template that journeys name, in English and German', () => {
  const shipped = parseTemplates(
    parse(readFileSync(new URL('../../templates.yaml', import.meta.url), 'utf8')),
  );
  if (!shipped.ok) throw new Error(shipped.refusal.message);
  expect([...shipped.value.keys()].sort()).toEqual([
    'basket-reminder',
    'cart-reminder',
    'collect-reminder',
    'collect-sorry',
    'farewell',
    'how-was-it',
    'order-delayed',
    'order-goes-on',
    'order-ready',
    'question-options',
    'welcome',
  ]);
  for (const { texts } of shipped.value.values())
    expect(texts.map(({ language }) => language)).toEqual(['en', 'de']);
  expect(shipped.value.get('how-was-it')).toMatchObject({
    purpose: 'satisfaction',
    texts: [{ providerName: 'how_was_it' }, {}],
  });
});

test('names everything that is wrong in one go', () => {
  const languages = {
    en: {
      approved: true,
      body: 'Hello {{a}',
      buttons: [
        { id: 'x', title: 'X' },
        { id: 'X', title: 'Y' },
      ],
    },
    de: {
      approved: true,
      body: 'Hallo {{a}}',
      list: { open: 'Mehr', rows: [{ id: 'not an id', title: 'Z' }] },
    },
  };
  const found = parseTemplates({
    templates: { 'two-words': { purpose: 'Service', session: true, defaultLanguage: 'fr', languages } },
  });
  if (found.ok) throw new Error('it has mistakes');
  const where = found.refusal.message.split('; ').map((each) => each.split(': ')[0]);
  const under = (path: string) => `templates.two-words.${path}`;
  expect(where).toEqual(
    expect.arrayContaining([
      under('purpose'),
      under('languages.en.body'),
      under('languages.en.buttons'),
      under('languages.de.list.rows.0.id'),
    ]),
  );
});

test('wants one of its languages as the default, the same variables in all, and no approved session template', () => {
  const languages = { en: { approved: true, body: 'A {{a}}' }, de: { approved: false, body: 'B' } };
  const found = parseTemplates({
    templates: { t: { purpose: 'service', session: true, defaultLanguage: 'fr', languages } },
  });
  expect(found).toMatchObject({ ok: false });
  for (const part of ['one of its languages', 'the same variables', 'not approved by the provider'])
    expect(JSON.stringify(found)).toContain(part);
});
