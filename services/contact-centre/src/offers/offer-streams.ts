// The open streams of this process: looked after by one loop, woken at once by what happens here and else by polling.
import { ok, type Result } from '@continuo/kernel';
import { MESSAGING_OPTIONS, WakeUp, type MessagingOptions } from '@continuo/messaging';
import { Inject, Injectable, type MessageEvent, type OnModuleDestroy } from '@nestjs/common';
import { Observable, type Subscriber } from 'rxjs';
import { AgentsService } from '../agents/agents.service.js';
import { RoutingSignal } from '../queues/routing-signal.js';
import { ROUTING_RULES, type RoutingRules } from '../settings/settings.tokens.js';
import { OfferNews } from './offer-news.js';

interface Stream {
  readonly agentId: string;
  readonly subscriber: Subscriber<MessageEvent>;
  /** What was told; undefined before the first look. */
  told: number | undefined;
  begun: boolean;
}

const POLL_MS = 200;

@Injectable()
export class OfferStreams implements OnModuleDestroy {
  readonly #open = new Set<Stream>();
  readonly #bell = new WakeUp();
  readonly #unlisten: () => void;
  #running: Promise<void> | undefined;
  #seenAt = 0;

  constructor(
    @Inject(OfferNews) private readonly news: OfferNews,
    @Inject(AgentsService) private readonly agents: AgentsService,
    @Inject(ROUTING_RULES) private readonly rules: RoutingRules,
    @Inject(MESSAGING_OPTIONS) private readonly options: MessagingOptions,
    @Inject(RoutingSignal) signal: RoutingSignal,
  ) {
    this.#unlisten = signal.onRing(() => this.#bell.ring());
  }

  /** The stream of an agent, after an event that they have seen. It ends when the process stops. */
  async of(
    agentId: string,
    after: number | undefined,
  ): Promise<Result<Observable<MessageEvent>, 'agent-unknown'>> {
    const agent = await this.agents.find(agentId);
    if (!agent.ok) return agent;
    return ok(
      new Observable<MessageEvent>((subscriber) => {
        const stream: Stream = { agentId, subscriber, told: after, begun: false };
        this.#open.add(stream);
        // An open stream is a sign of life, from its first moment to its last.
        void this.#seen([agentId]);
        this.#running ??= this.#run();
        this.#bell.ring();
        return () => {
          this.#open.delete(stream);
          void this.#seen([agentId]);
        };
      }),
    );
  }

  async onModuleDestroy(): Promise<void> {
    this.#unlisten();
    for (const { subscriber } of this.#open) subscriber.complete();
    this.#bell.ring();
    await this.#running;
  }

  /** Until no stream is open. */
  async #run(): Promise<void> {
    while (this.#open.size > 0) {
      try {
        await this.#look();
      } catch (error) {
        this.options.logger?.warn({ error }, 'streams of offers could not be looked after; tried again');
      }
      await this.#bell.wait(POLL_MS);
    }
    this.#running = undefined;
  }

  async #look(): Promise<void> {
    const agentIds = [...new Set([...this.#open].map(({ agentId }) => agentId))];
    if (performance.now() - this.#seenAt > this.rules.presenceMs / 4) {
      this.#seenAt = performance.now();
      await this.#seen(agentIds);
    }
    const seqs = await this.news.seqs(agentIds);
    for (const stream of [...this.#open]) {
      const last = seqs.get(stream.agentId) ?? 0;
      if (stream.begun && stream.told === last) continue;
      const { events, seq } = await this.news.after(stream.agentId, stream.told);
      stream.told = seq;
      stream.begun = true;
      for (const event of events) stream.subscriber.next(event);
    }
  }

  async #seen(agentIds: readonly string[]): Promise<void> {
    try {
      await this.agents.seen(agentIds);
    } catch (error) {
      this.options.logger?.warn({ error }, 'a sign of life could not be written down');
    }
  }
}
