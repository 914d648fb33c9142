// A console in this process at an address of its own, and a service behind it that keeps what it is asked.
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseConfig, startService, type RunningService } from '@continuo/service-kit';
import { configSchema } from '../src/config.js';
import { consoleService } from '../src/console-service.js';
import { freePort } from './small-browser.js';

export const ISSUER_SECRET = 'a secret of the local issuer, long enough';
export const SESSION_SECRET = 'a secret of sessions, for all of its replicas';

export interface Seen {
  readonly method?: string;
  readonly url?: string;
  readonly headers: IncomingMessage['headers'];
}

export interface BackService {
  readonly url: string;
  readonly seen: Seen[];
  close(): Promise<void>;
}

const quiet = () => undefined;
const telemetry = {
  logger: { debug: quiet, info: quiet, warn: quiet, error: quiet },
  metrics: { text: async () => '' },
  stop: async () => undefined,
};

/** Listens where its public address says. */
export async function startConsole(
  env: Record<string, string>,
): Promise<RunningService & { origin: string }> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const given = {
    PORT: String(port),
    PUBLIC_URL: origin,
    OIDC_ISSUER: `${origin}/issuer`,
    LOCAL_ISSUER_SECRET: ISSUER_SECRET,
    SESSION_SECRET,
    // What is built on this machine is no part of these tests.
    WEB_APP_DIR: '/nowhere',
    ...env,
  };
  const running = await startService(consoleService(parseConfig(configSchema, given)), telemetry);
  return Object.assign(running, { origin });
}

/** Answers a stream of events on `/events`, and hands out a cookie and a public answer, as no service of ours does. */
export async function startBackService(): Promise<BackService> {
  const seen: Seen[] = [];
  const server: Server = createServer((request, response) => {
    request.resume();
    const { method, url, headers } = request;
    seen.push({ method, url, headers });
    if (url?.endsWith('/events') === true) {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      return void response.write('id: 1\ndata: {"n":1}\n\n');
    }
    response.writeHead(200, {
      'content-type': 'application/json',
      'cache-control': 'public, max-age=600',
      'set-cookie': 'continuo-session-0=planted',
    });
    return void response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
