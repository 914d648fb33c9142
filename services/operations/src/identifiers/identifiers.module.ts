// The hasher of the deployment: what a customer is known by becomes what an event may name.
import { Module, type DynamicModule } from '@nestjs/common';
import { identifierHasher, type IdentifierHasher, type IdentifierHashKey } from '@continuo/messaging';

/** Token of the `IdentifierHasher`. */
export const IDENTIFIER_HASHER = Symbol('operations:identifier-hasher');

@Module({})
export class IdentifiersModule {
  static with(config: {
    readonly IDENTIFIER_HASH_KEYS: readonly IdentifierHashKey[];
    readonly DEFAULT_COUNTRY?: string;
  }): DynamicModule {
    const defaultCountry = config.DEFAULT_COUNTRY;
    const useFactory = (): IdentifierHasher =>
      identifierHasher(config.IDENTIFIER_HASH_KEYS, defaultCountry === undefined ? {} : { defaultCountry });
    return {
      module: IdentifiersModule,
      global: true,
      providers: [{ provide: IDENTIFIER_HASHER, useFactory }],
      exports: [IDENTIFIER_HASHER],
    };
  }
}
