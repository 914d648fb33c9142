// What the compilers of the step kinds have in common: the names that a step may speak of, and spans with a default.
import type { Name } from '../expressions/scope.js';
import type { CompileContext, Path } from './compile-context.js';
import type { Span } from './duration.js';

/** What an expression of a step may name. */
export const KEPT: readonly Name[] = ['key', 'vars', 'visits', 'profile'];

/** The fields of a compiled step that its place gives it, not its kind. */
export type PlacedField = 'name' | 'office' | 'keeps' | 'branch';

export function spanOr(
  source: string | undefined,
  otherwise: string,
  path: Path,
  context: CompileContext,
): Span {
  const span = source === undefined ? null : context.span(source, path);
  return span ?? context.defaultSpan(otherwise);
}
