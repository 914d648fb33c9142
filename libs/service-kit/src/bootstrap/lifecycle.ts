// Ends a process well: once, within a grace, on a signal, on a fatal error, or when the supervisor is gone.
import { closeLogs, describeError } from '@continuo/telemetry';
import type { KitLogger } from './kit-logger.js';

export interface LifecycleOptions {
  readonly logger: KitLogger;
  /** How long `stop` may take. */
  readonly graceMs: number;
  /** Finishes what was begun. */
  readonly stop: () => Promise<void>;
  /** The supervisor's process id; 0 when there is none. */
  readonly parentPid: number;
  readonly exit?: (code: number) => void;
  /** Where signals and fatal errors come from; a test brings its own. @default the process */
  readonly events?: Pick<NodeJS.EventEmitter, 'on' | 'once'>;
}

const PARENT_POLL_MS = 500;

/** Watches for reasons to stop until one comes. The first one wins; a second signal ends the process at once. */
export function superviseProcess(options: LifecycleOptions): void {
  const { logger, graceMs, stop, exit = (code) => process.exit(code), events = process } = options;
  const leave = (code: number): void => void closeLogs().finally(() => exit(code));
  let stopping = false;
  const end = (reason: string, code: number) => {
    if (stopping) {
      if (code === 0 && reason.startsWith('SIG')) leave(1);
      return;
    }
    stopping = true;
    logger.info({ reason }, 'stopping');
    const overdue = setTimeout(() => {
      logger.error({ graceMs }, 'not stopped within the grace; ending all the same');
      leave(1);
    }, graceMs);
    overdue.unref();
    stop().then(
      () => leave(code),
      (error: unknown) => {
        logger.error({ error: describeError(error) }, 'stopping failed');
        leave(1);
      },
    );
  };
  events.on('SIGTERM', () => end('SIGTERM', 0));
  events.on('SIGINT', () => end('SIGINT', 0));
  events.on('uncaughtException', (error: unknown) => {
    logger.error({ error: describeError(error) }, 'uncaught exception');
    end('uncaught exception', 1);
  });
  events.on('unhandledRejection', (error: unknown) => {
    logger.error({ error: describeError(error) }, 'unhandled rejection');
    end('unhandled rejection', 1);
  });
  watchParent(options.parentPid, events, () => end('the supervisor is gone', 0));
}

/** A supervisor that was killed can't stop its services; so they look for it. A reused pid shows in our own parent's. */
function watchParent(
  parentPid: number,
  events: NonNullable<LifecycleOptions['events']>,
  gone: () => void,
): void {
  if (process.channel !== undefined && process.channel !== null) events.once('disconnect', gone);
  if (parentPid === 0) return;
  const wasChild = process.ppid === parentPid;
  const timer = setInterval(() => {
    if (isAlive(parentPid) && (!wasChild || process.ppid === parentPid)) return;
    clearInterval(timer);
    gone();
  }, PARENT_POLL_MS);
  timer.unref();
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
