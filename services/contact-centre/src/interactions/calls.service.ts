// Calls as the provider tells of them: begun, held, ended. A repetition changes nothing and is answered the same.
import { QUEUES, TWILIO, type TwilioAccount } from '../settings/settings.tokens.js';
import { Outbox } from '@continuo/messaging';
import type { Transaction } from '@continuo/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import { randomUUID } from 'node:crypto';
import { Endings } from '../offers/endings.js';
import type { Queue, Queues } from '../queues/queues-file.js';
import { RoutingSignal } from '../queues/routing-signal.js';
import { callingNumber } from './domain/calling-number.js';
import { endBy, isFinal } from './domain/call-status.js';
import { enqueueTwiml, hangUpTwiml, holdTwiml, rejectTwiml } from './domain/twiml.js';
import { InteractionEvents } from './interaction-events.js';
import { InteractionsStore } from './interactions.store.js';

export interface IncomingCall {
  readonly callSid: string;
  readonly from: string;
  readonly to: string;
  readonly direction: string;
}

@Injectable()
export class CallsService {
  constructor(
    @Inject(Outbox) private readonly outbox: Outbox,
    @Inject(InteractionsStore) private readonly store: InteractionsStore,
    @Inject(InteractionEvents) private readonly events: InteractionEvents,
    @Inject(Endings) private readonly endings: Endings,
    @Inject(RoutingSignal) private readonly signal: RoutingSignal,
    @Inject(QUEUES) private readonly queues: Queues,
    @Inject(TWILIO) private readonly twilio: TwilioAccount,
  ) {}

  /** Takes a call into the queue of its number. Answers TwiML. */
  async begun(call: IncomingCall): Promise<string> {
    const queue = call.direction === 'inbound' ? this.queues.of(call.to) : undefined;
    return this.outbox.transact<string>(async (tx) => {
      await this.store.lockCall(tx, call.callSid);
      const before = await this.store.answerOf(tx, call.callSid);
      if (before !== undefined) return { result: before, outgoing: [] };
      if (await this.store.isFinished(tx, call.callSid)) return { result: hangUpTwiml, outgoing: [] };
      if (queue === undefined) return { result: rejectTwiml, outgoing: [] };
      return this.#enqueue(tx, call, queue);
    });
  }

  async #enqueue(tx: Transaction, { callSid, from }: IncomingCall, queue: Queue) {
    const waitUrl = `${this.twilio.publicUrl}/api/contact-centre/webhooks/twilio/hold?queue=${queue.name}`;
    const greeting = { language: queue.language, text: queue.greeting };
    const interaction = {
      interactionId: uuidv7(),
      callSid,
      channel: 'voice',
      direction: 'inbound' as const,
      queue: queue.name,
      skills: queue.skills,
      answer: enqueueTwiml(greeting, queue.name, waitUrl),
      number: callingNumber(from) ?? null,
      anonymousId: randomUUID(),
      queuedAt: await this.store.now(tx),
    };
    await this.store.insert(tx, interaction);
    this.signal.ringAfter(tx);
    const { channel, direction, queuedAt } = interaction;
    const started = { channel, direction, queue: queue.name, startedAt: queuedAt.getTime() };
    const outgoing = [this.events.started({ ...interaction, profileId: null }, started)];
    return { result: interaction.answer, outgoing };
  }

  /** What a waiting caller hears. */
  hold(name: string): string {
    const queue = this.queues.named(name);
    return queue === undefined ? hangUpTwiml : holdTwiml({ language: queue.language, text: queue.hold });
  }

  /** Ends the interaction of a call that is over. A call that is not known yet will find that it has ended. */
  async status(callSid: string, status: string): Promise<void> {
    if (!isFinal(status)) return;
    await this.outbox.transact<void>(async (tx) => {
      await this.store.lockCall(tx, callSid);
      const id = await this.store.idOfCall(tx, callSid);
      if (id === undefined) {
        await this.store.finishUnknown(tx, callSid);
        return { result: undefined, outgoing: [] };
      }
      const interaction = await this.store.lock(tx, id);
      const reason = interaction && endBy(status, interaction.state);
      if (interaction === undefined || reason === undefined) return { result: undefined, outgoing: [] };
      const outgoing = await this.endings.interactionOver(tx, interaction, reason, await this.store.now(tx));
      this.signal.ringAfter(tx);
      return { result: undefined, outgoing };
    });
  }
}
