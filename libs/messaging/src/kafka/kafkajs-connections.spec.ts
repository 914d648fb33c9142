// Who asks for a connection that is being made waits for it, and a closed client ends also what it was still making.
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { eventually } from '@continuo/testing';
import { logLevel, type LogEntry } from 'kafkajs';
import { connectOnce, OwnKafka } from './kafkajs-connections.js';
import { kafkajsSocket } from './kafkajs-socket.js';

const sockets = new Set<Socket>();
let server: Server;
let port: number;
let accepted = 0;

/** Takes every connection and never says anything. */
beforeAll(async () => {
  server = createServer((socket) => {
    accepted += 1;
    sockets.add(socket.on('close', () => sockets.delete(socket)).on('error', () => undefined));
    socket.resume();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  ({ port } = server.address() as AddressInfo);
});

beforeEach(() => {
  accepted = 0;
});

afterAll(() => {
  for (const socket of sockets) socket.destroy();
  server.close();
});

interface Pool {
  getConnection(index?: number): Promise<unknown>;
  destroy(): Promise<void>;
}

/** As kafkajs makes it for each broker. */
function poolOf(socketFactory = kafkajsSocket): Pool {
  const require = createRequire(import.meta.url);
  const ConnectionPool = require('kafkajs/src/network/connectionPool') as new (options: object) => Pool;
  const silent = { debug: () => undefined, error: () => undefined, namespace: () => silent };
  const address = { host: '127.0.0.1', port, clientId: 'test' };
  const timeouts = { connectionTimeout: 5_000, requestTimeout: 5_000 };
  return new ConnectionPool({ ...address, ...timeouts, socketFactory, logger: silent });
}

it('connects once for all who ask at once, and anew after an end', async () => {
  connectOnce();
  const pool = poolOf();
  const asked = await Promise.all([0, 1, 0, 1, 0].map((index) => pool.getConnection(index)));
  await eventually(() => accepted === 2);
  expect([new Set(asked).size, accepted]).toEqual([2, 2]);
  await pool.destroy();
  await eventually(() => sockets.size === 0, { what: 'no socket to be left' });
  await Promise.all([pool.getConnection(), pool.getConnection()]);
  await eventually(() => accepted === 3);
  await pool.destroy();
  await eventually(() => sockets.size === 0, { what: 'no socket to be left' });
});

it('lets all who wait know that it could not connect, and tries again for the next', async () => {
  connectOnce();
  let refusals = 1;
  const pool = poolOf((options) => {
    if (refusals-- > 0) throw new Error('not now');
    return kafkajsSocket(options);
  });
  const both = await Promise.allSettled([pool.getConnection(), pool.getConnection()]);
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await pool.getConnection();
  await pool.destroy();
});

it('ends what is still connecting when it is closed, without a word, and connects no more', async () => {
  connectOnce();
  const told: LogEntry[] = [];
  // The server takes the connection and never shakes hands: for kafkajs that is connecting.
  const kafka = new OwnKafka({
    brokers: [`127.0.0.1:${port}`],
    ssl: true,
    connectionTimeout: 60_000,
    logLevel: logLevel.WARN,
    logCreator: () => (entry) => void told.push(entry),
  });
  const connecting = kafka.admin().connect();
  await eventually(() => accepted === 1);
  kafka.close();
  await expect(connecting).rejects.toThrow();
  await expect(kafka.admin().connect()).rejects.toMatchObject({ type: 'CLIENT_CLOSED' });
  await eventually(() => sockets.size === 0, { what: 'no socket to be left' });
  expect([accepted, told]).toEqual([1, []]);
});
