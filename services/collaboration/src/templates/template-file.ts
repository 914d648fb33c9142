// Reads templates.yaml: checks all of it at once, so that whoever writes templates sees every mistake in one go.
import { refuse, ok, type Result } from '@continuo/kernel';
import { z } from 'zod';
import { variablesOf } from './domain/render.js';
import type { Template, TemplateText } from './domain/template.js';

const word = z.string().regex(/^[a-z][a-z0-9-]{0,63}$/, 'small letters, digits and hyphens');
const choiceId = z.string().regex(/^[a-z0-9][a-z0-9_.-]{0,63}$/i, 'letters, digits, _ . and -, up to 64');
const language = z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'a language as de or de-CH');
const label = (longest: number) => z.string().trim().min(1).max(longest);

const buttonSchema = z.strictObject({ id: choiceId, title: label(20) });
const rowSchema = z.strictObject({ id: choiceId, title: label(24), description: label(72).optional() });
const textSchema = z
  .strictObject({
    approved: z.boolean(),
    /** Its name at the provider; the template's own, with _ for -, when left out. */
    name: z
      .string()
      .regex(/^[a-z0-9_]{1,512}$/, 'small letters, digits and _')
      .optional(),
    body: label(4_096),
    buttons: z.array(buttonSchema).min(1).max(3).optional(),
    list: z.strictObject({ open: label(20), rows: z.array(rowSchema).min(1).max(10) }).optional(),
  })
  .superRefine((text, context) => {
    const custom = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    if (text.buttons !== undefined && text.list !== undefined) custom('list', 'either buttons or a list');
    if (text.approved && text.list !== undefined)
      custom('approved', 'the provider approves no template with a list');
    const choices = [...(text.buttons ?? []), ...(text.list?.rows ?? [])];
    if (new Set(choices.map(({ id }) => id.toLowerCase())).size !== choices.length)
      custom(text.list === undefined ? 'buttons' : 'list', 'every id once');
    if ((text.approved || choices.length > 0) && text.body.length > 1_024)
      custom('body', 'at most 1024 characters where it is approved or has something to choose');
    if (/\{\{|\}\}/.test(text.body.replace(/\{\{\s*[A-Za-z][A-Za-z0-9_]*\s*\}\}/g, '')))
      custom('body', 'variables are written {{name}}');
  });
const templateSchema = z
  .strictObject({
    purpose: word,
    session: z.boolean().default(false),
    defaultLanguage: language,
    languages: z.record(language, textSchema),
  })
  .superRefine((template, context) => {
    const custom = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    if (template.languages[template.defaultLanguage] === undefined)
      custom('defaultLanguage', 'one of its languages');
    const named = Object.values(template.languages).map(({ body }) =>
      [...variablesOf(body)].sort().join(' '),
    );
    if (new Set(named).size > 1) custom('languages', 'the same variables in every language');
    if (template.session && Object.values(template.languages).some(({ approved }) => approved))
      custom('session', 'a template of conversations is not approved by the provider');
  });
const fileSchema = z.strictObject({ templates: z.record(word, templateSchema) });

/** The templates by name, or everything that is wrong with the file. */
export function parseTemplates(raw: unknown): Result<ReadonlyMap<string, Template>, 'templates-invalid'> {
  const parsed = fileSchema.safeParse(raw);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      ({ path, message }) => `${path.join('.') || 'file'}: ${message}`,
    );
    return refuse('templates-invalid', problems.join('; '));
  }
  return ok(
    new Map(
      Object.entries(parsed.data.templates).map(([name, { languages, ...template }]) => [
        name,
        { name, ...template, texts: Object.entries(languages).map((each) => textOf(name, ...each)) },
      ]),
    ),
  );
}

function textOf(template: string, language: string, text: z.output<typeof textSchema>): TemplateText {
  const { approved, body, list, name = template.replaceAll('-', '_'), buttons = [] } = text;
  return { language, approved, body, buttons, providerName: name, ...(list !== undefined && { list }) };
}
