// Checks what a request brings against the zod schema of its parameter, and names every broken field and rule.
import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import type { z } from 'zod';
import { Problem, type ProblemField } from './problem.js';

const MAX_ERRORS = 50;

/** The part of the Standard Schema interface that zod's schemas have. */
interface Checkable {
  readonly '~standard': { validate(value: unknown): unknown };
}

type Outcome = { readonly value?: unknown; readonly issues?: readonly z.core.$ZodIssue[] };

/**
 * Registered for every route by `bootstrap`. A controller writes `@Body({ schema: journeySchema }) body: Journey`;
 * the same for `@Query` and `@Param`. OpenAPI is made from the same schema.
 */
export class SchemaPipe implements PipeTransform {
  async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const schema = metadata.schema as Checkable | undefined;
    if (schema === undefined || metadata.type === 'custom') return value;
    const given = value === undefined && metadata.type !== 'body' && metadata.data === undefined ? {} : value;
    const outcome = (await schema['~standard'].validate(given)) as Outcome;
    if (outcome.issues === undefined) return outcome.value;
    throw validationProblem(outcome.issues, metadata.data);
  }
}

/** The problem that names each issue's field and rule. Values are never repeated. */
export function validationProblem(issues: readonly z.core.$ZodIssue[], within?: string): Problem {
  const fields = issues.flatMap(fieldsOf).map((each) => ({
    ...each,
    field: within === undefined ? each.field : [within, each.field].filter((part) => part !== '').join('.'),
  }));
  const [first] = fields;
  const detail =
    first === undefined ? 'The request is not valid.' : `${first.field || 'the body'}: ${first.message}`;
  return new Problem(400, 'validation-failed', detail, { fields: fields.slice(0, MAX_ERRORS) });
}

/** A union says what each branch wants; the branch that came nearest is the helpful one. */
function fieldsOf(issue: z.core.$ZodIssue): ProblemField[] {
  if (issue.code === 'invalid_union') {
    const [nearest] = [...issue.errors].sort((a, b) => deepest(b) - deepest(a) || a.length - b.length);
    if (nearest !== undefined && deepest(nearest) > 0) {
      return nearest.flatMap((inner) =>
        fieldsOf({ ...inner, path: [...issue.path, ...inner.path] } as z.core.$ZodIssue),
      );
    }
  }
  return [{ field: fieldPath(issue.path), rule: ruleOf(issue), message: issue.message }];
}

function deepest(issues: readonly z.core.$ZodIssue[]): number {
  return Math.max(0, ...issues.map(({ path }) => path.length));
}

/** `steps.arrival.wait[0].after` */
function fieldPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, part) =>
      typeof part === 'number' ? `${text}[${part}]` : text === '' ? String(part) : `${text}.${String(part)}`,
    '',
  );
}

/** The rule in one word or two, e.g. `type:string`, `too-big:32`, `format:uuid`. */
function ruleOf(issue: z.core.$ZodIssue): string {
  const name = issue.code.replaceAll('_', '-');
  switch (issue.code) {
    case 'invalid_type':
      return `type:${issue.expected}`;
    case 'invalid_format':
      return `format:${issue.format}`;
    case 'too_big':
      return `${name}:${issue.maximum}`;
    case 'too_small':
      return `${name}:${issue.minimum}`;
    case 'invalid_value':
      return `one-of:${issue.values.map(String).join('|')}`.slice(0, 200);
    case 'custom':
      return typeof issue.params?.rule === 'string' ? issue.params.rule : name;
    default:
      return name;
  }
}
