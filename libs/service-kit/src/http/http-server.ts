// The Fastify server under every service: limits, request ids, security headers, compressed bodies, one log line each.
import type { IncomingMessage } from 'node:http';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { Readable, Transform } from 'node:stream';
import rateLimit, { normalizeIP } from '@fastify/rate-limit';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { uuidv7 } from 'uuidv7';
import type { HttpConfig } from '../config/service-config.js';
import { addCrossOrigin, type CrossOrigin } from './cross-origin.js';
import { endConnectionsWithAnswers } from './graceful-end.js';
import type { KitLogger } from '../bootstrap/kit-logger.js';
import { parseJsonBody } from './json-body.js';
import { Problem } from './problem.js';
import { addRequestTracing } from './request-tracing.js';
import { sendProblem, toProblem } from './problem.filter.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Set by a gateway's routes: the body is handed on as it came. */
    passBodyThrough?: boolean;
  }
}

export interface HttpServerOptions {
  readonly config: HttpConfig;
  readonly logger: KitLogger;
  /**
   * Paths whose callers are tracking SDKs, e.g. `/v1/`: JSON is accepted under other names too (browsers send it as
   * text/plain, to spare a preflight), and unstorable text is left to the route, which answers per call of a batch.
   */
  readonly trackingPaths?: readonly string[];
  /**
   * Paths that providers call with a signature over the body, e.g. `/api/collaboration/webhooks/`: the body is handed on
   * as the bytes that came (a Buffer), whatever its type, for the route to check before it reads them.
   */
  readonly webhookPaths?: readonly string[];
  /** Paths that pages of other origins call. */
  readonly crossOrigin?: CrossOrigin;
}

const REQUEST_ID = /^[\w-]{8,64}$/;
const DECODERS: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/** An adapter for Nest on a server with all limits in place. `prepareServer` must be called before `app.init()`. */
export function createHttpAdapter({ config }: HttpServerOptions): FastifyAdapter {
  return new FastifyAdapter({
    logger: false,
    trustProxy: [...config.HTTP_TRUSTED_PROXIES],
    bodyLimit: config.HTTP_BODY_LIMIT_BYTES,
    requestTimeout: config.HTTP_REQUEST_TIMEOUT_MS,
    keepAliveTimeout: 65_000,
    forceCloseConnections: 'idle',
    onProtoPoisoning: 'error',
    // As long as the longest id that a route's own schema takes, with each of its characters escaped.
    routerOptions: { maxParamLength: 512 },
    requestIdHeader: false,
    genReqId: (request: IncomingMessage) => {
      const given = request.headers['x-request-id'];
      return typeof given === 'string' && REQUEST_ID.test(given) ? given : uuidv7();
    },
    frameworkErrors: (error: unknown, _request: unknown, reply: FastifyReply) =>
      sendProblem(reply, toProblem(error)),
  });
}

/** Adds hooks and parsers. Everything here happens before a route's guard, so it must be cheap. */
export async function prepareServer(server: FastifyInstance, options: HttpServerOptions): Promise<void> {
  const { config, logger } = options;
  addActionRoutes(server);
  endConnectionsWithAnswers(server);
  const isProbe = probesOf(config.METRICS_PORT === undefined);
  addRequestTracing(server, isProbe);
  addHeaders(server, config.PUBLIC_URL.startsWith('https:'));
  addRequestLog(server, logger, isProbe);
  if (options.crossOrigin !== undefined) addCrossOrigin(server, options.crossOrigin);
  addDecompression(server);
  addBodyParsers(server, options);
  if (config.HTTP_RATE_PER_MINUTE > 0) await addRateLimit(server, config.HTTP_RATE_PER_MINUTE, isProbe);
}

/**
 * `@Post('cases/:id::close')` is `POST cases/{id}:close`. The router takes everything up to the next slash for the
 * parameter's name, so it is told where the id ends; Nest and OpenAPI read the pattern as it was written.
 */
function addActionRoutes(server: FastifyInstance): void {
  server.addHook('onRoute', (route) => {
    route.url = route.url.replace(/\/:(\w+)::(\w+)$/, '/:$1([^/:]+)::$2');
  });
}

function addHeaders(server: FastifyInstance, secure: boolean): void {
  server.addHook('onRequest', (request, reply, done) => {
    void reply.headers({
      'x-request-id': request.id,
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'cache-control': 'no-store',
      ...(secure ? { 'strict-transport-security': 'max-age=31536000; includeSubDomains' } : {}),
    });
    // A null character decoded out of the address would fail in the database, as an error of ours.
    done(
      /%00/.test(request.url)
        ? new Problem(400, 'unstorable-text', 'The address holds a null character.')
        : undefined,
    );
  });
}

type IsProbe = (request: FastifyRequest) => boolean;

/** Asked every few seconds by schedulers and Prometheus: not traced, not limited, logged for debugging only. */
function probesOf(hasMetrics: boolean): IsProbe {
  return ({ url }) => url.startsWith('/health/') || (hasMetrics && url === '/metrics');
}

/**
 * The route's pattern, never the address: that may hold an identifier of a customer. No bodies, no headers. Reads that
 * succeed are for `debug`: a page that looks every second must not drown what happens.
 */
function addRequestLog(server: FastifyInstance, logger: KitLogger, isProbe: IsProbe): void {
  server.addHook('onResponse', (request: FastifyRequest, reply: FastifyReply, done) => {
    const fields = {
      requestId: request.id,
      method: request.method,
      route: request.routeOptions.url ?? '(none)',
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime * 10) / 10,
    };
    const isQuiet = isProbe(request) || (request.method === 'GET' && reply.statusCode < 400);
    if (isQuiet) logger.debug(fields, 'request');
    else logger.info(fields, 'request');
    done();
  });
}

/** Bodies may come compressed. The body limit counts what comes out, so a small bomb is stopped as it unfolds. */
function addDecompression(server: FastifyInstance): void {
  server.addHook('preParsing', (request, _reply, payload, done) => {
    if (request.routeOptions.config.passBodyThrough === true) return done(null, payload);
    const encoding = request.headers['content-encoding']?.toLowerCase();
    if (encoding === undefined || encoding === 'identity') return done(null, payload);
    const decoder = DECODERS[encoding];
    if (decoder === undefined) {
      return done(
        new Problem(415, 'unsupported-encoding', 'Bodies may be encoded with gzip, deflate or br.'),
      );
    }
    done(null, decode(payload as Readable, decoder()));
  });
}

function decode(payload: Readable, decoder: Transform): Transform & { receivedEncodedLength: number } {
  const counted = Object.assign(decoder, { receivedEncodedLength: 0 });
  payload.on('data', (chunk: Buffer) => (counted.receivedEncodedLength += chunk.length));
  payload.on('error', (error) => decoder.destroy(error));
  // Fastify turns a stream's error into its answer only when it carries a status.
  decoder.on('error', (error) => Object.assign(error, { statusCode: 400 }));
  payload.pipe(decoder);
  return counted;
}

function addBodyParsers(
  server: FastifyInstance,
  { config, trackingPaths = [], webhookPaths = [] }: HttpServerOptions,
): void {
  const isTracking = (request: FastifyRequest) => trackingPaths.some((path) => request.url.startsWith(path));
  const isWebhook = (request: FastifyRequest) => webhookPaths.some((path) => request.url.startsWith(path));
  const parse = (
    request: FastifyRequest,
    body: string | Buffer,
    done: (error: Error | null, value?: unknown) => void,
  ) => {
    if (isWebhook(request)) return done(null, body);
    if (body.length === 0) return done(null, undefined);
    try {
      const limits = { maxDepth: config.HTTP_BODY_DEPTH, refuseUnstorableText: !isTracking(request) };
      done(null, parseJsonBody(body.toString(), limits));
    } catch (error) {
      done(error as Error);
    }
  };
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(/^application\/(?:[\w.-]+\+)?json(?:;|$)/, { parseAs: 'buffer' }, parse);
  // RudderStack's Node SDK sends compressed JSON under the type that its HTTP client gives a buffer by itself.
  const disguised = ['text/plain', 'application/x-www-form-urlencoded'];
  server.addContentTypeParser(disguised, { parseAs: 'buffer' }, (request, body, done) =>
    isTracking(request) || isWebhook(request)
      ? parse(request, body, done)
      : done(new Problem(415, 'unsupported-media-type', 'The body must be application/json.')),
  );
}

/** Of a connection that is gone nothing is known any more, and nobody waits for its answer. */
function addressOf({ ip }: { readonly ip: string | undefined }): string {
  return ip === undefined ? 'gone' : normalizeIP(ip);
}

/** By address; of IPv6 by the network of 64 bits that one subscriber has, or each of its addresses would count anew. */
async function addRateLimit(server: FastifyInstance, perMinute: number, isProbe: IsProbe): Promise<void> {
  await server.register(rateLimit, {
    max: perMinute,
    timeWindow: 60_000,
    allowList: isProbe,
    keyGenerator: addressOf,
    errorResponseBuilder: () =>
      new Problem(
        429,
        'too-many-requests',
        'More requests came from this address than are served in a minute.',
      ),
  });
}
