// Variables in texts: filled in, missing, and of any content.
import type { TemplateText } from './template.js';
import { render, variablesOf } from './render.js';

const text = (body: string, more: Partial<TemplateText> = {}): TemplateText => ({
  language: 'en',
  approved: true,
  providerName: 't',
  buttons: [],
  body,
  ...more,
});

test('fills variables in, and lists their values in the order of their first use', () => {
  const body = '{{b}} and {{ a }}, {{b}}';
  expect(variablesOf(body)).toEqual(['b', 'a']);
  expect(render(text(body), { a: 1.5, b: true, c: 'unused' })).toEqual({
    ok: true,
    value: { text: 'true and 1.5, true', parameters: ['true', '1.5'] },
  });
});

test.each([[{}], [{ a: null }], [{ a: ' \n ' }], [{ a: '\u0000' }]])('refuses %j for {{a}}', (variables) => {
  expect(render(text('{{a}}'), variables)).toMatchObject({
    ok: false,
    refusal: { code: 'variable-missing', field: 'variables.a' },
  });
});

test('never takes a value for a pattern, an inherited member or more than one line', () => {
  expect(render(text('{{a}}'), { a: '$& {{b}}\r\n\tx \ud83d' })).toMatchObject({
    value: { text: '$& {{b}} x \ufffd' },
  });
  expect(render(text('{{constructor}}'), {})).toMatchObject({ ok: false });
});

test('refuses what the channel would not take', () => {
  const long = 'x'.repeat(1_025);
  expect(render(text('{{a}}'), { a: long })).toMatchObject({ ok: true });
  const buttons = [{ id: 'a', title: 'A' }];
  expect(render(text('{{a}}', { buttons }), { a: long })).toMatchObject({
    refusal: { code: 'message-too-long' },
  });
});
