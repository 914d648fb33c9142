// Whose a connection is: whoever asks while it is being made waits for the same one, and what was closed stays closed.
import { createRequire } from 'node:module';
import type { Socket } from 'node:net';
import kafkajs, { type ISocketFactory, type KafkaConfig } from 'kafkajs';
import { kafkajsSocket } from './kafkajs-socket.js';

// Node finds only some of this CommonJS package's names when it is imported; these may not be among them.
const { Kafka, KafkaJSNonRetriableError } = kafkajs;

/** The two connections to one broker, as kafkajs keeps them. */
interface Pool {
  readonly socketFactory: ISocketFactory;
  readonly pool: readonly { isConnected(): boolean }[];
}

interface PoolPrototype {
  getConnection(this: Pool, index?: number): Promise<unknown>;
}

/** By the factory of their sockets, which is all that a pool knows of the client it belongs to. */
const closed = new WeakSet<ISocketFactory>();

let replaced = false;

/**
 * kafkajs 2.2.4 has two faults here. Asked twice at once for what is not connected, a pool connects twice and forgets one
 * socket. And a question that is still under way when its client is disconnected, were it only waiting to try again,
 * connects anew: nobody knows of that connection, and it keeps the process alive.
 */
export function connectOnce(): void {
  if (replaced) return;
  replaced = true;
  const require = createRequire(import.meta.url);
  const { prototype } = require('kafkajs/src/network/connectionPool') as {
    readonly prototype: PoolPrototype;
  };
  const original = prototype.getConnection;
  if (typeof original !== 'function') throw new TypeError('kafkajs connects elsewhere than 2.2.4 does');
  const connecting = new WeakMap<object, Promise<unknown>>();
  prototype.getConnection = function getConnection(this: Pool, index = 0): Promise<unknown> {
    if (closed.has(this.socketFactory)) return Promise.reject(goneError());
    const connection = this.pool[index];
    if (connection === undefined || connection.isConnected()) return original.call(this, index);
    const underWay =
      connecting.get(connection) ??
      original.call(this, index).finally(() => void connecting.delete(connection));
    connecting.set(connection, underWay);
    return underWay;
  };
}

/** kafkajs tries everything again that does not say that it is of no use. */
function goneError(): Error {
  return Object.assign(new KafkaJSNonRetriableError('the client was closed'), { type: 'CLIENT_CLOSED' });
}

/** A kafkajs of one owner, who can close it for good: made for each producer, consumer, admin or cluster connection. */
export class OwnKafka extends Kafka {
  private readonly factory: ISocketFactory;
  private readonly sockets: ReadonlySet<Socket>;

  constructor(config: KafkaConfig) {
    const sockets = new Set<Socket>();
    const make = config.socketFactory ?? kafkajsSocket;
    const factory: ISocketFactory = (options) => {
      const socket = make(options);
      sockets.add(socket);
      return socket.once('close', () => sockets.delete(socket));
    };
    const { logCreator } = config;
    super({
      ...config,
      socketFactory: factory,
      // What ends because it was closed is no fault to tell of.
      ...(logCreator && {
        logCreator: (level) => {
          const tell = logCreator(level);
          return (entry) => void (closed.has(factory) || tell(entry));
        },
      }),
    });
    this.factory = factory;
    this.sockets = sockets;
  }

  /** From now on nothing is sent and nothing connects; what was sent may still be answered. */
  refuse(): void {
    closed.add(this.factory);
  }

  /** Ends every connection that is left, also one that is being made; who still waits for an answer gets an error. */
  close(): void {
    this.refuse();
    for (const socket of this.sockets) socket.destroy(goneError());
  }
}
