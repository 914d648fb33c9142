// Puts variables into a template's text: all that it names must be there, and what comes out fits the channel.
import { ok, refuse, type Result } from '@continuo/kernel';
import type { TemplateText } from './template.js';

/** As the command carries them. */
export type Variables = Readonly<Record<string, null | boolean | number | string>>;

export interface Rendered {
  readonly text: string;
  /** The values in the order in which the body first names them: what the provider knows as {{1}}, {{2}} and so on. */
  readonly parameters: readonly string[];
}

const variable = /\{\{\s*([A-Za-z][A-Za-z0-9_]*)\s*\}\}/g;

/** What the provider takes: less when there is something to choose, or when it is a template of its own. */
const longestPlain = 4_096;
const longestWithChoices = 1_024;

/** The names in a body, each once, in the order of their first use. */
export function variablesOf(body: string): readonly string[] {
  return [...new Set([...body.matchAll(variable)].map(([, name]) => name ?? ''))];
}

/** The text as the customer will read it. */
export function render(
  text: TemplateText,
  variables: Variables,
): Result<Rendered, 'variable-missing' | 'message-too-long'> {
  const values = new Map<string, string>();
  for (const name of variablesOf(text.body)) {
    const value = Object.hasOwn(variables, name) ? spelt(variables[name] ?? null) : '';
    if (value === '')
      return refuse('variable-missing', `the template needs ${name}`, { field: `variables.${name}` });
    values.set(name, value);
  }
  const filled = text.body.replace(variable, (_, name: string) => values.get(name) ?? '');
  const plain = text.buttons.length === 0 && text.list === undefined;
  const longest = plain ? longestPlain : longestWithChoices;
  if (filled.length > longest) return refuse('message-too-long', `more than ${longest} characters`);
  return ok({ text: filled, parameters: [...values.values()] });
}

/** On one line and storable: the provider refuses line breaks in a parameter, and half a character is nobody's. */
function spelt(value: null | boolean | number | string): string {
  if (value === null) return '';
  return String(value)
    .toWellFormed()
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim();
}
