// A socket that is let go of again and again after its end collects no listeners.
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { kafkajsSocket } from './kafkajs-socket.js';

it('lets go of a socket that has ended as often as it is told to', async () => {
  const server = createServer((socket) => socket.end()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const socket = kafkajsSocket({ host: '127.0.0.1', port, ssl: {}, onConnect: () => undefined });
  socket.on('error', () => undefined).destroy();
  await once(socket, 'close');
  const before = socket.listenerCount('connect');
  for (let times = 0; times < 20; times += 1) socket.unref();
  expect(socket.listenerCount('connect')).toBe(before);
  server.close();
});
