// What the routes of definitions have in common: names, texts, mistakes with their lines, refusals of a publication.
import type { Refusal } from '@continuo/kernel';
import { Problem } from '@continuo/service-kit';
import { z } from 'zod';
import type { SourceProblem } from './definition-source.js';

export const nameSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]*$/)
  .max(64);

export const summarySchema = z.object({
  journey: z.string(),
  version: z.int(),
  title: z.string(),
  owner: z.string(),
  hash: z.string(),
  publishedBy: z.string(),
  publishedAt: z.iso.datetime(),
  current: z.boolean(),
});

export const sourceSchema = z.object({ definition: z.string().min(1).max(262_144) });

export const renewQuery = z.object({
  /** Makes a version of the very same text too: its messages use the templates as they are now. */
  renew: z.stringbool().default(false),
});

export const problemSchema = z.object({
  file: z.string(),
  line: z.int(),
  column: z.int(),
  step: z.string().nullable(),
  rule: z.string(),
  message: z.string(),
});

export const problemListSchema = z
  .object({ problems: z.array(problemSchema) })
  .meta({ title: 'DefinitionProblems' });

const STATUSES: Readonly<Record<string, number>> = {
  'version-changed': 412,
  'approval-needed': 409,
  'own-draft': 403,
};

/** Why a version was not published, with the first fifty mistakes. */
export function publishProblem({
  refusal,
  problems = [],
}: {
  readonly refusal: Refusal;
  readonly problems?: readonly SourceProblem[];
}): Problem {
  const { code, message } = refusal;
  return new Problem(STATUSES[code] ?? 422, code, message, { fields: problems.slice(0, 50).map(fieldOf) });
}

function fieldOf({ line, column, step, rule, message }: SourceProblem) {
  return {
    field: `definition:${line}:${column}`,
    rule,
    message: step === null ? message : `${step}: ${message}`,
  };
}
