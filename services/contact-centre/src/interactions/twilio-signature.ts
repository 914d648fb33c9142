// Checks that a webhook was called by Twilio: HMAC-SHA-1 under the account's token, compared in constant time.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { signedTexts } from './domain/signed-text.js';

export interface SignedRequest {
  /** Where the provider reaches us, from the configuration: whoever calls chooses the Host header. */
  readonly publicUrl: string;
  /** As it was called, e.g. `/api/contact-centre/webhooks/twilio/voice?x=1`. */
  readonly pathAndQuery: string;
  readonly fields: Iterable<readonly [string, string]>;
  /** The header `X-Twilio-Signature`. */
  readonly signature: string;
}

/** True when the signature is one of the account's. */
export function isSignedByTwilio(authToken: string, request: SignedRequest): boolean {
  const given = Buffer.from(request.signature);
  let matches = false;
  for (const text of signedTexts(request.publicUrl, request.pathAndQuery, request.fields)) {
    const expected = Buffer.from(createHmac('sha1', authToken).update(text, 'utf8').digest('base64'));
    if (given.length === expected.length && timingSafeEqual(given, expected)) matches = true;
  }
  return matches;
}
