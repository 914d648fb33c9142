// The identity graph: its rules, its store, and the hashes under which identifiers are known.
import { Module, type DynamicModule } from '@nestjs/common';
import { encodeIdentifier, identifierHasher, type IdentifierHasher } from '@continuo/messaging';
import type { Config } from '../config.js';
import { identityRules, type IdentityRulesFile } from './domain/identity-rules.js';
import { IDENTIFIER_HASHER, IDENTITY_RULES } from './identity.tokens.js';
import { IdentityChangesStore } from './identity-changes.store.js';
import { IdentityStore } from './identity.store.js';
import { MergesController } from './merges.controller.js';
import { MergesService } from './merges.service.js';
import { MergesStore } from './merges.store.js';

@Module({})
export class IdentityModule {
  static with(config: Config): DynamicModule {
    const hasher = identifierHasher(config.IDENTIFIER_HASH_KEYS, {
      ...(config.DEFAULT_COUNTRY !== undefined && { defaultCountry: config.DEFAULT_COUNTRY }),
    });
    const rules = identityRules(config.IDENTITY_RULES_FILE, blockedKeys(config.IDENTITY_RULES_FILE, hasher));
    return {
      module: IdentityModule,
      global: true,
      controllers: [MergesController],
      providers: [
        { provide: IDENTIFIER_HASHER, useValue: hasher },
        { provide: IDENTITY_RULES, useValue: rules },
        IdentityStore,
        IdentityChangesStore,
        MergesStore,
        MergesService,
      ],
      exports: [IDENTIFIER_HASHER, IDENTITY_RULES, IdentityStore, IdentityChangesStore],
    };
  }
}

/** Addresses are blocked by their hashes, since nothing else of them comes in. */
function blockedKeys(file: IdentityRulesFile, hasher: IdentifierHasher): string[] {
  return [...file.blockedAddresses].flatMap(([kind, values]) =>
    values.flatMap((value) =>
      hasher.identifiers(kind, value).map((each) => `${each.kind}=${encodeIdentifier(each.value)}`),
    ),
  );
}
