// Where other tools are, for who is signed in: links to traces and dashboards, and in development everything else.
import { Controller, Get, Inject } from '@nestjs/common';
import { Answers, Roles } from '@continuo/service-kit';
import { z } from 'zod';
import type { ConsoleConfig } from '../config.js';
import { CONSOLE_CONFIG } from '../console-config.token.js';

const addressesSchema = z
  .object({
    publicUrl: z.string().meta({ description: 'Of the gateway.' }),
    jaeger: z.string().optional(),
    grafana: z.string().optional(),
    issuer: z
      .string()
      .optional()
      .meta({ description: 'The local one; in development only, as what follows.' }),
    kafka: z.string().optional(),
    schemaRegistry: z.string().optional(),
  })
  .meta({ title: 'Addresses' });

type Addresses = z.output<typeof addressesSchema>;

@Controller('console')
export class AddressesController {
  constructor(@Inject(CONSOLE_CONFIG) private readonly config: ConsoleConfig) {}

  @Get('addresses')
  @Roles('agent', 'supervisor', 'designer', 'operator', 'integrator')
  @Answers(200, addressesSchema, 'What is configured; what is not is left out.')
  addresses(): Addresses {
    const { config } = this;
    const told = { publicUrl: config.PUBLIC_URL, jaeger: config.JAEGER_URL, grafana: config.GRAFANA_URL };
    // In production nobody learns from here where things are inside.
    if (config.NODE_ENV === 'production') return told;
    return {
      ...told,
      issuer: config.LOCAL_ISSUER_SECRET === undefined ? undefined : config.OIDC_ISSUER,
      kafka: config.KAFKA_BROKERS.join(',') || undefined,
      schemaRegistry: config.SCHEMA_REGISTRY_URL,
    };
  }
}
