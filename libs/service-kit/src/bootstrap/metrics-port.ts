// Metrics on a port of their own, for a service whose other port the public reaches: nothing of that way leads here.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { METRICS_TYPE, type MetricsSource } from './metrics.controller.js';

export interface MetricsPort {
  /** Where it listens, e.g. `http://127.0.0.1:9464`. */
  readonly url: string;
  close(): Promise<void>;
}

/** Listens, or throws when it cannot. Answers to `GET /metrics` and to nothing else. */
export async function serveMetrics(source: MetricsSource, port: number, host: string): Promise<MetricsPort> {
  const server = createServer((request, response) => void answer(source, request, response));
  server.listen(port, host);
  await once(server, 'listening');
  return { url: urlOf(server), close: () => close(server) };
}

/** Asked every half minute: a connection that is kept saves nothing, and would be in the way of the end. */
const NOT_KEPT = { connection: 'close' };
const GRACE_MS = 1_000;

async function answer(
  source: MetricsSource,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  request.resume();
  if (request.method !== 'GET' || request.url !== '/metrics') {
    response.writeHead(404, NOT_KEPT).end();
    return;
  }
  try {
    const text = await source.text();
    response
      .writeHead(200, { ...NOT_KEPT, 'content-type': METRICS_TYPE, 'cache-control': 'no-store' })
      .end(text);
  } catch {
    response.writeHead(500, NOT_KEPT).end();
  }
}

function urlOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the metrics have no port');
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `http://${host}:${address.port}`;
}

/** A scrape that has begun may end, for a second; who only holds a connection is not waited for. */
async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  const silent = setTimeout(() => server.closeAllConnections(), GRACE_MS);
  await closed;
  clearTimeout(silent);
}
