// A registry that misbehaves: which of its answers speak of a schema, and which only of its own state.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { EventSchema } from '../definitions.js';
import { createRegistryClient, type RegistryClientOptions } from './registry-client.js';

const schema: EventSchema = { type: 'record', name: 'ThingHappened', namespace: 'continuo.test', fields: [] };
const found = JSON.stringify({ schema: JSON.stringify(schema) });
const notFound = JSON.stringify({ error_code: 40403, message: 'Schema not found' });

type Answer = (request: IncomingMessage, response: ServerResponse) => void;
const answering =
  (status: number, body: string): Answer =>
  (_request, response) =>
    response.writeHead(status).end(body);

let answer: Answer;
let requests: string[];
let url: string;
const server = createServer((request, response) => {
  requests.push(`${request.method} ${request.url} ${request.headers.authorization ?? ''}`.trim());
  answer(request, response);
});

beforeEach(async () => {
  requests = [];
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const client = (options: Partial<RegistryClientOptions> = {}) =>
  createRegistryClient({ url, timeoutMs: 300, ...options });
const fault = (code: string, retriable: boolean): object => expect.objectContaining({ code, retriable });

describe('an answer that says nothing of the schema is registry-unreachable, and retriable', () => {
  it.each<[string, Answer]>([
    ['500', answering(500, notFound)],
    ['503', answering(503, '')],
    ['429', answering(429, notFound)],
    ['401', answering(401, notFound)],
    ['403', answering(403, notFound)],
    ['404 of another server, as a wrong base path gives', answering(404, '<html>')],
    ['404 as a problem document', answering(404, '{"status": 404, "title": "no such resource"}')],
    [
      'a redirect',
      (_request, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
    ],
    ['a connection that closes', (request) => request.socket.destroy()],
    ['no answer in time', () => undefined],
  ])('%s', async (_what, given) => {
    answer = given;
    await expect(client().schemaById(7)).rejects.toEqual(fault('registry-unreachable', true));
  });

  it('also when nobody listens', async () => {
    const away = createRegistryClient({ url: 'http://127.0.0.1:1', timeoutMs: 300 });
    await expect(away.idOf('t-continuo.test.ThingHappened', schema)).rejects.toEqual(
      fault('registry-unreachable', true),
    );
  });
});

describe('an answer about the schema', () => {
  it.each([
    ['unknown', answering(404, notFound)],
    ['no record', answering(200, JSON.stringify({ schema: '"string"' }))],
    ['no schema at all', answering(200, '{"schema": "{"}')],
  ])('%s is schema-unknown, for good', async (_what, given) => {
    answer = given;
    await expect(client().schemaById(7)).rejects.toEqual(fault('schema-unknown', false));
  });

  it('not registered under the subject is retriable: the release step may still run', async () => {
    answer = answering(404, notFound);
    const asked = client().idOf('t-continuo.test.ThingHappened', schema);
    await expect(asked).rejects.toEqual(fault('schema-not-registered', true));
  });

  it('a refusal of a new version carries the registry’s reason', async () => {
    answer = (request, response) =>
      request.url?.endsWith('/versions')
        ? response.writeHead(409).end('{"error_code": 409, "message": "field x has no default"}')
        : response.writeHead(404).end(notFound);
    await expect(client().register('t-x', schema)).rejects.toMatchObject({
      code: 'schema-refused',
      message: expect.stringContaining('field x has no default'),
    });
  });
});

describe('what was asked once', () => {
  it('is kept for ever, and asked once by many at the same time', async () => {
    answer = answering(200, found);
    const registry = client();
    const all = await Promise.all([1, 2, 3].map(() => registry.schemaById(7)));
    expect(all).toEqual([schema, schema, schema]);
    answer = answering(500, '');
    expect(await registry.schemaById(7)).toEqual(schema);
    expect(registry.knownSchema(7)).toEqual(schema);
    expect(requests).toEqual(['GET /api/schemas/ids/7']);
  });

  it('is believed unknown for a moment only', async () => {
    let now = 0;
    const registry = client({ missMs: 5_000, now: () => now });
    answer = answering(404, notFound);
    const asked = (): Promise<unknown> => registry.schemaById(7);
    await expect(asked()).rejects.toEqual(fault('schema-unknown', false));
    answer = answering(200, found);
    now = 4_999;
    await expect(asked()).rejects.toEqual(fault('schema-unknown', false));
    expect(requests).toHaveLength(1);
    now = 5_000;
    expect(await asked()).toEqual(schema);
  });

  it('is not remembered when the registry was away', async () => {
    const registry = client();
    answer = answering(500, '');
    await expect(registry.schemaById(7)).rejects.toEqual(fault('registry-unreachable', true));
    answer = answering(200, found);
    expect(await registry.schemaById(7)).toEqual(schema);
  });

  it('is bounded: the oldest goes', async () => {
    answer = answering(200, found);
    const registry = client({ maxEntries: 2 });
    for (const id of [1, 2, 3]) await registry.schemaById(id);
    expect([1, 2, 3].map((id) => registry.knownSchema(id) !== undefined)).toEqual([false, true, true]);
  });
});

it('logs in with basic auth', async () => {
  answer = answering(200, found);
  await client({ username: 'reader', password: 's3cret' }).schemaById(7);
  expect(requests).toEqual([
    `GET /api/schemas/ids/7 Basic ${Buffer.from('reader:s3cret').toString('base64')}`,
  ]);
});
