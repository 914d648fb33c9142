// Webhooks of WhatsApp as Meta makes and signs them.
import { createHmac } from 'node:crypto';
import { APP_SECRET, NUMBER_ID, type RunningCollaboration } from './running-collaboration.js';

let made = 0;

/** A number nobody else in the run has. */
export function newNumber(): string {
  made += 1;
  return `49151${String(10_000_000 + made)}`;
}

export function newWamid(): string {
  made += 1;
  return `wamid.HBgL${Buffer.from(`in-${made}`).toString('base64')}`;
}

export const seconds = (at = Date.now()): string => String(Math.floor(at / 1_000));

export function textMessage(from: string, body: string, more: object = {}): Record<string, unknown> {
  return { from, id: newWamid(), timestamp: seconds(), type: 'text', text: { body }, ...more };
}

/** The envelope of Meta around messages and statuses. */
export function webhookOf(
  content: { messages?: readonly unknown[]; statuses?: readonly unknown[] },
  names: Readonly<Record<string, string>> = {},
  numberId = NUMBER_ID,
): object {
  const contacts = Object.entries(names).map(([id, name]) => ({ profile: { name }, wa_id: id }));
  const metadata = { display_phone_number: '4930123456', phone_number_id: numberId };
  const value = { messaging_product: 'whatsapp', metadata, contacts, ...content };
  const changes = [{ field: 'messages', value }];
  return { object: 'whatsapp_business_account', entry: [{ id: '102290129340398', changes }] };
}

export function signatureOf(body: string | Buffer, secret = APP_SECRET): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

/** Delivers a webhook, signed unless told otherwise. */
export async function deliver(
  { url }: RunningCollaboration,
  webhook: object | string,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ status: number; body: Record<string, unknown> }> {
  const text = typeof webhook === 'string' ? webhook : JSON.stringify(webhook);
  const answer = await fetch(`${url}/webhooks/whatsapp`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-hub-signature-256': signatureOf(text), ...headers },
    body: text,
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

/** What WhatsApp says of a message of ours. */
export function statusOf(id: string, word: string, more: object = {}): object {
  return { id, status: word, timestamp: seconds(), recipient_id: '1', ...more };
}
