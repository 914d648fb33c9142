// Proves that a used port is named with its holder and the variable that moves it.
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { assertPortsFree, freeServerPorts, isPortFree } from './ports.js';

describe('ports', () => {
  it('names a used port, what it is for, who holds it, and the way out', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const wanted = [{ what: 'Kafka', port, variable: 'CONTINUO_KAFKA_PORT' }];
    await expect(assertPortsFree(wanted)).rejects.toMatchObject({
      code: 'port-in-use',
      message: expect.stringMatching(
        new RegExp(`port ${port} for Kafka is in use by .*\\(pid ${process.pid}\\).*CONTINUO_KAFKA_PORT`),
      ),
    });
    server.close();
    await once(server, 'close');
    await expect(assertPortsFree(wanted)).resolves.toBeUndefined();
  });

  it('finds four different free ports', async () => {
    const ports = Object.values(await freeServerPorts()) as number[];
    expect(new Set(ports).size).toBe(4);
    for (const port of ports) expect(await isPortFree(port)).toBe(true);
  });
});
