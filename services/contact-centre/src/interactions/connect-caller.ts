// Puts a caller through to the agent who accepted: a call to Twilio's API, made by an intent and so at least once.
import { Fault } from '@continuo/kernel';
import {
  Intents,
  type Intent,
  type IntentHandler,
  type IntentResult,
  type NewIntent,
} from '@continuo/messaging';
import { Database, type Transaction } from '@continuo/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { AgentsStore } from '../agents/agents.store.js';
import { RoutingSignal } from '../queues/routing-signal.js';
import { TWILIO, type TwilioAccount } from '../settings/settings.tokens.js';
import { dialTwiml } from './domain/twiml.js';
import type { Interaction } from './interaction.js';
import { InteractionsStore } from './interactions.store.js';

interface Connect {
  readonly interactionId: string;
  readonly offerId: string;
  readonly callSid: string;
  readonly agentId: string;
}

const KIND = 'connect-caller';
/** Later than this nobody wants to be put through any more. */
const GOOD_FOR_MS = 2 * 60_000;

/** One per accepted offer, whose id is its idempotency key. */
export function connectIntent(
  { interactionId, callSid }: Pick<Interaction, 'interactionId' | 'callSid'>,
  { offerId, agentId }: Pick<Connect, 'offerId' | 'agentId'>,
  now: Date,
): NewIntent {
  const payload: Connect = { interactionId, offerId, callSid, agentId };
  const notAfter = new Date(now.getTime() + GOOD_FOR_MS);
  return { id: offerId, kind: KIND, key: interactionId, payload, notAfter };
}

@Injectable()
export class ConnectCaller implements IntentHandler<Connect> {
  readonly kind = KIND;
  readonly maxAttempts = 8;
  readonly backoff = { firstMs: 200, longestMs: 10_000 };

  constructor(
    @Inject(TWILIO) private readonly twilio: TwilioAccount,
    @Inject(Database) private readonly database: Database,
    @Inject(InteractionsStore) private readonly interactions: InteractionsStore,
    @Inject(AgentsStore) private readonly agents: AgentsStore,
    @Inject(RoutingSignal) private readonly signal: RoutingSignal,
    @Inject(Intents) intents: Intents,
  ) {
    intents.register(this);
  }

  async call({ id, payload }: Intent<Connect>, signal: AbortSignal): Promise<IntentResult> {
    const { interactionId, callSid, agentId } = payload;
    const interaction = await this.database.transaction((tx) => this.interactions.find(tx, interactionId));
    // Hung up meanwhile: there is nobody to be put through.
    if (interaction?.state !== 'talking') return {};
    const { accountSid, authToken, apiUrl } = this.twilio;
    const account = `${apiUrl}/2010-04-01/Accounts/${encodeURIComponent(accountSid)}`;
    const answer = await fetch(`${account}/Calls/${encodeURIComponent(callSid)}.json`, {
      method: 'POST',
      redirect: 'error',
      signal,
      headers: {
        authorization: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`,
        'idempotency-key': id,
      },
      body: new URLSearchParams({ Twiml: dialTwiml(agentId) }),
    });
    await answer.body?.cancel();
    if (!answer.ok) throw faultOf(answer.status);
    return this.#said(payload, 'connected', null);
  }

  expired({ payload }: Intent<Connect>): Promise<IntentResult> {
    return Promise.resolve(this.#said(payload, 'failed', 'connect-too-late'));
  }

  /** The conversation stays the agent's, who sees that nobody was put through. */
  parked({ payload }: Intent<Connect>, failure: Error): Promise<IntentResult> {
    const code = failure instanceof Fault ? failure.code : 'provider-unreachable';
    return Promise.resolve(this.#said(payload, 'failed', code));
  }

  #said(
    { interactionId, offerId, agentId }: Connect,
    connection: 'connected' | 'failed',
    code: string | null,
  ): IntentResult {
    const write = async (tx: Transaction): Promise<void> => {
      const interaction = await this.interactions.lock(tx, interactionId);
      if (interaction?.state !== 'talking') return;
      await this.interactions.connection(tx, interactionId, connection, code);
      await this.agents.note(tx, agentId, offerId);
      this.signal.ringAfter(tx);
    };
    return { write };
  }
}

/** What the provider's refusal means. Its text is not repeated: it may quote what was sent. */
function faultOf(status: number): Fault {
  const retriable = status === 408 || status === 429 || status >= 500;
  const code = retriable ? 'provider-unavailable' : `provider-refused-${status}`;
  return new Fault(`the telephony provider answered ${status}`, { code, retriable });
}
