// What the published schema says of a definition's shape, in words for who wrote it.
import type { ErrorObject } from 'ajv';
import { didYouMean } from '../domain/expressions/nearest.js';
import type { Catalogue } from '../domain/language/catalogue.js';
import type { DefinitionProblem } from '../domain/language/definition.js';

/** Which key a step or branch has decides its shape (`if`, `then`), so the errors left over are those that were meant. */
export function shapeProblems(
  errors: readonly ErrorObject[],
  catalogue: Catalogue,
): readonly DefinitionProblem[] {
  const undecided = new Set(
    errors.filter((error) => error.keyword === 'anyOf').map((error) => error.instancePath),
  );
  const isTold = (error: ErrorObject): boolean =>
    error.keyword !== 'if' && !(error.keyword === 'required' && undecided.has(error.instancePath));
  return errors.filter(isTold).map((error) => ({
    path: pathOf(error),
    rule: `shape-${error.keyword}`,
    message: messageOf(error, catalogue),
  }));
}

function pathOf(error: ErrorObject): readonly (string | number)[] {
  const path = error.instancePath.split('/').slice(1).map(segment);
  const extra: unknown = error.params['additionalProperty'] ?? error.params['propertyName'];
  return typeof extra === 'string' ? [...path, extra] : path;
}

function segment(text: string): string | number {
  return /^\d+$/.test(text) ? Number(text) : text.replaceAll('~1', '/').replaceAll('~0', '~');
}

function messageOf(error: ErrorObject, catalogue: Catalogue): string {
  const { keyword, params, parentSchema, data } = error;
  const extra: unknown = params['additionalProperty'];
  if (typeof extra === 'string') {
    const known = Object.keys((parentSchema?.['properties'] ?? {}) as object);
    return `${extra} is not known here${didYouMean(extra, known)}`;
  }
  if (keyword === 'anyOf') return noneOf(error);
  if (keyword === 'enum') {
    const allowed = (params['allowedValues'] as unknown[]).map(String);
    const meant = typeof data === 'string' ? didYouMean(data, allowed) : '';
    return `must be one of ${allowed.join(', ')}${meant}`;
  }
  if (keyword === 'pattern' && typeof data === 'string') {
    return `${error.message ?? 'is not well formed'}${didYouMean(data, named(error, catalogue))}`;
  }
  return error.message ?? 'does not have the right shape';
}

/** A step or branch that is nothing: the kinds there are, and the one that was misspelt. */
function noneOf({ schema, data }: ErrorObject): string {
  const kinds = (schema as { readonly required?: string[] }[]).flatMap((each) => each.required ?? []);
  const keys = typeof data === 'object' && data !== null ? Object.keys(data) : [];
  const meant = keys.map((key) => didYouMean(key, kinds)).find((text) => text !== '') ?? '';
  return `names none of ${kinds.join(', ')}${meant}`;
}

/** What a misspelt type or command may have meant. */
function named({ instancePath }: ErrorObject, catalogue: Catalogue): readonly string[] {
  const key = instancePath.slice(instancePath.lastIndexOf('/') + 1);
  if (key === 'on') return catalogue.eventTypes;
  return key === 'act' ? catalogue.commandNames : [];
}
