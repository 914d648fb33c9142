// A span for each statement that is run inside a recorded span: statements with placeholders only, never their values.
import { context, SpanKind, trace, type Span } from '@opentelemetry/api';
import pg from 'pg';
import { attribute as names } from './names.js';
import { failSpan, startSpan } from './spans.js';
import { describeStatement } from './statement.js';

type AnyFunction = (this: unknown, ...args: unknown[]) => unknown;
type Callback = (error: unknown, result?: unknown) => void;

/**
 * Wraps `pg.Client.prototype.query` (the pool and TypeORM end there) in place. Import hooks are not needed for that,
 * so it works whatever was imported first. Without a recording span around it, a statement costs one look-up.
 * Returns what takes the wrapping away.
 */
export function tracePostgres(): () => void {
  const undoQuery = wrap(pg.Client.prototype, 'query', tracedQuery);
  const undoConnect = wrap(pg.Pool.prototype, 'connect', boundConnect);
  return () => {
    undoQuery();
    undoConnect();
  };
}

function wrap(target: object, name: string, make: (original: AnyFunction) => AnyFunction): () => void {
  const original: unknown = Reflect.get(target, name);
  if (typeof original !== 'function') throw new Error(`pg has no ${name}`);
  const own = Object.hasOwn(target, name);
  Reflect.set(target, name, make(original as AnyFunction));
  return () => {
    if (own) Reflect.set(target, name, original);
    else Reflect.deleteProperty(target, name);
  };
}

/** `pool.query` gets its client in a callback, which may run in the context of whoever released that client. */
function boundConnect(original: AnyFunction): AnyFunction {
  return function connect(this: unknown, ...args: unknown[]): unknown {
    const [callback, ...rest] = args;
    if (typeof callback !== 'function') return original.apply(this, args);
    return original.call(this, context.bind(context.active(), callback as AnyFunction), ...rest);
  };
}

function tracedQuery(original: AnyFunction): AnyFunction {
  return function query(this: unknown, ...args: unknown[]): unknown {
    const text = statementOf(args[0]);
    if (text === undefined || trace.getActiveSpan()?.isRecording() !== true)
      return original.apply(this, args);
    const span = statementSpan(text, this as pg.Client);
    const at = args.findLastIndex((argument) => typeof argument === 'function');
    if (at >= 0) return original.apply(this, args.with(at, endingCallback(span, args[at] as Callback)));
    const outcome = original.apply(this, args);
    if (!(outcome instanceof Promise)) {
      span.end();
      return outcome;
    }
    return outcome.then(
      (result: unknown) => {
        span.end();
        return result;
      },
      (thrown: unknown) => {
        endFailed(span, thrown);
        throw thrown;
      },
    );
  };
}

/** The text of a statement given as a string or as a config object; cursors and other submittables are left alone. */
function statementOf(query: unknown): string | undefined {
  if (typeof query === 'string') return query;
  if (typeof query !== 'object' || query === null || 'submit' in query) return undefined;
  const { text } = query as { text?: unknown };
  return typeof text === 'string' ? text : undefined;
}

function statementSpan(text: string, client: pg.Client): Span {
  const { operation, target, shown } = describeStatement(text);
  return startSpan(target === undefined ? operation : `${operation} ${target}`, {
    kind: SpanKind.CLIENT,
    attributes: {
      [names.dbSystemName]: 'postgresql',
      [names.dbOperationName]: operation,
      [names.dbQueryText]: shown,
      ...(client.database === undefined ? {} : { [names.dbNamespace]: client.database }),
      [names.serverAddress]: client.host,
      [names.serverPort]: client.port,
    },
  });
}

function endingCallback(span: Span, callback: Callback): Callback {
  return context.bind(context.active(), (error: unknown, result?: unknown) => {
    if (error) endFailed(span, error);
    else span.end();
    callback(error, result);
  });
}

function endFailed(span: Span, thrown: unknown): void {
  failSpan(span, thrown);
  const { code } = (thrown ?? {}) as { code?: unknown };
  if (typeof code === 'string') span.setAttribute(names.dbResponseStatusCode, code);
  span.end();
}
