// Hands messages over: an intent's worker decides by the rules at the moment of sending, calls the channel, and writes
// what came of it with its answer in one transaction.
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Fault } from '@continuo/kernel';
import { Intents, type Intent, type IntentHandler, type IntentResult } from '@continuo/messaging';
import { Database } from '@continuo/persistence';
import type { SendPayload } from './deliveries.service.js';
import { DeliveriesStore, SEND_INTENT } from './deliveries.store.js';
import type { Delivery } from './delivery.js';
import { DeliveryOutcomes } from './delivery-outcomes.js';
import { decide, mayPass, type Decision } from './domain/decide.js';
import type { ProviderOutcome } from './domain/provider-answer.js';
import { SendFactsReader, type Gathered } from './send-facts.js';
import { WhatsAppChannel } from './whatsapp-channel.js';

export interface SenderOptions {
  /** Attempts before a message has failed. */
  readonly attempts: number;
  readonly retryFirstMs: number;
  readonly timeoutMs: number;
}

/** Token of the options. */
export const SENDER_OPTIONS = Symbol('collaboration:sender-options');

/** Attempts after which a refusal by facts that may still be on their way is taken as it is. */
const looksAtFacts = 3;
/** The platform's time and ours beside the provider's. */
const beyondTheCallMs = 10_000;

@Injectable()
export class Sender implements IntentHandler<SendPayload>, OnModuleInit {
  readonly kind = SEND_INTENT;
  readonly timeoutMs: number;
  readonly maxAttempts: number;
  readonly backoff: { readonly firstMs: number; readonly longestMs: number };

  constructor(
    @Inject(Intents) private readonly intents: Intents,
    @Inject(Database) private readonly database: Database,
    @Inject(DeliveriesStore) private readonly store: DeliveriesStore,
    @Inject(SendFactsReader) private readonly facts: SendFactsReader,
    @Inject(DeliveryOutcomes) private readonly outcomes: DeliveryOutcomes,
    @Inject(WhatsAppChannel) private readonly channel: WhatsAppChannel,
    @Inject(SENDER_OPTIONS) private readonly options: SenderOptions,
  ) {
    this.timeoutMs = options.timeoutMs + beyondTheCallMs;
    // The last attempt answers by itself; the worker parks only one that keeps ending its process or hanging.
    this.maxAttempts = options.attempts + 2;
    this.backoff = { firstMs: options.retryFirstMs, longestMs: 60_000 };
  }

  onModuleInit(): void {
    this.intents.register(this);
  }

  async call(intent: Intent<SendPayload>, signal: AbortSignal): Promise<IntentResult | void> {
    const { deliveryId } = intent.payload;
    const delivery = await this.database.transaction((tx) => this.store.find(tx, deliveryId));
    // Erased meanwhile, or the provider said by a status that it was sent.
    if (delivery === undefined || delivery.state !== 'queued') return;
    try {
      return await this.attempt(intent, delivery, signal);
    } catch (thrown) {
      if (signal.aborted || intent.attempt < this.options.attempts) throw thrown;
      return this.outcomes.failed(delivery, thrown instanceof Fault ? thrown.code : 'internal-error');
    }
  }

  async expired({ payload }: Intent<SendPayload>): Promise<IntentResult | void> {
    return this.settle(payload, (delivery) => this.outcomes.expired(delivery));
  }

  async parked({ payload }: Intent<SendPayload>): Promise<IntentResult | void> {
    return this.settle(payload, (delivery) => this.outcomes.failed(delivery, 'internal-error'));
  }

  private async settle(
    { deliveryId }: SendPayload,
    outcome: (delivery: Delivery) => IntentResult,
  ): Promise<IntentResult | void> {
    const delivery = await this.database.transaction((tx) => this.store.find(tx, deliveryId));
    return delivery === undefined ? undefined : outcome(delivery);
  }

  private async attempt(
    { attempt }: Intent<SendPayload>,
    found: Delivery,
    signal: AbortSignal,
  ): Promise<IntentResult | void> {
    const { decision, address, revision } = await this.decide(found, signal);
    const delivery: Delivery = { ...found, templateRevision: revision };
    switch (decision.kind) {
      case 'expire':
        return this.outcomes.expired(delivery);
      case 'hold':
        return this.outcomes.held(delivery);
      case 'refuse':
        if (mayPass(decision.code) && attempt < Math.min(looksAtFacts, this.options.attempts))
          throw again('facts-may-follow');
        return this.outcomes.refused(delivery, decision.code);
      case 'send':
        return this.send(delivery, decision, address ?? '', signal);
      case 'ask-address':
        throw new Fault('the address was asked for', { code: 'address-unasked', retriable: false });
    }
  }

  private async decide(
    delivery: Delivery,
    signal: AbortSignal,
  ): Promise<{ decision: Decision; address: string | null; revision: number | null }> {
    const request = { ...delivery, notAfter: delivery.notAfter?.getTime() ?? null };
    let gathered: Gathered = await this.facts.own(delivery);
    let decision = decide(request, gathered.facts);
    if (decision.kind === 'ask-address') {
      gathered = await this.facts.withAskedAddress(delivery, gathered, signal);
      decision = decide(request, gathered.facts);
    }
    return { decision, address: gathered.address, revision: gathered.revision };
  }

  private async send(
    delivery: Delivery,
    { text, rendered, asTemplate }: Extract<Decision, { kind: 'send' }>,
    address: string,
    signal: AbortSignal,
  ): Promise<IntentResult | void> {
    const { templateRevision: revision } = delivery;
    const shown = { address, language: text.language, revision, rendered: rendered.text };
    const isStill = await this.database.transaction((tx) => this.store.tried(tx, delivery.id, shown));
    if (!isStill) return;
    const outbound = { reference: delivery.id, to: address, text, rendered, asTemplate };
    return this.follow(delivery, address, await this.channel.send(outbound, signal));
  }

  private follow(delivery: Delivery, address: string, outcome: ProviderOutcome): IntentResult {
    switch (outcome.kind) {
      case 'sent':
        return this.outcomes.sent(delivery, outcome.providerId);
      case 'refused':
        return this.outcomes.refused(
          delivery,
          outcome.code,
          outcome.code === 'suppressed' ? address : undefined,
        );
      case 'failed':
        return this.outcomes.failed(delivery, outcome.code);
      case 'retry':
        throw again(outcome.code);
    }
  }
}

function again(code: string): Fault {
  return new Fault('the message could not be handed over yet', { code, retriable: true });
}
