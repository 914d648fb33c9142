// The telephone from a customer's side: calls reach us as Twilio's webhooks, signed as Twilio signs them.
import { createHmac, randomBytes } from 'node:crypto';
import type { PlayerConfig } from '../config.js';

const DIALLED = '+41445550100';

export class Telephone {
  constructor(private readonly config: PlayerConfig) {}

  /** Calls, and answers with Twilio's id of the call. `times` as Twilio does when it saw no answer. */
  async call(from: string, times = 1): Promise<string> {
    const callSid = `CA${randomBytes(16).toString('hex')}`;
    for (let time = 0; time < times; time += 1)
      await this.#post('voice', this.#call(callSid, from, 'ringing'));
    return callSid;
  }

  async hangUp(callSid: string, from: string): Promise<void> {
    await this.#post('status', this.#call(callSid, from, 'completed'));
  }

  #call(callSid: string, from: string, status: string): Record<string, string> {
    const { TWILIO_ACCOUNT_SID: account } = this.config;
    const numbers = { From: from, Caller: from, To: DIALLED, Called: DIALLED };
    return { AccountSid: account, CallSid: callSid, CallStatus: status, Direction: 'inbound', ...numbers };
  }

  async #post(hook: string, fields: Readonly<Record<string, string>>): Promise<void> {
    const address = `${this.config.PUBLIC_URL}/api/contact-centre/webhooks/twilio/${hook}`;
    const sorted = Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1));
    const signed = address + sorted.map(([name, value]) => `${name}${value}`).join('');
    const signature = createHmac('sha1', this.config.TWILIO_AUTH_TOKEN).update(signed).digest('base64');
    const answer = await fetch(address, {
      method: 'POST',
      headers: { 'x-twilio-signature': signature },
      body: new URLSearchParams(fields),
    });
    if (!answer.ok) throw new Error(`the webhook of Twilio was answered ${answer.status}`);
  }
}
