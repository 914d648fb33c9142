// Turns whatever a request ended with into problem+json, and keeps stacks, SQL and personal data on this side.
import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { Fault } from '@continuo/kernel';
import { isTransient } from '@continuo/persistence';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { describeError } from '@continuo/telemetry';
import type { KitLogger } from '../bootstrap/kit-logger.js';
import { Problem } from './problem.js';

/** Nest's and Fastify's own errors, by status. What isn't listed is named after its status. */
const CODES: Readonly<Record<number, string>> = {
  400: 'malformed-request',
  401: 'not-authenticated',
  403: 'not-allowed',
  404: 'not-found',
  405: 'method-not-allowed',
  408: 'request-timeout',
  409: 'conflict',
  412: 'precondition-failed',
  413: 'too-large',
  414: 'address-too-long',
  415: 'unsupported-media-type',
  422: 'refused',
  429: 'too-many-requests',
  500: 'internal-error',
  501: 'not-implemented',
  503: 'unavailable',
};

/** Sentences for errors whose own message may quote the input. */
const DETAILS: Readonly<Record<string, string>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'The content type of the request is not supported.',
  FST_ERR_CTP_INVALID_JSON_BODY: 'The body is not valid JSON.',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'The body is empty, and JSON was announced.',
  FST_ERR_CTP_BODY_TOO_LARGE: 'The body is larger than this service accepts.',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'The body is not as long as its content-length says.',
  FST_ERR_BAD_URL: 'The address of the request is malformed.',
};

/** Makes a problem of anything that was thrown. */
export function toProblem(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  if (thrown instanceof HttpException) return named(thrown.getStatus(), detailOf(thrown));
  if (thrown instanceof Fault && thrown.retriable) {
    return away(thrown.code);
  }
  // A deadlock, a failover, a database that is away: the call changed nothing, or nobody knows, and may be made again.
  if (isTransient(thrown)) return away('unavailable');
  const { statusCode, code } = (thrown ?? {}) as { statusCode?: unknown; code?: unknown };
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500) {
    return named(statusCode, typeof code === 'string' ? DETAILS[code] : undefined);
  }
  return new Problem(500, 'internal-error', 'Something failed inside; the request id finds it in the logs.');
}

function away(code: string): Problem {
  return new Problem(503, code, 'A part this service relies on is away; try again.', {
    headers: { 'retry-after': '1' },
  });
}

function named(status: number, detail?: string): Problem {
  return new Problem(status, CODES[status] ?? `http-${status}`, detail ?? 'The request was refused.');
}

/** Nest's `Cannot GET /api/…` would repeat an address that may name a customer. */
function detailOf(exception: HttpException): string {
  return exception.getStatus() === 404 ? 'There is nothing at this address.' : exception.message;
}

/** Sends a problem on a Fastify reply, also outside Nest (the gateway, hooks). */
export function sendProblem(reply: FastifyReply, problem: Problem): void {
  void reply
    .status(problem.status)
    .headers(problem.headers)
    .type('application/problem+json')
    .send(JSON.stringify(problem.document(reply.request.id)));
}

/** The outermost filter of every service's HTTP side. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: KitLogger) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const reply = http.getResponse<FastifyReply>();
    const problem = toProblem(thrown);
    if (problem.status >= 500) {
      const { id, routeOptions } = http.getRequest<FastifyRequest>();
      this.logger.error(
        { requestId: id, route: routeOptions?.url, error: describeError(thrown) },
        'request failed',
      );
    }
    if (reply.sent || reply.raw.headersSent) reply.raw.destroy();
    else sendProblem(reply, problem);
  }
}
