// Lets web pages of chosen origins call what browsers call: SDKs in a page, which ask first whether they may (CORS).
import type { FastifyInstance, FastifyReply } from 'fastify';
import { Problem } from './problem.js';
import { sendProblem } from './problem.filter.js';

export interface CrossOrigin {
  /** Where it holds, e.g. `/v1/`. */
  readonly paths: readonly string[];
  /** Origins as browsers send them, e.g. `https://shop.example`. None: nobody may. */
  readonly origins: readonly string[];
}

const METHODS = 'POST';
/** What tracking SDKs send beside a simple request's headers. */
const HEADERS = 'authorization, content-type, anonymousid';
const PREFLIGHT_SECONDS = '600';

/**
 * Answers preflights and names the caller's origin in answers, never `*` and never with credentials. A call itself is
 * not refused by its origin: programs send none, and what may call is decided by its write key.
 */
export function addCrossOrigin(server: FastifyInstance, { paths, origins }: CrossOrigin): void {
  const allowed = new Set(origins);
  server.addHook('onRequest', (request, reply, done) => {
    if (!paths.some((path) => request.url.startsWith(path))) return done();
    const { origin } = request.headers;
    const isAllowed = origin !== undefined && allowed.has(origin);
    void reply.header('vary', 'origin');
    if (isAllowed) nameOrigin(reply, origin);
    if (request.method !== 'OPTIONS') return done();
    if (isAllowed && request.headers['access-control-request-method'] === METHODS) permit(reply);
    else refuse(reply);
  });
}

function nameOrigin(reply: FastifyReply, origin: string): void {
  void reply.headers({
    'access-control-allow-origin': origin,
    'cross-origin-resource-policy': 'cross-origin',
  });
}

function permit(reply: FastifyReply): void {
  void reply
    .headers({
      'access-control-allow-methods': METHODS,
      'access-control-allow-headers': HEADERS,
      'access-control-max-age': PREFLIGHT_SECONDS,
    })
    .code(204)
    .send();
}

function refuse(reply: FastifyReply): void {
  const detail = 'Pages of this origin may not call this, or not by this method.';
  sendProblem(reply, new Problem(403, 'origin-not-allowed', detail));
}
