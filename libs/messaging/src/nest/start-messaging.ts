// Connects the strategy to an initialised application and starts all of the transport: the one call in a service's start.
import type { INestApplication } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { NestMicroservice, type CustomStrategy } from '@nestjs/microservices';
import { Fault } from '@continuo/kernel';
import type { PartitionHandler } from '../handler.js';
import { BATCH_HANDLER, type BatchHandlerOptions } from './batch-handler.decorator.js';
import { ContinuoTransport } from './continuo-transport.js';
import { Messaging } from './messaging.js';
import { OriginalErrorFilter, watchOutcome } from './record-pipeline.js';

export interface StartMessagingOptions {
  /** Guards, pipes, interceptors and filters for all record handlers: `(records) => records.useGlobalGuards(…)`. */
  readonly records?: (records: NestMicroservice) => void;
}

/**
 * After `app.init()`: registers the `@EventPattern` methods of controllers and the `@BatchHandler` providers, starts
 * relay, intents and consumers. What is global for HTTP (guards, filters) does not apply to records.
 */
export async function startMessaging(
  app: INestApplication,
  options: StartMessagingOptions = {},
): Promise<void> {
  const transport = app.get(ContinuoTransport);
  const microservice = app.connectMicroservice<CustomStrategy>(
    { strategy: transport },
    { inheritAppConfig: false, deferInitialization: true },
  );
  if (!(microservice instanceof NestMicroservice)) {
    throw new Fault('two versions of @nestjs/microservices are installed', {
      code: 'nest-mismatch',
      retriable: false,
    });
  }
  // First of all: filters added later are inside this one, hooks around everything.
  microservice.useGlobalFilters(new OriginalErrorFilter());
  microservice.registerPreRequestHook(watchOutcome);
  options.records?.(microservice);
  // The container is the application's: its hooks have run.
  microservice.setIsInitHookCalled(true);
  registerBatchHandlers(app.get(DiscoveryService), transport);
  await app.get(Messaging).start();
  await microservice.listen();
}

function registerBatchHandlers(discovery: DiscoveryService, transport: ContinuoTransport): void {
  for (const wrapper of discovery.getProviders()) {
    const { metatype } = wrapper;
    if (typeof metatype !== 'function') continue;
    const options: BatchHandlerOptions | undefined = Reflect.getMetadata(BATCH_HANDLER, metatype);
    if (options === undefined) continue;
    const instance: unknown = wrapper.instance;
    if (!isPartitionHandler(instance)) {
      throw new Fault(`${metatype.name} has @BatchHandler and no method handle(records, scope)`, {
        code: 'handler-invalid',
        retriable: false,
      });
    }
    transport.addBatchHandler(options, instance);
  }
}

function isPartitionHandler(instance: unknown): instance is PartitionHandler {
  return (
    typeof instance === 'object' &&
    instance !== null &&
    'handle' in instance &&
    typeof instance.handle === 'function'
  );
}
