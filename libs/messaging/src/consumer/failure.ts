// What may be told about a failure: codes, names and places, never a message, because messages quote data.
import { Fault } from '@continuo/kernel';
import { isTransient } from '@continuo/persistence';

/** A failure of the transport itself that rests or stops a partition under a name. */
export class PartitionFault extends Fault {
  constructor(
    code: string,
    message: string,
    readonly kind: 'paused' | 'stopped',
    options: { readonly restMs?: number; readonly cause?: unknown } = {},
  ) {
    super(message, { code, retriable: kind === 'paused', cause: options.cause });
    this.name = 'PartitionFault';
    this.restMs = options.restMs;
  }

  /** How long to rest before the next look; left out: with backoff. */
  readonly restMs: number | undefined;
}

/** A stable code for whatever was thrown. */
export function failureCode(thrown: unknown): string {
  if (thrown instanceof Fault) return thrown.code;
  if (!(thrown instanceof Error)) return 'thrown-value';
  const sqlState = sqlStateOf(thrown);
  if (sqlState !== null) return `sql-${sqlState.toLowerCase()}`;
  // A name that is no name of a class was set to something else, and may be data.
  const name = /^[A-Z][A-Za-z0-9]{0,59}$/.test(thrown.name) ? thrown.name : 'Error';
  return name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase();
}

/** A sentence for people that says where it failed, free of what the record carried. */
export function failureReason(thrown: unknown, what: string): string {
  const parts = [`${what} failed with ${failureCode(thrown)}`];
  if (thrown instanceof Fault && thrown.field !== undefined) parts.push(`field ${thrown.field}`);
  if (typeof thrown === 'object' && thrown !== null && sqlStateOf(thrown) !== null) {
    for (const name of ['table', 'column', 'constraint'] as const) {
      const value = (thrown as Record<string, unknown>)[name];
      if (typeof value === 'string') parts.push(`${name} ${value}`);
    }
  }
  const place = thrown instanceof Error ? placeOf(thrown) : null;
  if (place !== null) parts.push(`at ${place}`);
  return parts.join(', ');
}

/**
 * Connection, serialisation, deadlock, resources, shutdown, and Faults that say so. A session that the server ended
 * because its client let it idle is not: the handler did that, and will again.
 */
export function isPassing(thrown: unknown): boolean {
  const idled = typeof thrown === 'object' && thrown !== null && sqlStateOf(thrown) === '25P03';
  return !idled && isTransient(thrown);
}

function sqlStateOf(thrown: object): string | null {
  const { code, severity } = thrown as { code?: unknown; severity?: unknown };
  return typeof code === 'string' && severity !== undefined && /^[0-9A-Z]{5}$/.test(code) ? code : null;
}

/** The first stack frame as `function (file:line)`, with the file's name only. */
function placeOf(error: Error): string | null {
  const stack = error.stack ?? '';
  const said = error.message === '' ? 0 : stack.indexOf(error.message) + error.message.length;
  const frame = /^\s+at (?:(?:async )?([\w.$<>[\] ]+) \()?(?:.*[\\/])?([\w.-]+:\d+):\d+\)?$/m.exec(
    // The message comes first, and may hold anything.
    stack.slice(said),
  );
  if (frame === null) return null;
  return frame[1] === undefined ? frame[2]! : `${frame[1]} (${frame[2]!})`;
}
