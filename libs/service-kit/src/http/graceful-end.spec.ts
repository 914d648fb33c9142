// A server ends with its last answer, though callers keep their connections.
import { Agent, get, type IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { fastify, type FastifyInstance } from 'fastify';
import { endConnectionsWithAnswers } from './graceful-end.js';

let server: FastifyInstance;
let url: string;
let agent: Agent;
/** Ends what is being answered. */
let answer: () => void;
let asked: Promise<void>;

beforeEach(async () => {
  let arrived = (): void => undefined;
  asked = new Promise((resolve) => (arrived = resolve));
  const answered = new Promise<void>((resolve) => (answer = resolve));
  agent = new Agent({ keepAlive: true });
  server = fastify({ keepAliveTimeout: 65_000, forceCloseConnections: 'idle' });
  endConnectionsWithAnswers(server);
  server.get('/late', async () => {
    arrived();
    await answered;
    return { late: true };
  });
  server.get('/begun', (_request, reply) => {
    async function* parts() {
      yield 'begun';
      arrived();
      await answered;
      yield ', ended';
    }
    return reply.send(Readable.from(parts()));
  });
  url = await server.listen({ port: 0, host: '127.0.0.1' });
});

afterEach(async () => {
  agent.destroy();
  await server.close();
});

async function textOf(path: string): Promise<string> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(`${url}${path}`, { agent }, resolve).on('error', reject);
  });
  let text = '';
  for await (const part of response) text += String(part);
  return text;
}

test.each([
  ['/late', '{"late":true}'],
  ['/begun', 'begun, ended'],
])(
  'what %s was asked before the end is answered whole, and nothing is waited for afterwards',
  async (path, whole) => {
    const text = textOf(path);
    await asked;
    const begun = performance.now();
    const closing = server.close();
    setImmediate(answer);
    expect(await text).toBe(whole);
    await closing;
    // Without it, 65 seconds.
    expect(performance.now() - begun).toBeLessThan(5_000);
  },
  20_000,
);
