// Webhooks as the providers send them: WhatsApp's and Twilio's bodies under their signatures, through the gateway.
import { createHmac, randomBytes } from 'node:crypto';
import type { Answer, RunningSystem } from '@continuo/testing/running-system';

const numberId = '100000000000001';

/** One inbound message in WhatsApp's words: an id and a time are added where it has none. */
export type InboundMessage = Readonly<Record<string, unknown>> & { readonly from: string };

/** As Meta makes a message's id: the sender's number is in it. */
export function newWamid(from: string): string {
  return `wamid.${Buffer.from(`${from}/${randomBytes(6).toString('hex')}`).toString('base64')}`;
}

/** Delivers a change of WhatsApp: messages, statuses, contacts. */
export async function whatsAppSends(running: RunningSystem, content: object): Promise<Answer> {
  const value = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: '41445550100', phone_number_id: numberId },
    ...content,
  };
  const entry = [{ id: '200000000000001', changes: [{ field: 'messages', value }] }];
  const body = JSON.stringify({ object: 'whatsapp_business_account', entry });
  const secret = running.context.secrets.whatsappAppSecret;
  const signature = createHmac('sha256', secret).update(body).digest('hex');
  return running.send('POST', '/api/collaboration/webhooks/whatsapp', body, {
    'content-type': 'application/json',
    'x-hub-signature-256': `sha256=${signature}`,
  });
}

export const now = (): string => String(Math.floor(Date.now() / 1_000));

/** Delivers one message, with the name that its sender has given themselves. */
export function whatsAppMessage(
  running: RunningSystem,
  message: InboundMessage,
  name: string,
): Promise<Answer> {
  const { from } = message;
  const contacts = [{ profile: { name }, wa_id: from }];
  const messages = [{ id: newWamid(from), timestamp: now(), ...message }];
  return whatsAppSends(running, { contacts, messages });
}

/** Calls a hook of Twilio's, e.g. `voice`, with these fields. */
export async function twilioCalls(
  running: RunningSystem,
  hook: string,
  fields: Readonly<Record<string, string>>,
): Promise<Answer> {
  const path = `/api/contact-centre/webhooks/twilio/${hook}`;
  const sorted = Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1));
  const signed = running.gateway + path + sorted.map(([name, value]) => `${name}${value}`).join('');
  const token = running.context.secrets.twilioAuthToken;
  const signature = createHmac('sha1', token).update(signed).digest('base64');
  return running.send('POST', path, new URLSearchParams(fields).toString(), {
    'content-type': 'application/x-www-form-urlencoded',
    'x-twilio-signature': signature,
  });
}

export function newCallSid(): string {
  return `CA${randomBytes(16).toString('hex')}`;
}
