// Hands requests on to the services as they are: bodies as streams, headers without hop-by-hop ones, errors by name.
import httpProxy, { type FastifyHttpProxyOptions } from '@fastify/http-proxy';
import { currentTrace } from '@continuo/telemetry';
import { Problem, sendProblem } from '@continuo/service-kit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Upstream } from '../upstreams.js';

export interface GatewayOptions {
  readonly upstreams: readonly Upstream[];
  readonly timeoutMs: number;
}

type Headers = Record<string, string | string[] | undefined>;

const CONNECTIONS_PER_SERVICE = 128;
/** Between the browser and this gateway alone: no service sees a session or sets a cookie for the console's origin. */
const OURS = ['cookie', 'set-cookie', 'x-csrf-token'];
/** Of one connection, not of the message (RFC 9110, 7.6.1); reply-from takes off what `connection` itself names. */
const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'upgrade',
];

/** Routes `/api/<service>/…` and each service's further paths. */
export async function registerGateway(
  server: FastifyInstance,
  { upstreams, timeoutMs }: GatewayOptions,
): Promise<void> {
  for (const upstream of upstreams) {
    for (const prefix of [`/api/${upstream.name}`, ...(upstream.paths ?? [])]) {
      await server.register(async (scope) => {
        // Those of the kit read a body whole; here every kind of body is passed on as a stream.
        scope.removeAllContentTypeParsers();
        scope.addHook('onRequest', (request, reply, done) => {
          if (leadsOut(request.url)) sendProblem(reply, outOfPath());
          else done();
        });
        await scope.register(httpProxy, proxyOptions(upstream, prefix, timeoutMs));
      });
    }
  }
}

/** The proxy refuses such a path too, but in a form of its own that nobody who reads problems understands. */
function leadsOut(url: string): boolean {
  const [path = ''] = url.split('?', 1);
  try {
    return decodeURIComponent(path).replaceAll('\\', '/').split('/').includes('..');
  } catch {
    return true;
  }
}

function outOfPath(): Problem {
  return new Problem(
    400,
    'path-not-allowed',
    'The address holds what leads out of its path, or is not well formed.',
  );
}

function proxyOptions({ name, url }: Upstream, prefix: string, timeoutMs: number): FastifyHttpProxyOptions {
  return {
    prefix,
    upstream: url,
    rewritePrefix: prefix,
    // A redirect of a service is for the caller to follow.
    internalRewriteLocationHeader: false,
    // What a body holds, and whether it is compressed, is between the caller and the service.
    config: { passBodyThrough: true },
    undici: {
      connections: CONNECTIONS_PER_SERVICE,
      pipelining: 1,
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
      connect: { timeout: Math.min(timeoutMs, 5_000) },
    },
    replyOptions: {
      // Retrying is the caller's decision: it knows whether the call may be made twice.
      retryDelay: () => null,
      rewriteRequestHeaders: (request, headers) =>
        forwardedHeaders(request as FastifyRequest, headers as Headers),
      rewriteHeaders: (headers) => endToEnd(headers as Headers),
      onError: (reply, error) => {
        sendProblem(reply as unknown as FastifyReply, problemOfFailure(name, error.error));
      },
    },
  };
}

/** Who really called, over what, which request this is, and which trace it belongs to. */
function forwardedHeaders(request: FastifyRequest, headers: Headers): Record<string, string | string[]> {
  const { 'x-forwarded-for': before } = request.headers;
  const peer = request.socket.remoteAddress ?? request.ip;
  return definedOnly({
    ...endToEnd(headers),
    'x-forwarded-for': before === undefined ? peer : `${String(before)}, ${peer}`,
    'x-forwarded-proto': request.protocol,
    'x-forwarded-host': request.headers.host,
    'x-request-id': request.id,
    ...currentTrace(),
  });
}

function endToEnd(headers: Headers): Record<string, string | string[]> {
  const kept = { ...headers };
  for (const name of [...HOP_BY_HOP, ...OURS]) delete kept[name];
  return definedOnly(kept);
}

function definedOnly(headers: Headers): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(headers).filter((entry): entry is [string, string | string[]] => entry[1] !== undefined),
  );
}

/** 504 when the service took too long, 502 for everything else that kept it from answering. */
function problemOfFailure(service: string, error: unknown): Problem {
  const { statusCode, code } = (error ?? {}) as { statusCode?: number; code?: string };
  if (statusCode === 504 && code !== 'FST_REPLY_FROM_CONNECT_TIMEOUT') {
    return new Problem(504, 'service-too-slow', `The service ${service} did not answer in time.`);
  }
  return new Problem(502, 'service-unreachable', `The service ${service} can't be reached.`, {
    headers: { 'retry-after': '2' },
  });
}
