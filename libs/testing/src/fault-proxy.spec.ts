// Proves that the proxy forwards, cuts, refuses and stalls, on a plain echo server.
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { eventually } from './eventually.js';
import { FaultProxy } from './fault-proxy.js';

let echo: Server;
let proxy: FaultProxy;
const clients: Socket[] = [];

beforeAll(async () => {
  echo = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.pipe(socket);
  });
  await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve));
  proxy = await FaultProxy.to(`127.0.0.1:${(echo.address() as AddressInfo).port}`);
});

afterAll(async () => {
  for (const client of clients) client.destroy();
  await proxy.close();
  await new Promise((resolve) => echo.close(resolve));
});

interface Talk {
  readonly socket: Socket;
  heard: string;
  closed: boolean;
}

function talk(): Talk {
  const socket = connect(Number(proxy.address.split(':')[1]), '127.0.0.1');
  clients.push(socket);
  const one: Talk = { socket, heard: '', closed: false };
  socket.on('data', (chunk: Buffer) => (one.heard += chunk.toString()));
  socket.on('error', () => undefined);
  socket.on('close', () => (one.closed = true));
  return one;
}

it('forwards in both directions, and replaces the address in a URL', async () => {
  const client = talk();
  client.socket.write('hello');
  await eventually(() => client.heard === 'hello');
  expect(proxy.through('postgres://user:secret@db:5432/crm')).toBe(
    `postgres://user:secret@${proxy.address}/crm`,
  );
});

it('cuts what is open and takes new connections', async () => {
  const before = talk();
  before.socket.write('x');
  await eventually(() => before.heard === 'x');
  expect(proxy.cut()).toBeGreaterThan(0);
  await eventually(() => before.closed);
  const after = talk();
  after.socket.write('y');
  await eventually(() => after.heard === 'y');
});

it('refuses until it accepts', async () => {
  proxy.refuse();
  const refused = talk();
  await eventually(() => refused.closed);
  proxy.accept();
  const taken = talk();
  taken.socket.write('z');
  await eventually(() => taken.heard === 'z');
});

it('holds everything back while stalled, and loses nothing', async () => {
  const client = talk();
  await once(client.socket, 'connect');
  client.socket.write('before');
  await eventually(() => client.heard === 'before');
  proxy.stall();
  client.socket.write(' after');
  // A round trip of another kind on the same loop: what was to pass would have passed.
  const other = createServer((socket) => socket.end('done'));
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const probe = connect((other.address() as AddressInfo).port, '127.0.0.1');
  await once(probe, 'data');
  probe.destroy();
  other.close();
  expect([client.heard, client.closed]).toEqual(['before', false]);
  proxy.resume();
  await eventually(() => client.heard === 'before after');
});
