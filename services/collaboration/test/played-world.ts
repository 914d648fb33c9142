// Whom the service calls, played by one small server: the customer data platform, and WhatsApp.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PlayedPlatform } from './played-platform.js';

/** A call that WhatsApp was made. */
export interface ProviderCall {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Readonly<Record<string, unknown>>;
}

/** What WhatsApp answers; nothing: it acts, and never answers. */
export type ProviderAnswer = { readonly status: number; readonly body: unknown } | undefined;

export class PlayedWorld {
  readonly calls: ProviderCall[] = [];
  /** Who customers are and what they agreed to. */
  readonly platform = new PlayedPlatform();
  /** Phone numbers by profile, as the platform has them. */
  readonly phones = new Map<string, string>();
  readonly asked: string[] = [];
  /** By the number that is written to; of a list, one answer after the other, the last for ever. */
  readonly answers = new Map<string, (ProviderAnswer | Promise<ProviderAnswer>)[]>();
  readonly #hanging = new Set<ServerResponse>();
  #sent = 0;

  private constructor(
    private readonly server: ReturnType<typeof createServer>,
    readonly url: string,
  ) {}

  static async start(): Promise<PlayedWorld> {
    const holder: { world?: PlayedWorld } = {};
    const server = createServer((request, response) => void holder.world?.answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return (holder.world = new PlayedWorld(server, url));
  }

  /** The calls for one number, with or without its plus sign. */
  callsTo(phone: string): readonly ProviderCall[] {
    return this.calls.filter(({ body }) => body['to'] === phone.replace('+', ''));
  }

  async stop(): Promise<void> {
    for (const response of this.#hanging) response.destroy();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const answer = await this.answerTo(request, text);
    if (answer === undefined) return void this.#hanging.add(response);
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer.body));
  }

  private async answerTo({ url = '', headers }: IncomingMessage, text: string): Promise<ProviderAnswer> {
    if (this.platform.plays(url)) return this.platform.answer(url, headers, text);
    const body = JSON.parse(text) as Record<string, unknown>;
    if (url.endsWith('/profiles:batchGet')) return { status: 200, body: this.profiles(body.ids as string[]) };
    this.calls.push({ path: url, headers, body });
    return this.whatsApp(String(body.to));
  }

  private profiles(ids: readonly string[]): object {
    this.asked.push(...ids);
    const profiles = ids.map((id) => {
      const phone = this.phones.get(id);
      return { id, askedId: id, traits: phone === undefined ? {} : { phone: { value: phone, saidAt: '' } } };
    });
    return { profiles };
  }

  private whatsApp(to: string): ProviderAnswer | Promise<ProviderAnswer> {
    const planned = this.answers.get(to);
    if (planned !== undefined && planned.length > 0) return planned.length > 1 ? planned.shift() : planned[0];
    this.#sent += 1;
    const id = `wamid.out${this.#sent}`;
    return { status: 200, body: { messaging_product: 'whatsapp', messages: [{ id }] } };
  }
}

/** An error as Meta shapes it. */
export function metaError(status: number, code: number): ProviderAnswer {
  return {
    status,
    body: { error: { message: `(#${code})`, type: 'OAuthException', code, fbtrace_id: 'x' } },
  };
}
