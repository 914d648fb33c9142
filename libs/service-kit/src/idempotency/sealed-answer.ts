// Seals what a call was answered with the call itself: whoever can't repeat the call can't read its answer.
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';

/** What only somebody who makes the same call has. */
export interface CallSecret {
  /** Compared, so that a key is not used for another request. */
  readonly fingerprint: Buffer;
  /** Never stored. */
  readonly sealingKey: Buffer;
}

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** @param request method, address and body in one spelling */
export function callSecret(caller: string, key: string, request: string): CallSecret {
  const material = Buffer.from(request);
  return {
    fingerprint: createHash('sha256').update(material).digest(),
    sealingKey: Buffer.from(hkdfSync('sha256', material, `${caller}\n${key}`, 'continuo stored answer', 32)),
  };
}

/** AES-256-GCM: a fresh IV, the tag, the text. */
export function seal({ sealingKey }: CallSecret, text: string): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', sealingKey, iv);
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
}

/** Throws when it was sealed by another call, or changed since. */
export function unseal({ sealingKey }: CallSecret, sealed: Buffer): string {
  const decipher = createDecipheriv('aes-256-gcm', sealingKey, sealed.subarray(0, IV_BYTES));
  decipher.setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  const text = [decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)), decipher.final()];
  return Buffer.concat(text).toString('utf8');
}
