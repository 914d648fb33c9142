// What the image holds is enough: assembled as the Dockerfile does, with the production packages only, under a user that
// may write nothing, the release steps run and a service starts, answers, and stops on SIGTERM.
import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { kafkaClient } from '@continuo/messaging';
import { eventually, testDatabase, testServers, uniquePrefix, type TestDatabase } from '@continuo/testing';
import { layOutPackages } from './production-packages.js';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const service = 'customer-data-platform';
const prefix = uniquePrefix('image');
let image: string;
let own: TestDatabase;

beforeAll(async () => {
  image = mkdtempSync(path.join(tmpdir(), 'continuo-image-'));
  chmodSync(image, 0o755);
  const assembled = await run(root, ['deploy/docker/assemble.mjs', image], {});
  if (assembled.code !== 0) throw new Error(assembled.said);
  layOutPackages(root, image);
  own = await testDatabase('image');
}, 60_000);

afterAll(async () => {
  const kafka = kafkaClient({
    brokers: testServers().kafkaBrokers.split(','),
    clientId: 'image-test',
    topicPrefix: prefix,
  });
  await kafka.admin().delete(await kafka.admin().topics());
  await kafka.close();
  await own?.drop();
  rmSync(image, { recursive: true, force: true });
}, 60_000);

interface Ended {
  readonly code: number | null;
  readonly said: string;
}

function begin(cwd: string, args: readonly string[], env: Readonly<Record<string, string>>): ChildProcess {
  // As the image's user, where the tests are root's: nothing of the image is theirs.
  const asNobody = process.getuid?.() === 0 && cwd === image ? { uid: 10001, gid: 10001 } : {};
  return spawn(process.execPath, ['--enable-source-maps', ...args], { cwd, env: { ...env }, ...asNobody });
}

async function run(
  cwd: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Ended> {
  return ended(begin(cwd, args, env));
}

function ended(child: ChildProcess): Promise<Ended> {
  const said: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => said.push(chunk));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, said: Buffer.concat(said).toString() }));
  });
}

function settings(port: number): Record<string, string> {
  const { kafkaBrokers, schemaRegistryUrl } = testServers();
  return {
    NODE_ENV: 'production',
    PORT: String(port),
    DATABASE_URL: own.url,
    KAFKA_BROKERS: kafkaBrokers,
    KAFKA_TOPIC_PREFIX: prefix,
    SCHEMA_REGISTRY_URL: schemaRegistryUrl,
    OIDC_ISSUER: 'https://id.example.org',
    WRITE_KEYS: 'web:write-key-of-the-shop',
    IDENTIFIER_HASH_KEYS: `1:${Buffer.alloc(32, 7).toString('base64')}`,
  };
}

it('runs the release steps, starts a service, and ends it with 0 on SIGTERM', async () => {
  const env = settings(await freePort());
  const steps = await Promise.all([
    run(image, [`services/${service}/dist/main.js`, 'migrate'], env),
    run(image, ['services/cli/dist/main.js', 'schemas', 'register'], env),
    run(image, ['services/cli/dist/main.js', 'topics', 'apply'], env),
  ]);
  expect(steps.map(({ code, said }) => (code === 0 ? 'done' : said))).toEqual(['done', 'done', 'done']);

  const child = begin(image, [`services/${service}/dist/main.js`], env);
  const end = ended(child);
  try {
    await eventually(async () => (await status(env['PORT'] ?? '', 'ready')) === 200, {
      what: 'readiness',
      within: 30_000,
    });
    expect(await status(env['PORT'] ?? '', 'live')).toBe(200);
  } finally {
    child.kill('SIGTERM');
  }
  const { code, said } = await end;
  expect(code === 0 ? '' : said).toBe('');
}, 90_000);

it('has the web application, compressed, and serves it by a policy without anything inline', async () => {
  const port = await freePort();
  const env = { ...settings(port), SESSION_SECRET: 'a secret of sessions, for all replicas' };
  const child = begin(image, ['services/console/dist/main.js'], env);
  const end = ended(child);
  try {
    const origin = `http://127.0.0.1:${port}`;
    await eventually(async () => (await status(String(port), 'ready')) === 200, {
      what: 'readiness',
      within: 30_000,
    });
    const page = await fetch(`${origin}/`);
    expect([page.status, page.headers.get('content-security-policy')]).toEqual([
      200,
      expect.stringContaining("script-src 'self'"),
    ]);
    const script = /<script[^>]* src="([^"]+)"/.exec(await page.text())?.[1];
    const file = await fetch(`${origin}${script}`, { headers: { 'accept-encoding': 'br' } });
    expect([file.status, file.headers.get('content-encoding')]).toEqual([200, 'br']);
    await file.arrayBuffer();
  } finally {
    child.kill('SIGTERM');
  }
  const { code, said } = await end;
  expect(code === 0 ? '' : said).toBe('');
}, 60_000);

it('has every service whose code is compiled, and each reads its configuration before anything else', async () => {
  const services = ['orchestrator', 'collaboration', 'contact-centre', 'crm', 'operations', 'console'];
  const ends = await Promise.all(
    services.map((name) => run(image, [`services/${name}/dist/main.js`], { PORT: 'x' })),
  );
  expect(ends.map(({ code, said }, at) => [services[at], code, said])).toEqual(
    services.map((name) => [name, 78, expect.stringContaining('the configuration is not usable')]),
  );
}, 60_000);

it('is built on the Node that the project is tested with, and holds nothing that only development needs', () => {
  const { devDependencies } = JSON.parse(read('package.json')) as { devDependencies: Record<string, string> };
  expect(read('deploy/docker/Dockerfile')).toContain(`node:${devDependencies['node']}-`);
  const dockerfile = read('deploy/docker/Dockerfile');
  expect(dockerfile).toMatch(/^USER 10001:10001$/m);
  expect(dockerfile).toMatch(/^ENV NODE_ENV=production/m);
  expect(dockerfile).not.toMatch(/^ADD |:latest|HEALTHCHECK/m);
  for (const never of ['.git', '.continuo', '.env*', '**/node_modules', '**/dist']) {
    expect(read('.dockerignore').split('\n')).toContain(never);
  }
});

async function status(port: string, kind: 'live' | 'ready'): Promise<number> {
  return (await fetch(`http://127.0.0.1:${port}/health/${kind}`)).status;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
