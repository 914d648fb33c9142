// An outside service as the tests of intents need one: acts once per idempotency key, and answers as it is told.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How it treats a call: `hang` acts and never answers, `fail` and `refuse` don't act. */
export type Treatment = 'answer' | 'hang' | 'fail' | 'refuse';

export class IntentReceiver {
  /** Idempotency keys in the order of the calls. */
  readonly calls: string[] = [];
  /** How often it acted for a key: once, however often it was called. */
  readonly effects = new Map<string, number>();
  /** What is done with the next calls whose body names this; then it answers. */
  readonly treatments = new Map<string, Treatment[]>();
  private readonly server: Server = createServer((request, response) => this.receive(request, response));

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private receive(request: IncomingMessage, response: ServerResponse): void {
    const chunks: Buffer[] = [];
    request.on('error', () => response.destroy());
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const key = String(request.headers['idempotency-key']);
      this.calls.push(key);
      const treatment = this.treatments.get(body)?.shift() ?? 'answer';
      if (treatment === 'fail' || treatment === 'refuse') {
        response.writeHead(treatment === 'fail' ? 503 : 422).end();
        return;
      }
      if (!this.effects.has(key)) this.effects.set(key, 1);
      if (treatment === 'answer') response.writeHead(200).end();
    });
  }
}
