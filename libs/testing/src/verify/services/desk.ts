// Agents at their desks: they follow their offers, take every call, and end the conversation when the caller has gone.
import { setTimeout as pause } from 'node:timers/promises';
import { EventSourceParserStream } from 'eventsource-parser/stream';
import type { Client } from './client.js';

const PRESENT_EVERY_MS = 5_000;
const AGAIN_AFTER_MS = 500;
const TALKS_MS = 1_500;

interface Offer {
  readonly offerId: string;
  readonly interactionId: string;
}

export class Desk {
  /** Offers whose acceptance was acknowledged, or not answered. */
  readonly accepted = new Set<string>();
  private readonly working: Promise<unknown>;
  private readonly over = new AbortController();

  constructor(
    private readonly agentId: string,
    private readonly token: string,
    private readonly client: Client,
    private readonly address: string,
  ) {
    this.working = Promise.all([this.staysPresent(), this.follows()]);
  }

  async leave(): Promise<void> {
    this.over.abort();
    await this.working;
  }

  private async staysPresent(): Promise<void> {
    while (!this.over.signal.aborted) {
      await this.post(`agents/${this.agentId}/presence`, { presence: 'available' });
      await this.pause(PRESENT_EVERY_MS);
    }
  }

  private async follows(): Promise<void> {
    const signal = this.over.signal;
    const path = `${this.address}/api/contact-centre/agents/${this.agentId}/offers/stream`;
    while (!signal.aborted) {
      try {
        const headers = { authorization: this.token, accept: 'text/event-stream' };
        const answer = await fetch(path, { headers, signal });
        const events = answer.body
          ?.pipeThrough(new TextDecoderStream())
          .pipeThrough(new EventSourceParserStream());
        for await (const { event, data } of answer.ok && events ? events : [])
          if (event === 'offer') void this.takes(JSON.parse(data) as Offer);
      } catch {
        // The stream ended with its service; it is opened again.
      }
      await this.pause(AGAIN_AFTER_MS);
    }
  }

  private async takes({ offerId, interactionId }: Offer): Promise<void> {
    if (this.accepted.has(offerId)) return;
    this.accepted.add(offerId);
    await this.post(`offers/${offerId}:accept`, {}, `accept-${offerId}`);
    await this.pause(TALKS_MS);
    await this.post(`interactions/${interactionId}:end`, { disposition: 'answered' }, `end-${interactionId}`);
  }

  private post(path: string, body: object, key?: string) {
    const headers = {
      authorization: this.token,
      'content-type': 'application/json',
      ...(key !== undefined && { 'idempotency-key': key }),
    };
    return this.client.ask({ path: `/api/contact-centre/${path}`, headers, body: JSON.stringify(body) });
  }

  private async pause(ms: number): Promise<void> {
    await pause(ms, undefined, { signal: this.over.signal }).catch(() => undefined);
  }
}
