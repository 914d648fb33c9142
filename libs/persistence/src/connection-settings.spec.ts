// What is sent when a connection is made, seen by whoever stands before the server: a pooler knows a handful of settings only.
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { Database } from './database.js';
import { sessionSettings } from './connection-settings.js';

/** What PgBouncer takes without being told to ignore more. */
const KNOWN = ['user', 'database', 'application_name', 'client_encoding', 'datestyle', 'timezone'];

it('names nothing with the connection that a pooler refuses', async () => {
  const packets: Buffer[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', (packet) => {
      packets.push(packet);
      socket.destroy();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const url = `postgres://somebody:secret@127.0.0.1:${port}/own`;
  await expect(Database.open({ url, applicationName: 'here' })).rejects.toThrow();
  server.close();
  // Behind its length and the version of the protocol: names and values, each ended by a zero.
  const texts = packets[0]?.subarray(8).toString().split('\0') ?? [];
  const names = texts.filter((name, at) => at % 2 === 0 && name !== '');
  expect(names).toContain('application_name');
  expect(names.filter((name) => !KNOWN.includes(name))).toEqual([]);
});

it('says the rest in the first statement', () => {
  expect(sessionSettings({ url: '', applicationName: '', idleInTransactionTimeoutMs: 300 })).toBe(
    'set statement_timeout = 30000; set idle_in_transaction_session_timeout = 300; set tcp_user_timeout = 600; ' +
      'set tcp_keepalives_idle = 5; set tcp_keepalives_interval = 2; set tcp_keepalives_count = 3',
  );
});
