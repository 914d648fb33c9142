// The secrets of the identifier hashes in a service's configuration: one field for all who read or write them.
import { parseIdentifierHashKeys, type IdentifierHashKey } from '@continuo/messaging';
import { z } from 'zod';

/**
 * `IDENTIFIER_HASH_KEYS`: `<version>:<base64>` of at least 32 bytes each, two while one replaces the other. With
 * `optional` it may be left out, and then there are none.
 */
export function identifierHashKeysField(
  presence: 'required' | 'optional' = 'required',
): z.ZodType<readonly IdentifierHashKey[], string | undefined> {
  const text = presence === 'optional' ? z.string().default('') : z.string();
  return text
    .transform((given, context): readonly IdentifierHashKey[] => {
      if (presence === 'optional' && given === '') return [];
      const keys = parseIdentifierHashKeys(given);
      if (keys.ok) return keys.value;
      context.addIssue({ code: 'custom', message: keys.refusal.message });
      return z.NEVER;
    })
    .meta({ secret: true }) as z.ZodType<readonly IdentifierHashKey[], string | undefined>;
}
