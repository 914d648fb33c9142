// The console's own routes: the start page, the contract's documents and, in development, the issuer.
import { Module, type DynamicModule } from '@nestjs/common';
import { LocalIssuer } from '@continuo/service-kit';
import type { ConsoleConfig } from './config.js';
import { IssuerController } from './issuer/issuer.controller.js';
import { ContractController } from './start-page/contract.controller.js';
import { ServiceStatus } from './start-page/service-status.js';
import { StartPageController } from './start-page/start-page.controller.js';
import { CONSOLE_CONFIG } from './console-config.token.js';
import { upstreamsOf } from './upstreams.js';

@Module({})
export class AppModule {
  static with(config: ConsoleConfig): DynamicModule {
    const issuer = localIssuerOf(config);
    return {
      module: AppModule,
      controllers: [
        StartPageController,
        ContractController,
        ...(issuer === undefined ? [] : [IssuerController]),
      ],
      providers: [
        { provide: CONSOLE_CONFIG, useValue: config },
        {
          provide: ServiceStatus,
          useValue: new ServiceStatus(upstreamsOf(config), config.NODE_ENV !== 'production'),
        },
        { provide: LocalIssuer, useValue: issuer ?? null },
      ],
    };
  }
}

function localIssuerOf(config: ConsoleConfig): LocalIssuer | undefined {
  if (config.LOCAL_ISSUER_SECRET === undefined) return undefined;
  return new LocalIssuer({
    issuer: config.OIDC_ISSUER ?? `${config.PUBLIC_URL}/issuer`,
    audience: config.OIDC_AUDIENCE,
    secret: config.LOCAL_ISSUER_SECRET,
    nodeEnv: config.NODE_ENV,
  });
}
