// An agent's browser: follows the stream of offers, and can die.
import { eventually } from '@continuo/testing';
import type { OfferBody } from '../src/offers/offer-body.js';

export interface StreamEvent {
  readonly type: string;
  readonly id: string;
  readonly data: OfferBody & { readonly reason?: string };
}

export class AgentStream {
  readonly events: StreamEvent[] = [];
  readonly #abort = new AbortController();
  #ended: Promise<void> | undefined;

  /** Opens it and waits until it has begun. */
  static async open(url: string, token: string, lastEventId?: string): Promise<AgentStream> {
    const stream = new AgentStream();
    const answer = await fetch(url, {
      signal: stream.#abort.signal,
      headers: {
        authorization: `Bearer ${token}`,
        accept: 'text/event-stream',
        ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
      },
    });
    if (answer.status !== 200 || answer.body === null)
      throw new Error(`the stream was answered ${answer.status}`);
    stream.#ended = stream.#read(answer.body).catch(() => undefined);
    if (lastEventId === undefined) await stream.next('open', () => true);
    return stream;
  }

  /** Waits for an event. */
  next(type: string, suits: (data: StreamEvent['data']) => boolean): Promise<StreamEvent> {
    return eventually(() => this.events.find((event) => event.type === type && suits(event.data)), {
      within: 15_000,
      what: `the event ${type}`,
    });
  }

  /** The browser dies, or is closed. */
  async close(): Promise<void> {
    this.#abort.abort();
    await this.#ended;
  }

  async #read(body: ReadableStream<Uint8Array>): Promise<void> {
    let text = '';
    for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        this.#take(text.slice(0, end));
        text = text.slice(end + 2);
      }
    }
  }

  #take(block: string): void {
    const field = (name: string): string =>
      block
        .split('\n')
        .filter((line) => line.startsWith(`${name}: `))
        .map((line) => line.slice(name.length + 2))
        .join('\n');
    const data = field('data');
    if (data === '') return;
    this.events.push({
      type: field('event'),
      id: field('id'),
      data: JSON.parse(data) as StreamEvent['data'],
    });
  }
}
