// What the kit needs of a logger, and how an error is told without the values it quotes.

/** The part of pino's interface that the kit uses; telemetry's logger satisfies it. */
export interface KitLogger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** An error as logs may hold it. */
export interface ErrorDescription {
  readonly name: string;
  readonly code?: string;
  readonly message: string;
  readonly at?: readonly string[];
  readonly cause?: ErrorDescription;
}

const FRAMES = 8;
const CAUSES = 3;

/**
 * Name, code, message and stack frames. What stands in quotes is left out of the message: databases and parsers quote
 * the value that they refuse, and that value may be personal.
 */
export function describeError(thrown: unknown, depth = 0): ErrorDescription {
  if (!(thrown instanceof Error))
    return { name: typeof thrown, message: 'a value that is not an error was thrown' };
  const { code } = thrown as { code?: unknown };
  const frames = thrown.stack?.split('\n').filter((line) => /^\s+at /.test(line));
  return {
    name: thrown.name,
    ...(typeof code === 'string' || typeof code === 'number' ? { code: String(code) } : {}),
    message: withoutQuotes(thrown.message),
    ...(frames === undefined ? {} : { at: frames.slice(0, FRAMES).map((line) => line.trim()) }),
    ...(thrown.cause === undefined || depth >= CAUSES
      ? {}
      : { cause: describeError(thrown.cause, depth + 1) }),
  };
}

function withoutQuotes(message: string): string {
  return message.replace(/"[^"]*"|'[^']*'|`[^`]*`|\([^)]*\)=\([^)]*\)/g, '"…"').slice(0, 500);
}
