// Stands in for Twilio's API: writes down what it was asked, and answers what the test wants.
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
  readonly path: string;
  readonly authorization: string;
  readonly key: string;
  readonly twiml: string;
}

export class StandInProvider {
  readonly asked: Asked[] = [];
  /** Statuses of the next answers to calls whose id holds the key; 200 when there are none. */
  readonly #answers = new Map<string, number[]>();

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(): Promise<StandInProvider> {
    const holder: { provider?: StandInProvider } = {};
    const server = createServer((request, response) => {
      const answer = async (): Promise<void> => {
        response.statusCode = (await holder.provider?.take(request)) ?? 500;
        response.setHeader('content-type', 'application/json').end('{"status":"in-progress"}');
      };
      void answer();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    holder.provider = new StandInProvider(server, url);
    return holder.provider;
  }

  /** What the next requests for a call are answered. */
  answers(callSid: string, ...statuses: number[]): void {
    this.#answers.set(callSid, statuses);
  }

  about(callSid: string): readonly Asked[] {
    return this.asked.filter(({ path }) => path.includes(callSid));
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private async take(request: IncomingMessage): Promise<number> {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const path = request.url ?? '';
    const { authorization = '', 'idempotency-key': key } = request.headers;
    this.asked.push({
      path,
      authorization,
      key: String(key),
      twiml: new URLSearchParams(body).get('Twiml') ?? '',
    });
    const callSid = /Calls\/(\w+)\.json/.exec(path)?.[1] ?? '';
    return this.#answers.get(callSid)?.shift() ?? 200;
  }
}
