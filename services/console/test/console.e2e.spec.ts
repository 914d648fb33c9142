// The console from outside: requests go through to the services as they are, and what runs is told as it is.
import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import {
  localClientSecret,
  parseConfig,
  startService,
  TokenVerifier,
  type RunningService,
} from '@continuo/service-kit';
import { eventually } from '@continuo/testing';
import { configSchema } from '../src/config.js';
import { consoleService } from '../src/console-service.js';

const SECRET = 'a secret of the local issuer, long enough';

interface Seen {
  readonly method?: string;
  readonly url?: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

interface Backend {
  readonly url: string;
  readonly seen: Seen[];
  ready: boolean;
  close(): Promise<void>;
}

const quiet = () => undefined;
const telemetry = {
  logger: { debug: quiet, info: quiet, warn: quiet, error: quiet },
  metrics: { text: async () => '' },
  stop: async () => undefined,
};

/** A service that keeps what it is asked. */
async function startBackend(): Promise<Backend> {
  const seen: Seen[] = [];
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method, url, headers } = request;
      if (url === '/health/ready') {
        response.statusCode = backend.ready ? 200 : 503;
        return response.end(JSON.stringify({ checks: [{ name: 'database', ok: backend.ready }] }));
      }
      seen.push({ method, url, headers, body: Buffer.concat(chunks) });
      if (url?.includes('/slow') === true) return;
      if (url?.includes('/cut') === true) return void request.socket.destroy();
      response.writeHead(url?.includes('/refused') === true ? 422 : 200, {
        'content-type': 'application/json',
        'keep-alive': 'timeout=5',
        etag: '"7"',
      });
      response.write('{"first":1,');
      response.end('"second":2}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const backend: Backend = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    ready: true,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return backend;
}

let backend: Backend;
let gateway: RunningService;

async function startConsole(env: Record<string, string>): Promise<RunningService> {
  return startService(
    consoleService(parseConfig(configSchema, { PORT: '0', WEB_APP_DIR: '/nowhere', ...env })),
    telemetry,
  );
}

beforeAll(async () => {
  backend = await startBackend();
  gateway = await startConsole({
    CUSTOMER_DATA_PLATFORM_URL: backend.url,
    ORCHESTRATOR_URL: 'http://127.0.0.1:1',
    LOCAL_ISSUER_SECRET: SECRET,
    OIDC_ISSUER: 'http://127.0.0.1:8080/issuer',
    GATEWAY_TIMEOUT_MS: '400',
  });
});

afterAll(async () => {
  await gateway.stop();
  await backend.close();
});

/** A request for exactly this path. */
function rawStatus(path: string): Promise<number> {
  const { hostname, port } = new URL(gateway.url);
  return new Promise((resolve, reject) => {
    request({ hostname, port, path, method: 'GET' }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
}

const ask = (path: string, init?: RequestInit) => fetch(`${gateway.url}${path}`, init);

describe('the gateway', () => {
  it('hands a request on as it is, and the answer back', async () => {
    const packed = new Uint8Array(gzipSync('{"event":"Seen"}'));
    const response = await ask('/v1/track?a=1&b=%2F', {
      method: 'POST',
      body: packed,
      headers: {
        'content-type': 'application/json',
        'content-encoding': 'gzip',
        authorization: 'Basic d2s6',
        'x-request-id': 'request-0001',
        traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      },
    });
    expect([response.status, await response.json()]).toEqual([200, { first: 1, second: 2 }]);
    expect(response.headers.get('etag')).toBe('"7"');
    expect(response.headers.get('x-request-id')).toBe('request-0001');
    const seen = backend.seen.at(-1);
    expect(seen).toMatchObject({ method: 'POST', url: '/v1/track?a=1&b=%2F' });
    expect(seen?.body.equals(packed)).toBe(true);
    expect(seen?.headers).toMatchObject({
      authorization: 'Basic d2s6',
      'content-encoding': 'gzip',
      'x-request-id': 'request-0001',
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-proto': 'http',
    });
  });

  it.each([
    ['application/x-www-form-urlencoded', 'CallSid=CA1&From=%2B41790000001'],
    ['text/plain', '{"event":"Seen"}'],
    ['application/octet-stream', 'bytes'],
  ])('hands a body of %s on byte for byte, as it is signed', async (type, body) => {
    const headers = { 'content-type': type };
    const response = await ask('/v1/track', { method: 'POST', body, headers });
    await response.text();
    expect(response.status).toBe(200);
    expect(backend.seen.at(-1)?.body.toString()).toBe(body);
    expect(backend.seen.at(-1)?.headers['content-type']).toBe(type);
  });

  it('hands a preflight of a browser on, which only the service can answer', async () => {
    const headers = { origin: 'https://shop.example', 'access-control-request-method': 'POST' };
    await (await ask('/v1/track', { method: 'OPTIONS', headers })).text();
    expect(backend.seen.at(-1)).toMatchObject({ method: 'OPTIONS', url: '/v1/track', headers });
  });

  it('keeps the prefix and the status of a refusal', async () => {
    const response = await ask('/api/customer-data-platform/profiles/refused', { method: 'DELETE' });
    expect(response.status).toBe(422);
    expect(backend.seen.at(-1)).toMatchObject({
      method: 'DELETE',
      url: '/api/customer-data-platform/profiles/refused',
    });
  });

  it.each([
    ['is away', '/api/orchestrator/journeys', 502, 'service-unreachable', 'orchestrator'],
    [
      'cuts the connection',
      '/api/customer-data-platform/cut',
      502,
      'service-unreachable',
      'customer-data-platform',
    ],
    ['is too slow', '/api/customer-data-platform/slow', 504, 'service-too-slow', 'customer-data-platform'],
  ])('names the service that %s', async (_case, path, status, code, service) => {
    const response = await ask(path);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(await response.json()).toMatchObject({ code, detail: expect.stringContaining(service) });
  });

  it('knows no other service', async () => {
    expect((await ask('/api/crm/contacts')).status).toBe(404);
  });

  // `fetch` tidies addresses up before it sends them, which an attacker does not do.
  it.each([
    '/api/customer-data-platform/../../metrics',
    '/api/customer-data-platform/..%2f..%2fmetrics',
    '/api/customer-data-platform/%2e%2e/%2e%2e/metrics',
    '/v1/../metrics',
    '/v1/..%5c..%5cmetrics',
    '/api/customer-data-platform/%E0%A4%A',
    '/api/customer-data-platform//evil.example/metrics',
    '/api/customer-data-platform/a%00b',
  ])('does not let %s out of its service, nor break over it', async (path) => {
    const before = backend.seen.length;
    const status = await rawStatus(path);
    const reached = backend.seen.slice(before).map(({ url }) => url);
    expect(status).toBeLessThan(500);
    for (const url of reached) expect(url).toMatch(/^\/(api\/customer-data-platform|v1)\//);
  });
});

describe('what runs', () => {
  it('is told to everybody, with what each decides and where its interface is described', async () => {
    const services = (await (await ask('/status.json')).json()) as { name: string; state: string }[];
    expect(services.map(({ name, state }) => [name, state])).toEqual([
      ['customer-data-platform', 'ready'],
      ['orchestrator', 'unreachable'],
    ]);
    for (const file of ['/asyncapi.yaml', '/journey.schema.json']) {
      expect([file, (await ask(file)).status]).toEqual([file, 200]);
    }
  });

  it('is told with its addresses only to who is signed in', async () => {
    expect((await ask('/console/addresses')).status).toBe(401);
  });

  it('tells nobody in production where anything is', async () => {
    const inProduction = await startConsole({
      NODE_ENV: 'production',
      CUSTOMER_DATA_PLATFORM_URL: backend.url,
      ORCHESTRATOR_URL: 'http://orchestrator.inside:8105',
      KAFKA_BROKERS: 'kafka.inside:9092',
      SCHEMA_REGISTRY_URL: 'http://registry.inside:8081',
      JAEGER_URL: 'http://jaeger.inside:16686',
      OIDC_ISSUER: 'https://id.example.com',
      SESSION_SECRET: 'a secret of sessions, for all replicas',
    });
    const text = await (await fetch(`${inProduction.url}/status.json`)).text();
    expect(text).toContain('Customer data platform');
    expect(text).not.toMatch(/\.inside|127\.0\.0\.1:(?!8080)/);
    await inProduction.stop();
  });

  it('notices a service that stops being ready', async () => {
    backend.ready = false;
    const state = await eventually(async () => {
      const services = (await (await ask('/status.json')).json()) as {
        name: string;
        state: string;
        failing: string[];
      }[];
      return services.find(({ name, state }) => name === 'customer-data-platform' && state === 'not-ready');
    });
    expect(state.failing).toEqual(['database']);
    backend.ready = true;
  });
});

describe('the local issuer', () => {
  const form = (fields: Record<string, string>) =>
    ask('/issuer/token', { method: 'POST', body: new URLSearchParams(fields) }).then(async (response) => ({
      status: response.status,
      body: (await response.json()) as Record<string, string>,
    }));
  const client = (id: string) => ({ client_id: id, client_secret: localClientSecret(SECRET, id) });

  it('gives tokens that a service believes', async () => {
    const { body } = await form({ grant_type: 'client_credentials', ...client('orchestrator') });
    const verifier = new TokenVerifier({
      issuer: 'http://127.0.0.1:8080/issuer',
      jwksUrl: `${gateway.url}/issuer/jwks`,
      audience: 'continuo',
      algorithms: ['EdDSA'],
      leewaySeconds: 5,
      rolesClaim: 'roles',
    });
    expect(await verifier.verify(String(body.access_token))).toMatchObject({
      subject: 'orchestrator',
      roles: ['integrator'],
    });
    const asked = {
      grant_type: 'urn:continuo:grant:development',
      role: 'designer,operator',
      ...client('continuo-cli'),
    };
    expect(await verifier.verify(String((await form(asked)).body.access_token))).toMatchObject({
      roles: ['designer', 'operator'],
    });
  });

  it('refuses wrong secrets, wrong roles and other clients that choose roles', async () => {
    const grant = 'urn:continuo:grant:development';
    const wrong = await form({
      grant_type: 'client_credentials',
      client_id: 'orchestrator',
      client_secret: 'guess',
    });
    expect([wrong.status, wrong.body.error]).toEqual([401, 'invalid_client']);
    const root = await form({ grant_type: grant, role: 'root', ...client('continuo-cli') });
    expect([root.status, root.body.error]).toEqual([400, 'invalid_scope']);
    const other = await form({ grant_type: grant, role: 'admin', ...client('orchestrator') });
    expect([other.status, other.body.error]).toEqual([400, 'unauthorized_client']);
  });

  it('refuses to run in production, and is not there without its secret', async () => {
    await expect(startConsole({ NODE_ENV: 'production', LOCAL_ISSUER_SECRET: SECRET })).rejects.toThrow(
      /refuses to run/,
    );
    const without = await startConsole({});
    expect((await fetch(`${without.url}/issuer/jwks`)).status).toBe(404);
    await without.stop();
  });
});
