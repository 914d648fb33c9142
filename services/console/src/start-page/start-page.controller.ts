// The page at the root of the gateway, and the two files it loads.
import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '@continuo/service-kit';
import type { ConsoleConfig } from '../config.js';
import { CONSOLE_CONFIG } from '../console-config.token.js';
import { ServiceStatus } from './service-status.js';
import { startPageScript } from './start-page.script.js';
import { startPageStyle } from './start-page.style.js';
import { startPage } from './start-page.view.js';

/** Nothing from elsewhere, nothing inline. */
const POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

@ApiExcludeController()
@Controller()
@Public('it shows addresses and states, nothing of a customer')
export class StartPageController {
  constructor(
    @Inject(CONSOLE_CONFIG) private readonly config: ConsoleConfig,
    @Inject(ServiceStatus) private readonly status: ServiceStatus,
  ) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', POLICY)
  async page(): Promise<string> {
    const { config } = this;
    const page = { services: await this.status.all(), publicUrl: config.PUBLIC_URL };
    // In production the page is as public as the gateway: what runs, and nothing of where.
    if (config.NODE_ENV === 'production') return startPage(page);
    return startPage({
      ...page,
      issuer: config.LOCAL_ISSUER_SECRET === undefined ? undefined : config.OIDC_ISSUER,
      kafka: config.KAFKA_BROKERS.join(',') || undefined,
      schemaRegistry: config.SCHEMA_REGISTRY_URL,
      jaeger: config.JAEGER_URL,
      grafana: config.GRAFANA_URL,
    });
  }

  @Get('start-page.css')
  @Header('content-type', 'text/css; charset=utf-8')
  style(): string {
    return startPageStyle;
  }

  @Get('start-page.js')
  @Header('content-type', 'text/javascript; charset=utf-8')
  script(): string {
    return startPageScript;
  }
}
