// The identity graph: its rules and its store.
import { Module, type DynamicModule } from '@nestjs/common';
import { encodeIdentifier, type IdentifierHasher } from '@continuo/messaging';
import { hasherOf } from '@continuo/service-kit';
import type { Config } from '../config.js';
import { identityRules, type IdentityRulesFile } from './domain/identity-rules.js';
import { IDENTITY_RULES } from './identity.tokens.js';
import { IdentityChangesStore } from './identity-changes.store.js';
import { IdentityStore } from './identity.store.js';
import { MergesController } from './merges.controller.js';
import { MergesService } from './merges.service.js';
import { MergesStore } from './merges.store.js';

@Module({})
export class IdentityModule {
  static with(config: Config): DynamicModule {
    const file = config.IDENTITY_RULES_FILE;
    const rules = identityRules(file, blockedKeys(file, hasherOf(config)));
    return {
      module: IdentityModule,
      global: true,
      controllers: [MergesController],
      providers: [
        { provide: IDENTITY_RULES, useValue: rules },
        IdentityStore,
        IdentityChangesStore,
        MergesStore,
        MergesService,
      ],
      exports: [IDENTITY_RULES, IdentityStore, IdentityChangesStore],
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
