// Sockets as kafkajs makes them itself, but for one thing: it says goodbye to a closed one as often as it is told to.
import type { ISocketFactory } from 'kafkajs';
import { connect, isIP } from 'node:net';
import { connect as connectTls } from 'node:tls';

const KEEP_ALIVE_MS = 60_000;

/**
 * `unref` of a socket that has ended waits for it to connect, with one more listener each time: while a broker is away
 * kafkajs disconnects what is closed already again and again, until Node warns of a leak.
 */
export const kafkajsSocket: ISocketFactory = ({ host, port, ssl, onConnect }) => {
  const socket = ssl
    ? connectTls({ host, port, ...(isIP(host) === 0 && { servername: host }), ...ssl }, onConnect)
    : connect({ host, port }, onConnect);
  socket.setKeepAlive(true, KEEP_ALIVE_MS);
  const unref = socket.unref.bind(socket);
  socket.unref = () => (socket.destroyed ? socket : unref());
  return socket;
};
