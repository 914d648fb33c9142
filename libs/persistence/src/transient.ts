// Tells a failure that may pass by itself from one that will come again.
import { Fault } from '@continuo/kernel';

/** SQLSTATE classes and codes that say nothing about the statement itself. */
const transientStates: readonly RegExp[] = [
  /^08/, // connection exceptions
  /^40(001|P01)$/, // serialisation failure, deadlock
  /^53/, // insufficient resources: memory, disk, connections
  /^57P0[1-5]$/, // shutdown, crash, cannot connect now, database dropped, idle session timeout
  /^25P0[34]$/, // idle-in-transaction and transaction timeout: the owner was stopped, not the statement wrong
  /^55P03$/, // lock not available
  /^58(000|030)$/, // system and I/O error
  /^25006$/, // read-only: a failover is under way
];

const networkCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EHOSTDOWN',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETDOWN',
]);

/** What pg and its pool say in plain words when a connection is gone or none is to be had. */
const connectionMessages =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|Client was closed|Cannot use a pool after calling end)/;

/**
 * True when the same work may succeed later without anybody's help: connection, serialisation, deadlock, resources,
 * shutdown, and Faults that say so. Looks through wrapped errors (`cause`, TypeORM's `driverError`).
 */
export function isTransient(error: unknown): boolean {
  let current = error;
  for (let depth = 0; depth < 8 && typeof current === 'object' && current !== null; depth += 1) {
    if (current instanceof Fault) return current.retriable;
    if (saysTransient(current)) return true;
    current = innerOf(current);
  }
  return false;
}

function saysTransient(error: object): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (
    typeof code === 'string' &&
    (networkCodes.has(code) || transientStates.some((state) => state.test(code)))
  ) {
    return true;
  }
  return typeof message === 'string' && connectionMessages.test(message);
}

function innerOf(error: object): unknown {
  const { cause, driverError, errors } = error as {
    cause?: unknown;
    driverError?: unknown;
    errors?: unknown;
  };
  // Node's AggregateError of several refused addresses.
  if (Array.isArray(errors) && errors.length > 0) return errors[0];
  return driverError ?? cause;
}
