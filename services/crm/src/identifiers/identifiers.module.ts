// One spelling of addresses and numbers, and the hashes under which they may travel, for every capability.
import { Module, type DynamicModule } from '@nestjs/common';
import {
  identifierHasher,
  normaliseEmail,
  normalisePhone,
  type IdentifierHasher,
  type IdentifierHashKey,
} from '@continuo/messaging';
import type { Normalisers } from '../contacts/domain/contact.js';

/** Token of the `IdentifierHasher`. */
export const IDENTIFIER_HASHER = Symbol('crm:identifier-hasher');

/** Token of the `Normalisers`. */
export const NORMALISERS = Symbol('crm:normalisers');

@Module({})
export class IdentifiersModule {
  static with(config: {
    readonly IDENTIFIER_HASH_KEYS: readonly IdentifierHashKey[];
    readonly DEFAULT_COUNTRY?: string;
  }): DynamicModule {
    const defaultCountry = config.DEFAULT_COUNTRY;
    const hasher = (): IdentifierHasher =>
      identifierHasher(config.IDENTIFIER_HASH_KEYS, defaultCountry === undefined ? {} : { defaultCountry });
    const normalisers: Normalisers = {
      email: normaliseEmail,
      phone: (raw) => normalisePhone(raw, defaultCountry),
    };
    return {
      module: IdentifiersModule,
      global: true,
      providers: [
        { provide: IDENTIFIER_HASHER, useFactory: hasher },
        { provide: NORMALISERS, useValue: normalisers },
      ],
      exports: [IDENTIFIER_HASHER, NORMALISERS],
    };
  }
}
