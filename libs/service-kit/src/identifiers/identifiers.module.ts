// The hasher of the deployment, for every capability that names a customer in an event: `@Inject(IDENTIFIER_HASHER)`.
import { identifierHasher, type IdentifierHasher, type IdentifierHashKey } from '@continuo/messaging';
import { Module, type DynamicModule } from '@nestjs/common';
import { envField } from '../config/env-fields.js';
import { identifierHashKeysField } from '../config/identifier-hash-keys.js';

/** Token of the `IdentifierHasher`. */
export const IDENTIFIER_HASHER = Symbol('identifier hasher');

/** What a service that names customers reads: `serviceConfigSchema.extend({ ...identifierFields, … })`. */
export const identifierFields = {
  /** Secrets of the identifier hashes, `<version>:<base64>`; two while one replaces the other. */
  IDENTIFIER_HASH_KEYS: identifierHashKeysField(),
  /** ISO 3166 code of the country that national phone numbers belong to. */
  DEFAULT_COUNTRY: envField.optionalText(),
};

/** What `identifierFields` parse to. */
export interface IdentifierConfig {
  readonly IDENTIFIER_HASH_KEYS: readonly IdentifierHashKey[];
  readonly DEFAULT_COUNTRY?: string | undefined;
}

/** `imports: [IdentifiersModule.with(config)]`, once; the hasher is then everywhere. */
@Module({})
export class IdentifiersModule {
  static with(config: IdentifierConfig): DynamicModule {
    return {
      module: IdentifiersModule,
      global: true,
      providers: [{ provide: IDENTIFIER_HASHER, useFactory: () => hasherOf(config) }],
      exports: [IDENTIFIER_HASHER],
    };
  }
}

/** The hasher of a configuration, where nothing is injected yet. */
export function hasherOf({
  IDENTIFIER_HASH_KEYS: keys,
  DEFAULT_COUNTRY: defaultCountry,
}: IdentifierConfig): IdentifierHasher {
  return identifierHasher(keys, defaultCountry === undefined ? {} : { defaultCountry });
}
