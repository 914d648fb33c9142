// The logger of every process: JSON with trace and journey ids, pretty on a terminal, redacted before it is written.
import { createRequire } from 'node:module';
import { trace } from '@opentelemetry/api';
import {
  pino,
  stdSerializers,
  type Bindings,
  type ChildLoggerOptions,
  type DestinationStream,
  type Logger,
  type LoggerOptions,
} from 'pino';
import { attribute as names } from './names.js';
import { describeError, redactFields, redactText } from './redact.js';

export type { Logger } from 'pino';

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

export interface LogOptions {
  readonly service: string;
  /** @default info */
  readonly level?: LogLevel;
  /** Readable instead of JSON. @default when standard output is a terminal */
  readonly pretty?: boolean;
  /** Where lines go. @default standard output */
  readonly destination?: DestinationStream;
}

/** One per process; parts of it take a child: `logger.child({ part: 'relay' })`. */
export function createLogger(options: LogOptions): Logger {
  const pretty = options.pretty ?? (options.destination === undefined && process.stdout.isTTY === true);
  const destination = options.destination ?? (pretty ? prettyDestination() : standardOutput());
  return redactBindings(pino(loggerOptions(options), destination));
}

type StandardOutput = ReturnType<typeof pino.destination>;

const written = new Set<StandardOutput>();

function standardOutput(): StandardOutput {
  const stream = pino.destination({ dest: 1, sync: false });
  written.add(stream);
  return stream;
}

/**
 * To be called right before a process ends; nothing is logged after it. Lines that nobody has taken within this time
 * are given up: at the end of a process they would be tried for ever, when who read them is gone, and so would it.
 */
export async function closeLogs(withinMs = 1_000): Promise<void> {
  await Promise.all([...written].map((stream) => closed(stream, withinMs)));
  written.clear();
}

function closed(stream: StandardOutput, withinMs: number): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(overdue);
      stream.write = () => true;
      stream.flushSync = () => undefined;
      resolve();
    };
    const overdue = setTimeout(done, withinMs);
    stream.once('close', done);
    stream.once('error', done);
    stream.end();
  });
}

function loggerOptions({ service, level = 'info' }: LogOptions): LoggerOptions {
  return {
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    messageKey: 'message',
    errorKey: 'error',
    mixin: tracedFields,
    formatters: {
      level: (label) => ({ level: label }),
      log: (fields) => redactFields(fields),
    },
    serializers: { error: describeOnce, err: describeOnce, req: () => undefined, res: stdSerializers.res },
    hooks: {
      logMethod(args, method) {
        for (let at = 0; at < args.length; at += 1) {
          const given: unknown = args[at];
          if (typeof given === 'string') Reflect.set(args, at, redactText(given));
        }
        // Given nothing but an error, pino would take its message as it is.
        const [first]: unknown[] = args;
        if (args.length === 1 && first instanceof Error) Reflect.set(args, 1, describeError(first).message);
        method.apply(this, args);
      },
    },
  };
}

/** pino's `bindings` formatter is not asked for children: what they are bound to is cleaned before they are made. */
function redactBindings(logger: Logger): Logger {
  const makeChild: (bindings: Bindings, options?: ChildLoggerOptions) => Logger = logger.child;
  function child(this: Logger, bindings: Bindings, options?: ChildLoggerOptions): unknown {
    return Reflect.apply(makeChild, this, [redactFields(bindings), options]);
  }
  // Children inherit from the logger they were made of, and with it this method.
  Reflect.set(logger, 'child', child);
  return logger;
}

/** `formatters.log` has described an Error already; pino still runs the serializer on what it made. */
function describeOnce(value: unknown): unknown {
  return value instanceof Error ? describeError(value) : value;
}

/** What a line is about: the active span, and the journey whose hop it is. */
function tracedFields(): object {
  const span = trace.getActiveSpan();
  if (span === undefined) return {};
  const { traceId, spanId } = span.spanContext();
  const { attributes } = span as { attributes?: Readonly<Record<string, unknown>> };
  const journey = attributes?.[names.journeyId];
  return {
    trace_id: traceId,
    span_id: spanId,
    ...(typeof journey === 'string' ? { journey_id: journey } : {}),
  };
}

/** Loaded only on a terminal: a service in a container never pays for it. */
function prettyDestination(): DestinationStream {
  const load = createRequire(import.meta.url);
  const pretty = load('pino-pretty') as typeof import('pino-pretty');
  return pretty({
    messageKey: 'message',
    errorLikeObjectKeys: ['error', 'err'],
    ignore: 'pid,hostname,service',
    sync: true,
  });
}
