// WhatsApp and Twilio as seen by whoever counts: every call with its key, and answers that get lost after the deed.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Draws } from '../seeded.js';

export interface ProviderCall {
  readonly provider: 'whatsapp' | 'twilio';
  /** The idempotency key; for WhatsApp also what its statuses repeat. */
  readonly key: string;
  /** Whom it reaches: a number, or a call's id. */
  readonly to: string;
}

/** The share of calls that are done and whose answer is lost, and of those that are refused for now. */
const LOST = 0.04;
const AWAY = 0.04;

export class PlayedProviders {
  readonly calls: ProviderCall[] = [];
  /** Answers that were lost on purpose. */
  lost = 0;
  /** Calls that were turned away on purpose. */
  away = 0;

  private constructor(
    private readonly server: Server,
    private readonly draws: Draws,
  ) {}

  static async start(draws: Draws): Promise<PlayedProviders> {
    const server = createServer();
    const providers = new PlayedProviders(server, draws);
    server.on('request', (request, response) => void providers.answer(request, response));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return providers;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close').catch(() => undefined);
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const body = await textOf(request);
      const fate = this.draws.next();
      if (fate < AWAY) {
        this.away += 1;
        return reply(response, 503, {});
      }
      const call = callOf(request, body);
      this.calls.push(call);
      if (fate < AWAY + LOST) {
        this.lost += 1;
        response.destroy();
        return;
      }
      reply(response, 200, answerTo(call));
    } catch {
      response.destroy(); // the caller went away in the middle of its own request
    }
  }
}

function callOf(request: IncomingMessage, body: string): ProviderCall {
  const key = String(request.headers['idempotency-key'] ?? '');
  const path = request.url ?? '';
  if (path.startsWith('/twilio/'))
    return { provider: 'twilio', key, to: /Calls\/(\w+)\.json/.exec(path)?.[1] ?? '' };
  const sent = JSON.parse(body) as { readonly to: string; readonly biz_opaque_callback_data?: string };
  return { provider: 'whatsapp', key: sent.biz_opaque_callback_data ?? key, to: sent.to };
}

function answerTo({ provider, key, to }: ProviderCall): object {
  if (provider === 'twilio') return { sid: to, status: 'in-progress' };
  return {
    messaging_product: 'whatsapp',
    contacts: [{ input: to, wa_id: to }],
    messages: [{ id: `wamid.sent.${key}` }],
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function reply(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
