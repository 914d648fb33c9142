// Checks who sent a webhook: WhatsApp signs the body's bytes with the app's secret.
import { createHmac, timingSafeEqual } from 'node:crypto';

/** `X-Hub-Signature-256: sha256=<hex>` over exactly the bytes that came. Compared in constant time. */
export function isSignedBy(secret: string, body: Buffer, header: unknown): boolean {
  const match = typeof header === 'string' ? /^sha256=([0-9a-f]{64})$/i.exec(header) : null;
  const given = Buffer.from(match?.[1] ?? '', 'hex');
  const expected = createHmac('sha256', secret).update(body).digest();
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** Two secrets as texts, compared in constant time whatever their lengths. */
export function isSameSecret(secret: string, given: string): boolean {
  const digest = (text: string): Buffer =>
    createHmac('sha256', 'continuo verify token').update(text).digest();
  return timingSafeEqual(digest(secret), digest(given));
}
