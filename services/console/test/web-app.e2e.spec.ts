// The built web application as browsers get it: its document with a nonce of its own, its files for ever, nothing else.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { RunningService } from '@continuo/service-kit';
import { startConsole } from './console-under-test.js';

const SCRIPT = 'console.log("the application");'.repeat(20);
const DOCUMENT = `<!doctype html><meta property="csp-nonce" nonce="__CSP_NONCE__"><title>Continuo</title>
<script type="module" src="/assets/index-1a2b.js" nonce="__CSP_NONCE__"></script>`;

let folder: string;
let running: RunningService & { origin: string };

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'web-app-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), DOCUMENT);
  writeFileSync(join(folder, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  writeFileSync(join(folder, '.secret'), 'x');
  writeFileSync(join(folder, 'assets', 'index-1a2b.js'), SCRIPT);
  writeFileSync(join(folder, 'assets', 'index-1a2b.js.br'), brotliCompressSync(SCRIPT));
  writeFileSync(join(folder, 'assets', 'index-1a2b.js.gz'), gzipSync(SCRIPT));
  running = await startConsole({ WEB_APP_DIR: folder });
});

afterAll(async () => {
  await running.stop();
  rmSync(folder, { recursive: true });
});

const HTML = { accept: 'text/html,application/xhtml+xml' };
const ask = (path: string, headers: Record<string, string> = HTML) =>
  fetch(`${running.origin}${path}`, { headers });

/** `fetch` tidies addresses up before it sends them, which an attacker does not do. */
function raw(path: string): Promise<{ status: number; body: string }> {
  const { hostname, port } = new URL(running.origin);
  return new Promise((resolve, reject) => {
    request({ hostname, port, path, headers: HTML }, (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => (body += chunk.toString()));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    })
      .on('error', reject)
      .end();
  });
}

describe('a page of the web application', () => {
  it.each([
    '/',
    '/journeys',
    '/journeys/welcome?version=2',
    '/bus/cdp.timeline/records',
    '/messages/m-1/why',
  ])('is there at %s', async (path) => {
    const response = await ask(path);
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      'text/html; charset=utf-8',
    ]);
    expect(await response.text()).toContain('<title>Continuo</title>');
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it('that is none is told by the application, with its own status', async () => {
    const response = await ask('/no-such-page');
    expect(response.status).toBe(404);
    expect(await response.text()).toContain('<title>Continuo</title>');
  });

  it('allows scripts from here alone, and styles by a nonce that nobody can know beforehand', async () => {
    const nonces = new Set<string>();
    for (let look = 0; look < 3; look += 1) {
      const response = await ask('/');
      const policy = response.headers.get('content-security-policy') ?? '';
      const nonce = /style-src 'self' 'nonce-([\w+/=]{24})'/.exec(policy)?.[1] ?? '';
      nonces.add(nonce);
      expect(policy.split('; ')).toEqual(
        expect.arrayContaining([
          "default-src 'none'",
          "script-src 'self'",
          "connect-src 'self'",
          "img-src 'self' data:",
          "frame-ancestors 'none'",
          "base-uri 'none'",
          "form-action 'self'",
        ]),
      );
      expect(policy).not.toMatch(/unsafe|\*|https?:/);
      const page = await response.text();
      expect(page.split(`nonce="${nonce}"`)).toHaveLength(3);
      expect(page).not.toContain('__CSP_NONCE__');
    }
    expect(nonces.size).toBe(3);
  });

  it.each([
    '/api/unknown/things',
    '/v1x/../api/none',
    '/console/none',
    '/assets/none.js',
    '/assets/',
    '/favicon.ico',
    '/index.html',
    '/index.html.gz',
    '/.secret',
    '/.env',
    '/issuer/none',
    '/sign-in/none',
    '/health/none',
  ])('is no answer to %s', async (path) => {
    const response = await ask(path);
    const text = await response.text();
    expect([response.status, text.includes('<title>')]).toEqual([404, false]);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
  });

  it('is no answer to a program that wants data', async () => {
    const response = await ask('/journeys', { accept: 'application/json' });
    expect([response.status, await response.json()]).toEqual([
      404,
      expect.objectContaining({ code: 'not-found' }),
    ]);
    expect((await fetch(`${running.origin}/journeys`, { method: 'POST' })).status).toBe(404);
  });

  it('leaves what others look for where it was', async () => {
    for (const path of [
      '/status.json',
      '/asyncapi.yaml',
      '/journey.schema.json',
      '/issuer/jwks',
      '/session',
    ]) {
      expect([path, (await ask(path)).status]).toEqual([path, 200]);
    }
  });
});

describe('a file of the web application', () => {
  it.each([
    ['br, gzip', 'br'],
    ['gzip', 'gzip'],
    ['identity', null],
  ])('comes packed as the browser takes it (%s), and is kept for ever', async (accepts, packed) => {
    const response = await ask('/assets/index-1a2b.js', { 'accept-encoding': accepts });
    expect(response.headers.get('content-encoding')).toBe(packed);
    expect(response.headers.get('content-type')).toMatch(/^(text|application)\/javascript/);
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('vary')?.toLowerCase()).toContain('accept-encoding');
    expect(await response.text()).toBe(SCRIPT);
  });

  it('beside the document is there by its name', async () => {
    const response = await ask('/icon.svg');
    expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'public, max-age=3600']);
  });

  it.each([
    '/assets/../index.html',
    '/assets/..%2findex.html',
    '/assets/%2e%2e/%2e%2e/package.json',
    '/assets/..%5c..%5cpackage.json',
    '/assets//index-1a2b.js/..',
    '/assets/%E0%A4%A',
    '/..%2f..%2f..%2fetc/passwd',
    '/assets/.%00./index.html',
    '//evil.example/assets/x.js',
  ])('is never found outside of its folder by %s', async (path) => {
    const { status, body } = await raw(path);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    expect(body).not.toMatch(/root:|"dependencies"|the application/);
  });
});

it('that was not built is told so, and the gateway does its work without it', async () => {
  const without = await startConsole({ WEB_APP_DIR: '/nowhere' });
  const response = await fetch(`${without.origin}/`, { headers: HTML });
  expect([response.status, await response.json()]).toEqual([
    503,
    expect.objectContaining({ code: 'web-app-not-built' }),
  ]);
  expect((await fetch(`${without.origin}/status.json`)).status).toBe(200);
  await without.stop();
});
