// The console's own routes: what runs and where, the contract's documents and, in development, the issuer.
import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { LocalIssuer } from '@continuo/service-kit';
import { BusPagesModule } from './bus/bus.module.js';
import type { ConsoleConfig } from './config.js';
import { IssuerController } from './issuer/issuer.controller.js';
import { LocalSignIn } from './issuer/local-sign-in.js';
import { LocalSignInController } from './issuer/local-sign-in.controller.js';
import { redirectUriOf } from './session/session-settings.js';
import { SessionModule } from './session/session.module.js';
import { AddressesController } from './system/addresses.controller.js';
import { ContractController } from './system/contract.controller.js';
import { ServiceStatus } from './system/service-status.js';
import { StatusController } from './system/status.controller.js';
import { CONSOLE_CONFIG } from './console-config.token.js';
import { upstreamsOf } from './upstreams.js';

@Module({})
export class AppModule {
  static with(config: ConsoleConfig): DynamicModule {
    const issuer = localIssuerOf(config);
    return {
      module: AppModule,
      imports: [SessionModule.with(config), BusPagesModule.with(config)],
      controllers: [
        StatusController,
        AddressesController,
        ContractController,
        ...(issuer === undefined ? [] : [IssuerController, LocalSignInController]),
      ],
      providers: [
        { provide: CONSOLE_CONFIG, useValue: config },
        {
          provide: ServiceStatus,
          useValue: new ServiceStatus(upstreamsOf(config), config.NODE_ENV !== 'production'),
        },
        { provide: LocalIssuer, useValue: issuer ?? null },
        ...(issuer === undefined ? [] : [localSignInOf(config, issuer)]),
      ],
    };
  }
}

function localIssuerOf(config: ConsoleConfig): LocalIssuer | undefined {
  if (config.LOCAL_ISSUER_SECRET === undefined) return undefined;
  return new LocalIssuer({
    issuer: issuerUrlOf(config),
    audience: config.OIDC_AUDIENCE,
    secret: config.LOCAL_ISSUER_SECRET,
    nodeEnv: config.NODE_ENV,
    // By the public name, also where services ask the issuer by an inner one.
    authorizationEndpoint: `${config.PUBLIC_URL}/issuer/authorize`,
  });
}

function localSignInOf(config: ConsoleConfig, issuer: LocalIssuer): Provider {
  const useValue = new LocalSignIn({
    issuer,
    issuerUrl: issuerUrlOf(config),
    clientId: config.OIDC_CONSOLE_CLIENT_ID,
    redirectUri: redirectUriOf(config.PUBLIC_URL),
  });
  return { provide: LocalSignIn, useValue };
}

function issuerUrlOf({ OIDC_ISSUER, PUBLIC_URL }: ConsoleConfig): string {
  return OIDC_ISSUER ?? `${PUBLIC_URL}/issuer`;
}
