// A TCP proxy between a client and a server that can cut, stall and refuse connections.
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

export class FaultProxy {
  readonly #pairs = new Set<readonly [Socket, Socket]>();
  readonly #server: Server;
  #refusing = false;
  #stalled = false;

  private constructor(server: Server, host: string, port: number) {
    this.#server = server;
    server.on('connection', (client) => this.#forward(client, connect({ host, port })));
  }

  /** Listens on a free port of the loopback and forwards to `host:port`. */
  static async to(address: string): Promise<FaultProxy> {
    const { hostname, port } = new URL(`tcp://${address}`);
    const server = createServer({ pauseOnConnect: true });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    return new FaultProxy(server, hostname, Number(port));
  }

  /** `host:port` to give to the client. */
  get address(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** A URL with its host and port replaced by the proxy's. */
  through(url: string): string {
    const changed = new URL(url);
    changed.host = this.address;
    return changed.toString();
  }

  get connections(): number {
    return this.#pairs.size;
  }

  /** Resets every connection; new ones are taken. Answers how many were cut. */
  cut(): number {
    const pairs = [...this.#pairs];
    for (const [client, server] of pairs) {
      client.resetAndDestroy();
      server.resetAndDestroy();
    }
    return pairs.length;
  }

  /** Cuts, and resets every new connection until `accept`. */
  refuse(): void {
    this.#refusing = true;
    this.cut();
  }

  accept(): void {
    this.#refusing = false;
  }

  /** Nothing passes in either direction, and nobody is told, until `resume`. */
  stall(): void {
    this.#stalled = true;
    for (const pair of this.#pairs) for (const socket of pair) socket.pause();
  }

  resume(): void {
    this.#stalled = false;
    for (const pair of this.#pairs) for (const socket of pair) socket.resume();
  }

  async close(): Promise<void> {
    this.refuse();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #forward(client: Socket, server: Socket): void {
    if (this.#refusing) {
      client.resetAndDestroy();
      server.destroy();
      return;
    }
    const pair = [client, server] as const;
    this.#pairs.add(pair);
    this.#copy(client, server, pair);
    this.#copy(server, client, pair);
    if (!this.#stalled) client.resume();
  }

  #copy(from: Socket, to: Socket, pair: readonly [Socket, Socket]): void {
    from.on('data', (chunk) => {
      if (to.write(chunk) || this.#stalled) return;
      from.pause();
      to.once('drain', () => {
        if (!this.#stalled) from.resume();
      });
    });
    from.on('end', () => to.end());
    from.on('error', () => to.destroy());
    from.on('close', () => {
      this.#pairs.delete(pair);
      to.destroy();
    });
  }
}
