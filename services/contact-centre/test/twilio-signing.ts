// Signs webhooks as Twilio does: over the address that it was given, never the one that was connected to.
import { createHmac, randomBytes } from 'node:crypto';

export const PUBLIC_URL = 'https://cx.example';
export const AUTH_TOKEN = 'a-token-of-twilio';
export const WEBHOOKS = '/api/contact-centre/webhooks/twilio';

export function newCallSid(): string {
  return `CA${randomBytes(16).toString('hex')}`;
}

export function signatureOf(
  hook: string,
  fields: Readonly<Record<string, string>>,
  { token = AUTH_TOKEN, publicUrl = PUBLIC_URL } = {},
): string {
  const form = Object.keys(fields)
    .sort()
    .map((name) => `${name}${fields[name]}`)
    .join('');
  return createHmac('sha1', token).update(`${publicUrl}${WEBHOOKS}/${hook}${form}`).digest('base64');
}
