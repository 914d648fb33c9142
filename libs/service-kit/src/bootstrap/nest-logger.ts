// Lets Nest's own messages flow into the service's log, without its start-up chatter.
import type { LoggerService } from '@nestjs/common';
import { describeError } from '@continuo/telemetry';
import type { KitLogger } from './kit-logger.js';

/** Nest tells every route and module it finds; that is for debugging. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: KitLogger) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.logger.debug(context(rest), textOf(message));
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.logger.warn(context(rest), textOf(message));
  }

  error(message: unknown, ...rest: unknown[]): void {
    const error = [message, ...rest].find((part) => part instanceof Error);
    this.logger.error(
      { ...context(rest), ...(error === undefined ? {} : { error: describeError(error) }) },
      textOf(message),
    );
  }
}

function context(rest: readonly unknown[]): { context?: string } {
  const last = rest.at(-1);
  return typeof last === 'string' && !last.includes('\n') ? { context: last } : {};
}

/** An error's own message is told by `describeError`, without what it quotes. */
function textOf(message: unknown): string {
  return typeof message === 'string'
    ? message.slice(0, 500)
    : message instanceof Error
      ? message.name
      : 'nest';
}
