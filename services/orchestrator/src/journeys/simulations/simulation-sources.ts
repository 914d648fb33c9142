// Where the thread of simulations reads: from what the service itself was given, as data that can be copied.
import type { MessagingOptions } from '@continuo/messaging';
import { logLevels } from '@continuo/telemetry';
import type { SimulationSources } from './simulation-messages.js';

export function simulationSources(
  { service, database, kafka, schemaRegistry, logger }: MessagingOptions,
  files: { readonly schemaFile: string; readonly guardrailsSchemaFile: string },
): SimulationSources {
  const { log: _log, ...broker } = kafka;
  const { schemaFile, guardrailsSchemaFile } = files;
  return {
    service,
    databaseUrl: database.url,
    kafka: broker,
    schemaRegistry,
    schemaFile,
    guardrailsSchemaFile,
    logLevel: logLevels.find((level) => level === logger?.level) ?? 'silent',
  };
}
