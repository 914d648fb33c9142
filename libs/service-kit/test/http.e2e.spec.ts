// A whole small service from outside: limits, refusals, tokens, keys, health, OpenAPI and what its log gives away.
import { gzipSync } from 'node:zlib';
import { Module } from '@nestjs/common';
import { exportSPKI } from 'jose';
import { HealthRegistry } from '../src/index.js';
import {
  ForgottenController,
  NotesController,
  startIssuer,
  startNotes,
  type SmallService,
  type TestIssuer,
} from './small-service.js';

@Module({ controllers: [NotesController, ForgottenController] })
class ForgetfulModule {}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Record<string, unknown>;
}

let issuer: TestIssuer;
let notes: SmallService;

beforeAll(async () => {
  issuer = await startIssuer();
  notes = await startNotes({ OIDC_ISSUER: issuer.url, HTTP_BODY_LIMIT_BYTES: '2048', HTTP_BODY_DEPTH: '8' });
});

afterAll(async () => {
  await notes.stop();
  await issuer.close();
});

async function call(path: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(`${notes.url}${path}`, init);
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : {} };
}

function post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const sent = typeof body === 'string' ? body : JSON.stringify(body);
  return call(path, {
    method: 'POST',
    body: sent,
    headers: { 'content-type': 'application/json', ...headers },
  });
}

async function designer(): Promise<Record<string, string>> {
  return { authorization: `Bearer ${await issuer.token({})}` };
}

describe('an action on one thing', () => {
  it('is named after a colon, whatever the id holds', async () => {
    expect((await post('/api/notes/notes/a-1.b:archive', {})).body).toEqual({ archived: 'a-1.b' });
    expect((await post('/api/notes/notes/a-1.b:copy', {})).body).toEqual({ copied: 'a-1.b' });
    expect((await post('/api/notes/notes/a-1.b:burn', {})).status).toBe(404);
    expect((await post('/api/notes/notes/a:b:copy', {})).status).toBe(404);
  });
});

describe('a request that breaks a rule', () => {
  it('is told every broken field and its rule, without its values', async () => {
    const answer = await post(
      '/api/notes/notes',
      { text: '', tags: ['ok', 'CANARY-TAG'], by: { kind: 'canary-kind', at: 'yesterday' } },
      await designer(),
    );
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.body).toMatchObject({ type: 'urn:continuo:problem:validation-failed', status: 400 });
    expect(answer.body.errors).toMatchObject([
      { field: 'text', rule: 'too-small:1' },
      { field: 'tags[1]', rule: 'format:regex' },
      { field: 'by.kind', rule: 'one-of:person|system' },
      { field: 'by.at', rule: 'format:datetime' },
    ]);
    expect(answer.text).not.toMatch(/canary/i);
  });

  it.each([
    ['malformed JSON', '{"text": ', 400, 'malformed-json'],
    ['a body deeper than allowed', `{"text":${'['.repeat(20)}${']'.repeat(20)}}`, 400, 'too-deep'],
    ['a body larger than allowed', `{"text":"${'x'.repeat(4_000)}"}`, 413, 'too-large'],
    ['a null character', '{"text":"a\\u0000b"}', 400, 'unstorable-text'],
    ['half a surrogate pair', '{"by":{"kind":"\\ud800"}}', 400, 'unstorable-text'],
    ['a key that poisons prototypes', '{"__proto__":{"admin":true}}', 400, 'forbidden-key'],
    ['nothing at all', '', 400, 'validation-failed'],
  ])('names %s', async (_case, body, status, code) => {
    const answer = await post('/api/notes/notes', body, await designer());
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it('checks parameters and queries by their schemas, and gives defaults', async () => {
    const wrong = await call('/api/notes/notes/not-a-uuid');
    expect(wrong.body.errors).toMatchObject([{ field: 'id', rule: 'format:uuid' }]);
    const tooMany = await call('/api/notes/notes/019aa000-0000-7000-8000-000000000000?limit=50');
    expect(tooMany.body.errors).toMatchObject([{ field: 'limit', rule: 'too-big:10' }]);
    const fine = await call('/api/notes/notes/019aa000-0000-7000-8000-000000000000');
    expect(fine.body).toEqual({ id: '019aa000-0000-7000-8000-000000000000', limit: 5 });
  });

  it('refuses a content type, an encoding and an address it does not know', async () => {
    const form = await call('/api/notes/notes', {
      method: 'POST',
      body: 'a=b',
      headers: { 'content-type': 'text/csv' },
    });
    expect([form.status, form.body.code]).toEqual([415, 'unsupported-media-type']);
    const encoded = await post('/api/notes/notes', '{}', { 'content-encoding': 'zstd' });
    expect([encoded.status, encoded.body.code]).toEqual([415, 'unsupported-encoding']);
    const nowhere = await call('/api/notes/nowhere/canary@example.com');
    expect([nowhere.status, nowhere.body.code]).toEqual([404, 'not-found']);
    expect(nowhere.text).not.toContain('canary');
    const outside = await call('/elsewhere');
    expect([outside.status, outside.headers.get('content-type')]).toEqual([
      404,
      expect.stringContaining('problem+json'),
    ]);
    const nul = await call('/api/notes/notes/%00');
    expect([nul.status, nul.body.code]).toEqual([400, 'unstorable-text']);
    const malformed = await call('/api/notes/notes/%zz');
    expect([malformed.status, malformed.headers.get('content-type')]).toEqual([
      400,
      expect.stringContaining('problem+json'),
    ]);
  });

  it('unpacks gzip and stops a bomb at the limit of what comes out', async () => {
    const headers = { ...(await designer()), 'content-type': 'application/json', 'content-encoding': 'gzip' };
    const send = (text: string | Buffer) =>
      call('/api/notes/notes', { method: 'POST', body: new Uint8Array(gzipSync(text)), headers });
    expect((await send('{"text":"hello"}')).status).toBe(201);
    expect((await send(Buffer.alloc(50_000_000, 32))).body.code).toBe('too-large');
    const broken = await call('/api/notes/notes', { method: 'POST', body: 'no gzip', headers });
    expect([broken.status, broken.body.code]).toEqual([400, 'malformed-request']);
  });
});

describe('an error inside', () => {
  it('is answered without stack, SQL or values, and logged with its request id', async () => {
    const answer = await call('/api/notes/notes/broken', { headers: { 'x-request-id': 'canary-request-1' } });
    expect(answer.status).toBe(500);
    expect(answer.body).toMatchObject({ code: 'internal-error', instance: 'canary-request-1' });
    expect(answer.text).not.toMatch(/constraint|canary@|at /);
    expect(notes.log.text()).toContain('canary-request-1');
    expect(notes.log.text()).not.toMatch(/canary@example|canary-secret/);
  });
});

describe('a token', () => {
  const make = (headers: Record<string, string>) => post('/api/notes/notes', { text: 'hello' }, headers);

  it('with the right role is let in, and the caller is known', async () => {
    const answer = await make(await designer());
    expect([answer.status, answer.body.caller]).toEqual([201, 'somebody']);
    expect((await make({ authorization: `Bearer ${await issuer.token({ roles: ['admin'] })}` })).status).toBe(
      201,
    );
  });

  it('is refused when it is missing, wrong or for somebody else', async () => {
    const now = Math.floor(Date.now() / 1_000);
    const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(
      JSON.stringify({ iss: issuer.url, aud: 'continuo', sub: 'x', roles: ['admin'], exp: now + 99 }),
    ).toString('base64url')}.`;
    const publicPem = new TextEncoder().encode(await exportSPKI(issuer.publicKey));
    const [header, , signature] = (await issuer.token({})).split('.');
    const [, payload] = (await issuer.token({ roles: ['admin'] })).split('.');
    const tampered = [header, payload, signature].join('.');
    const cases: readonly (readonly [string, string])[] = [
      [none, 'token-algorithm'],
      [await issuer.token({}, { alg: 'HS256', key: publicPem }), 'token-algorithm'],
      [await issuer.token({ aud: 'another' }), 'token-audience'],
      [await issuer.token({ iss: 'http://evil.example' }), 'token-issuer'],
      [await issuer.token({ exp: now - 61 }), 'token-expired'],
      [await issuer.token({ nbf: now + 120 }), 'token-not-yet-valid'],
      [await issuer.token({ exp: undefined }), 'token-expiry'],
      [await issuer.token({}, { kid: 'unknown' }), 'token-key-unknown'],
      ['not.a.token', 'token-malformed'],
      [tampered, 'token-signature'],
    ];
    for (const [token, code] of cases) {
      const answer = await make({ authorization: `Bearer ${token}` });
      expect([answer.status, answer.body.code]).toEqual([401, code]);
      expect(answer.headers.get('www-authenticate')).toContain('invalid_token');
    }
    expect((await make({})).body.code).toBe('token-missing');
  });

  it('without the role is forbidden', async () => {
    const answer = await make({
      authorization: `Bearer ${await issuer.token({ roles: ['agent', 'root'] })}`,
    });
    expect([answer.status, answer.body.code]).toEqual([403, 'role-missing']);
  });

  it('is within the leeway still good', async () => {
    const exp = Math.floor(Date.now() / 1_000) - 10;
    expect((await make({ authorization: `Bearer ${await issuer.token({ exp })}` })).status).toBe(201);
  });
});

describe('a write key', () => {
  const basic = (user: string) => ({ authorization: `Basic ${Buffer.from(`${user}:`).toString('base64')}` });

  it('lets its source in, also with JSON sent as text', async () => {
    const answer = await post(
      '/v1/track',
      { event: 'Seen' },
      { ...basic('wk_shop'), 'content-type': 'text/plain' },
    );
    expect([answer.status, answer.body.source]).toEqual([200, 'shop']);
  });

  it('may stand in the body, as SDKs in a browser put it; a header goes before it', async () => {
    const inBody = await post(
      '/v1/track',
      { event: 'Seen', writeKey: 'wk_shop' },
      { 'content-type': 'text/plain' },
    );
    expect([inBody.status, inBody.body.source]).toEqual([200, 'shop']);
    const wrong = await post('/v1/track', { event: 'Seen', writeKey: 'wk_shop' }, basic('wk_other'));
    expect([wrong.status, wrong.body.code]).toEqual([401, 'write-key-unknown']);
    for (const writeKey of [['wk_shop'], {}, 7, ''])
      expect((await post('/v1/track', { event: 'Seen', writeKey })).body.code).toBe('write-key-missing');
  });

  it('is refused when it is missing or unknown', async () => {
    expect((await post('/v1/track', { event: 'Seen' })).body.code).toBe('write-key-missing');
    const unknown = await post('/v1/track', { event: 'Seen' }, basic('wk_other'));
    expect([unknown.status, unknown.body.code]).toEqual([401, 'write-key-unknown']);
  });
});

describe('a page of another origin', () => {
  const ask = (method: string, path: string, headers: Record<string, string>) =>
    fetch(`${notes.url}${path}`, { method, headers });
  const preflight = (origin: string, path = '/v1/track', wanted = 'POST') =>
    ask('OPTIONS', path, { origin, 'access-control-request-method': wanted });

  it('that was named may call, and is told so by its own name', async () => {
    const may = await preflight('https://shop.example');
    expect(may.status).toBe(204);
    expect(Object.fromEntries(may.headers)).toMatchObject({
      'access-control-allow-origin': 'https://shop.example',
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'authorization, content-type, anonymousid',
      vary: 'origin',
    });
    expect(may.headers.has('access-control-allow-credentials')).toBe(false);
    const refused = await ask('POST', '/v1/track', { origin: 'https://shop.example' });
    expect(refused.status).toBe(401);
    // Also a refusal can be read by the page.
    expect(refused.headers.get('access-control-allow-origin')).toBe('https://shop.example');
    expect(refused.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
  });

  it.each([
    ['an origin that was not named', 'https://evil.example'],
    ['a part of a name', 'https://shop.example.evil.example'],
    ['another scheme', 'http://shop.example'],
    ['no origin of its own', 'null'],
  ])('may not with %s', async (_what, origin) => {
    const refused = await preflight(origin);
    expect([refused.status, await refused.json()]).toMatchObject([403, { code: 'origin-not-allowed' }]);
    expect(refused.headers.has('access-control-allow-origin')).toBe(false);
    expect((await ask('POST', '/v1/track', { origin })).headers.has('access-control-allow-origin')).toBe(
      false,
    );
  });

  it('may not by another method, nor elsewhere', async () => {
    expect((await preflight('https://shop.example', '/v1/track', 'DELETE')).status).toBe(403);
    const elsewhere = await preflight('https://shop.example', '/api/notes/notes');
    expect(elsewhere.status).toBe(404);
    expect(elsewhere.headers.has('access-control-allow-origin')).toBe(false);
  });
});

describe('the service itself', () => {
  it('does not start while a route has no decision', async () => {
    await expect(startNotes({}, ForgetfulModule)).rejects.toThrow(/ForgottenController\.nobodyDecided/);
  });

  it('answers for its health by the checks that were added', async () => {
    const health = notes.app.get(HealthRegistry);
    expect((await call('/health/live')).status).toBe(200);
    const forget = health.add('ready', 'database', () => {
      throw Object.assign(new Error('connect to canary failed'), { code: 'ECONNREFUSED' });
    });
    const failing = await call('/health/ready');
    expect(failing.status).toBe(503);
    expect(failing.body).toEqual({
      status: 'failing',
      checks: [{ name: 'database', ok: false, reason: 'ECONNREFUSED' }],
    });
    forget();
    expect((await call('/health/ready')).status).toBe(200);
  });

  it('describes bodies, queries, answers and problems whole in OpenAPI', async () => {
    const { body } = await call('/api/notes/openapi.json');
    const paths = body.paths as Record<string, Record<string, unknown>>;
    expect(Object.keys(paths).sort()).toEqual([
      '/api/notes/notes',
      '/api/notes/notes/broken',
      '/api/notes/notes/{id}',
      '/api/notes/notes/{id}:archive',
      '/api/notes/notes/{id}:copy',
      '/v1/track',
    ]);
    expect(paths['/api/notes/notes']?.post).toMatchObject({
      security: [{ bearer: [] }],
      requestBody: {
        content: {
          'application/json': { schema: { properties: { text: { type: 'string', maxLength: 40 } } } },
        },
      },
      responses: {
        201: { content: { 'application/json': { schema: { properties: { caller: { type: 'string' } } } } } },
        409: { description: 'There is one already.' },
      },
    });
    expect(paths['/api/notes/notes/{id}']?.get).toMatchObject({
      parameters: expect.arrayContaining([expect.objectContaining({ name: 'limit', in: 'query' })]),
    });
    expect((body.components as { schemas: object }).schemas).toHaveProperty('Problem');
  });

  it('serves metrics, names requests, and sets its headers on every answer', async () => {
    const metrics = await call('/metrics');
    expect([metrics.status, metrics.text]).toEqual([200, 'up 1\n']);
    expect(metrics.headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/);
    expect(metrics.headers.get('x-content-type-options')).toBe('nosniff');
    expect((await call('/nowhere')).headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('serves metrics at a port of their own, and then nowhere else', async () => {
    const { url, metricsUrl = '', stop } = await startNotes({ METRICS_PORT: '0' });
    const own = await fetch(`${metricsUrl}/metrics`);
    expect([own.status, await own.text()]).toEqual([200, 'up 1\n']);
    expect(own.headers.get('content-type')).toContain('version=0.0.4');
    expect((await fetch(`${url}/metrics`)).status).toBe(404);
    for (const path of ['/', '/health/ready', '/api/notes/openapi.json', '/metrics/'])
      expect((await fetch(`${metricsUrl}${path}`)).status).toBe(404);
    expect((await fetch(`${metricsUrl}/metrics`, { method: 'POST', body: 'x' })).status).toBe(404);
    await stop();
    await expect(fetch(`${metricsUrl}/metrics`)).rejects.toThrow();
  });

  it('limits the requests of one address', async () => {
    const small = await startNotes({ HTTP_RATE_PER_MINUTE: '3' });
    const statuses: number[] = [];
    for (let index = 0; index < 5; index++)
      statuses.push((await fetch(`${small.url}/api/notes/openapi.json`)).status);
    const last = await fetch(`${small.url}/api/notes/openapi.json`);
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
    expect(await last.json()).toMatchObject({ code: 'too-many-requests' });
    expect((await fetch(`${small.url}/health/live`)).status).toBe(200);
    await small.stop();
  });

  it('finds no fault of ours in a caller who has hung up before the limit was looked at', async () => {
    const addresses: unknown[] = [];
    const small = await startNotes({}, undefined, async (_app, server) => {
      server.addHook('onRequest', (request, _reply, done) => {
        request.raw.socket.destroy();
        addresses.push(request.ip);
        done();
      });
    });
    await expect(fetch(`${small.url}/api/notes/openapi.json`)).rejects.toThrow();
    await small.stop();
    expect(addresses).toEqual([undefined]);
    expect(small.log.text()).not.toContain('Error');
  });

  it('answers 503, not 401, while the issuer is away', async () => {
    const alone = await startNotes({ OIDC_ISSUER: 'http://127.0.0.1:1' });
    const response = await fetch(`${alone.url}/api/notes/notes`, {
      method: 'POST',
      body: '{"text":"a"}',
      headers: { ...(await designer()), 'content-type': 'application/json' },
    });
    expect([response.status, await response.json()]).toMatchObject([503, { code: 'issuer-unreachable' }]);
    await alone.stop();
  });
});
