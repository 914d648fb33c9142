// Seals what the browser keeps for us: encrypted and authenticated, for one purpose, one deployment and a time.
import { hkdfSync } from 'node:crypto';
import { EncryptJWT, jwtDecrypt } from 'jose';
import type { z } from 'zod';

export interface SealerOptions<Value> {
  /** At least 32 characters; the key is derived from it. */
  readonly secret: string;
  /** Goes into the key: what was sealed for one purpose opens for no other. */
  readonly purpose: string;
  /** The public address: what another deployment sealed does not open here, even by the same secret. */
  readonly audience: string;
  /** What is opened has this shape, also when another version of us sealed it. */
  readonly schema: z.ZodType<Value>;
}

export class Sealer<Value extends Record<string, unknown>> {
  readonly #key: Uint8Array;

  constructor(private readonly options: SealerOptions<Value>) {
    this.#key = new Uint8Array(
      hkdfSync('sha256', options.secret, '', `continuo console: ${options.purpose}`, 32),
    );
  }

  /** @param until seconds since 1970; afterwards it does not open. */
  seal(value: Value, until: number): Promise<string> {
    return new EncryptJWT({ value })
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
      .setAudience(this.options.audience)
      .setExpirationTime(until)
      .encrypt(this.#key);
  }

  /** Undefined for whatever is not ours, no more valid, or touched: which of these is nobody's business. */
  async open(text: string): Promise<Value | undefined> {
    try {
      const { payload } = await jwtDecrypt(text, this.#key, {
        audience: this.options.audience,
        keyManagementAlgorithms: ['dir'],
        contentEncryptionAlgorithms: ['A256GCM'],
        requiredClaims: ['exp'],
      });
      return this.options.schema.safeParse(payload['value']).data;
    } catch {
      return undefined;
    }
  }
}
