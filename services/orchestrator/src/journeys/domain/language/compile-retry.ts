// How often something is tried, of acts and of tasks alike.
import type { CompileContext, Path } from './compile-context.js';
import type { RetrySource } from './definition.js';
import type { Retry } from './plan.js';
import { spanOr } from './step-parts.js';

/** Once, when nothing is said. */
export function compileRetry(source: RetrySource | undefined, path: Path, context: CompileContext): Retry {
  return {
    attempts: source?.attempts ?? 1,
    backoff: spanOr(source?.backoff, 'PT10S', [...path, 'retry', 'backoff'], context),
  };
}
