// An infrastructure fault: thrown, carries a stable code, and says whether trying again can help.

export interface FaultOptions {
  /** Stable, kebab-case, e.g. `registry-unreachable`. */
  readonly code: string;
  /** True when the same work may succeed later without anybody's help. */
  readonly retriable: boolean;
  readonly cause?: unknown;
  /** The input field that broke a rule, when there is one. */
  readonly field?: string;
}

/** Something outside the rules failed: a database, a broker, a limit of the transport. Never carries personal data. */
export class Fault extends Error {
  readonly code: string;
  readonly retriable: boolean;
  readonly field?: string;

  constructor(message: string, options: FaultOptions) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'Fault';
    this.code = options.code;
    this.retriable = options.retriable;
    if (options.field !== undefined) this.field = options.field;
  }
}

/** Turns whatever was thrown (also a string or `undefined`) into an Error, keeping Faults as they are. */
export function faultOf(thrown: unknown): Error {
  if (thrown instanceof Error) return thrown;
  return new Fault(`a value that is not an error was thrown: ${String(thrown)}`, {
    code: 'thrown-value',
    retriable: false,
    cause: thrown,
  });
}
