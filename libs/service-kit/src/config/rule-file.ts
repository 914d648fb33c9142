// A file of rules that a service reads with its configuration, so that whoever wrote it wrong is told so with the rest.
import { readFileSync } from 'node:fs';
import type { Result } from '@continuo/kernel';
import { z } from 'zod';

/**
 * A variable that names a file; what the file holds, read and checked, is the value.
 * @param path where it is when the variable is left out
 * @param read makes rules of the text; what it throws (a parser's error) counts as unreadable
 */
export function ruleFileField<Rules>(
  path: string,
  read: (text: string) => Result<Rules>,
): z.ZodType<Rules, string | undefined> {
  return z
    .string()
    .default(path)
    .transform((given, context) => {
      try {
        const rules = read(readFileSync(given, 'utf8'));
        if (rules.ok) return rules.value;
        context.addIssue({ code: 'custom', message: `rules that make sense (${rules.refusal.message})` });
      } catch (error) {
        const [reason = 'unreadable'] = String((error as { message?: unknown }).message).split('\n');
        context.addIssue({ code: 'custom', message: `a readable file of rules (${reason})` });
      }
      return z.NEVER;
    }) as z.ZodType<Rules, string | undefined>;
}
