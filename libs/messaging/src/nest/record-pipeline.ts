// Keeps Nest's pipeline from hiding a failure: the transport must see the original error, or the record would count as done.
import { Catch, type PreRequestHook, type RpcExceptionFilter } from '@nestjs/common';
import { Fault } from '@continuo/kernel';
import { isObservable, lastValueFrom, tap, throwError, toArray, type Observable } from 'rxjs';
import { RecordContext } from './record-context.js';

/** Outermost of all filters, reached when no filter of the service matches: passes the error as it was thrown. */
@Catch()
export class OriginalErrorFilter implements RpcExceptionFilter<unknown> {
  catch(exception: unknown): Observable<never> {
    return throwError(() => exception);
  }
}

/** Around guards, pipes, interceptors and handler, and inside the filters: sees how it ended before a filter does. */
export const watchOutcome: PreRequestHook = (context, next) => {
  const record: unknown = context.switchToRpc().getContext();
  if (!(record instanceof RecordContext)) return next();
  return next().pipe(
    tap({
      error: (thrown: unknown) => record.settled({ thrown }),
      complete: () => record.settled(),
    }),
  );
};

/** A handler as Nest wraps it: with its guards, pipes, interceptors and filters. */
export type NestHandler = (value: unknown, context: RecordContext) => Promise<unknown>;

/**
 * Runs a record through Nest's pipeline to its very end. Throws what the handler, a pipe, a guard or an interceptor
 * threw, also when a filter swallowed it: its writes may be half done. A filter may give the failure another class by
 * throwing a Fault (for instance a retriable one), never make a success of it.
 */
export async function runPipeline(handler: NestHandler, context: RecordContext): Promise<void> {
  let answers: unknown[];
  try {
    const outcome = await handler(context.record.value(), context);
    answers = isObservable(outcome) ? await lastValueFrom(outcome.pipe(toArray())) : [outcome];
  } catch (thrown) {
    if (thrown instanceof Fault || context.completed || context.failure === undefined) throw thrown;
    throw context.failure;
  }
  if (!context.completed) {
    throw (
      context.failure ??
      new Fault('the handler was not run to its end', { code: 'handler-not-run', retriable: false })
    );
  }
  for (const answer of answers) context.accept(answer);
}
