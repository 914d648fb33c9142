// What every service has without asking: health, metrics, OpenAPI, and the things controllers may inject.
import { Global, Module, type DynamicModule } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { HealthController } from '../health/health.controller.js';
import { HealthRegistry } from '../health/health.registry.js';
import { OpenStreams } from '../http/server-sent-events.js';
import { OpenApiController, OpenApiDocument } from '../http/openapi.js';
import { MessagingOperations } from '../operations/messaging-operations.service.js';
import { MessagingOperationsController } from '../operations/messaging-operations.controller.js';
import { ParkedRecordsController } from '../operations/parked-records.controller.js';
import { ServiceTokens } from '../auth/service-tokens.js';
import { MetricsController, METRICS_SOURCE, type MetricsSource } from './metrics.controller.js';

export interface ServiceKitParts {
  readonly health: HealthRegistry;
  /** Present when the service has credentials of its own. */
  readonly serviceTokens: ServiceTokens | undefined;
  readonly metrics: MetricsSource;
  /** False when metrics have a port of their own: then this one has none. */
  readonly showsMetrics: boolean;
  /** Services with a database have the transport's tables in it, and so the operator's view of them. */
  readonly hasDatabase: boolean;
  readonly app: DynamicModule | (new (...args: never[]) => object);
}

@Global()
@Module({})
export class ServiceKitModule {
  /** The root module of a service: the kit around the service's own module. */
  static around(parts: ServiceKitParts): DynamicModule {
    const { health, serviceTokens, metrics, showsMetrics, hasDatabase, app } = parts;
    return {
      module: ServiceKitModule,
      imports: [DiscoveryModule, app],
      controllers: [
        HealthController,
        ...(showsMetrics ? [MetricsController] : []),
        OpenApiController,
        ...(hasDatabase ? [MessagingOperationsController, ParkedRecordsController] : []),
      ],
      providers: [
        OpenApiDocument,
        OpenStreams,
        ...(hasDatabase ? [MessagingOperations] : []),
        { provide: HealthRegistry, useValue: health },
        { provide: METRICS_SOURCE, useValue: metrics },
        { provide: ServiceTokens, useValue: serviceTokens ?? null },
      ],
      exports: [HealthRegistry, OpenStreams, ServiceTokens],
    };
  }
}
