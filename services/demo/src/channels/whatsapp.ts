// WhatsApp from a customer's side: what they write reaches us as WhatsApp's webhook, signed as WhatsApp signs it.
import { createHmac, randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { PlayerConfig } from '../config.js';

const inboxSchema = z.object({
  messages: z.array(z.object({ id: z.string(), about: z.string(), choices: z.array(z.string()) })),
});

export type Received = z.output<typeof inboxSchema>['messages'][number];

/** One inbound message in WhatsApp's words, without its envelope. */
export type Written = Readonly<Record<string, unknown>>;

export class WhatsApp {
  constructor(private readonly config: PlayerConfig) {}

  /** A text, from the page of a product when one is named. */
  text(body: string, productId?: string): Written {
    const context = { referred_product: { catalog_id: 'catalogue-1', product_retailer_id: productId } };
    return { type: 'text', text: { body }, ...(productId !== undefined && { context }) };
  }

  /** A choice among the buttons or rows of a message that was received. */
  choice(of: Received, id: string): Written {
    const isList = of.about === 'list';
    const reply = { id, title: id };
    const interactive = isList
      ? { type: 'list_reply', list_reply: reply }
      : { type: 'button_reply', button_reply: reply };
    return { type: 'interactive', interactive, context: { from: 'shop', id: of.id } };
  }

  /** Hands it over, `times` times as WhatsApp does when it saw no answer. Throws when it is refused. */
  async write(from: string, message: Written, times = 1): Promise<void> {
    const waId = from.replace('+', '');
    const at = Math.floor(Date.now() / 1_000);
    const inbound = { from: waId, id: `wamid.${randomUUID()}`, timestamp: String(at), ...message };
    const value = {
      messaging_product: 'whatsapp',
      metadata: {
        display_phone_number: '41445550100',
        phone_number_id: this.config.WHATSAPP_PHONE_NUMBER_ID,
      },
      contacts: [{ profile: { name: 'A customer' }, wa_id: waId }],
      messages: [inbound],
    };
    const entry = [{ id: '200000000000001', changes: [{ field: 'messages', value }] }];
    const body = JSON.stringify({ object: 'whatsapp_business_account', entry });
    const signature = createHmac('sha256', this.config.WHATSAPP_APP_SECRET).update(body).digest('hex');
    for (let time = 0; time < times; time += 1) await this.#deliver(body, signature);
  }

  /** What a telephone shows, oldest first. */
  async inbox(of: string): Promise<readonly Received[]> {
    const answer = await fetch(`${this.config.PROVIDERS_URL}/whatsapp/inbox/${of.replace('+', '')}`);
    return inboxSchema.parse(await answer.json()).messages;
  }

  async #deliver(body: string, signature: string): Promise<void> {
    const headers = { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` };
    const address = `${this.config.PUBLIC_URL}/api/collaboration/webhooks/whatsapp`;
    const answer = await fetch(address, { method: 'POST', headers, body });
    if (!answer.ok) throw new Error(`the webhook of WhatsApp was answered ${answer.status}`);
  }
}
