// Everything of the transport that a service injects, made once per process from its options.
import {
  contract as ourContract,
  createDecoder,
  createEncoder,
  createRegistryClient,
  type Contract,
  type RecordDecoder,
  type RecordEncoder,
} from '@continuo/contracts';
import { Database } from '@continuo/persistence';
import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { consumerContract } from '../consumer/consumer-contract.js';
import { IntentStore } from '../intents/intent-store.js';
import { Intents } from '../intents/intents.js';
import { IntentWorker } from '../intents/intent-worker.js';
import type { KafkaClient } from '../kafka/kafka-client.js';
import { kafkaClient } from '../kafka/kafkajs-client.js';
import { Backlog } from '../outbox/backlog.js';
import { Outbox } from '../outbox/outbox.js';
import { Relay } from '../relay/relay.js';
import { WakeUp } from '../relay/wake-up.js';
import { TransportTelemetry } from '../telemetry/transport-telemetry.js';
import { ContinuoTransport } from './continuo-transport.js';
import { Messaging } from './messaging.js';
import {
  CONTRACT,
  KAFKA_CLIENT,
  MESSAGING_OPTIONS,
  RECORD_DECODER,
  RECORD_ENCODER,
  type MessagingOptions,
} from './messaging-options.js';
import { Subscriptions } from './subscriptions.js';

/** Rung by commits for the relay; the intents' workers have one of their own. */
const RELAY_BELL = Symbol('RELAY_BELL');

@Module({})
export class MessagingModule {
  /** Import it once, in the service's root module. Nothing runs before `startMessaging(app)`. */
  static forRoot(options: MessagingOptions): DynamicModule {
    const providers = providersOf(options);
    return {
      module: MessagingModule,
      global: true,
      imports: [DiscoveryModule],
      providers,
      exports: [
        MESSAGING_OPTIONS,
        CONTRACT,
        KAFKA_CLIENT,
        RECORD_ENCODER,
        RECORD_DECODER,
        Database,
        Outbox,
        Relay,
        Intents,
        IntentStore,
        Messaging,
        ContinuoTransport,
        TransportTelemetry,
      ],
    };
  }
}

function providersOf(options: MessagingOptions): Provider[] {
  const { service, logger } = options;
  const registry = createRegistryClient(options.schemaRegistry);
  return [
    { provide: MESSAGING_OPTIONS, useValue: options },
    { provide: CONTRACT, useValue: options.contract ?? ourContract },
    { provide: RELAY_BELL, useValue: new WakeUp() },
    { provide: Backlog, useValue: new Backlog() },
    {
      provide: TransportTelemetry,
      useFactory: () => new TransportTelemetry(logger?.child({ part: 'transport' })),
    },
    { provide: Database, useFactory: () => Database.open({ ...options.database, applicationName: service }) },
    {
      provide: KAFKA_CLIENT,
      useFactory: () => kafkaClient({ ...options.kafka, clientId: service, log: kafkaLog(options) }),
    },
    {
      provide: RECORD_ENCODER,
      inject: [CONTRACT],
      useFactory: (contract: Contract) => createEncoder(contract, registry),
    },
    {
      provide: RECORD_DECODER,
      inject: [CONTRACT],
      useFactory: (contract: Contract) => createDecoder(contract, registry),
    },
    ...writers(options),
    ...readers(options),
    Messaging,
  ];
}

/** What publishes: the outbox, its relay, and the intents, whose results are events too. */
function writers({ service, relay, logger }: MessagingOptions): Provider[] {
  return [
    {
      provide: Outbox,
      inject: [Database, RECORD_ENCODER, CONTRACT, RELAY_BELL, Backlog, TransportTelemetry],
      useFactory: (
        database: Database,
        encoder: RecordEncoder,
        contract: Contract,
        bell: WakeUp,
        backlog: Backlog,
        observer: TransportTelemetry,
      ) =>
        new Outbox({
          database,
          encoder,
          partitions: partitionCounts(contract),
          service,
          wake: () => bell.ring(),
          backlog,
          observer,
        }),
    },
    {
      provide: Relay,
      inject: [Database, KAFKA_CLIENT, RELAY_BELL, Backlog, TransportTelemetry],
      useFactory: (
        database: Database,
        kafka: KafkaClient,
        wakeUp: WakeUp,
        backlog: Backlog,
        observer: TransportTelemetry,
      ) => new Relay({ ...relay, database, kafka, service, wakeUp, backlog, observer }),
    },
    {
      provide: IntentStore,
      inject: [Database],
      useFactory: (database: Database) => new IntentStore(database),
    },
    { provide: Intents, inject: [IntentStore], useFactory: (store: IntentStore) => new Intents(store) },
    {
      provide: IntentWorker,
      inject: [IntentStore, Outbox, Intents],
      useFactory: (store: IntentStore, outbox: Outbox, intents: Intents) =>
        new IntentWorker({
          store,
          outbox,
          intents,
          ...(logger && { logger: logger.child({ part: 'intents' }) }),
        }),
    },
  ];
}

function readers({ group, consumer }: MessagingOptions): Provider[] {
  return [
    {
      provide: ContinuoTransport,
      inject: [Database, KAFKA_CLIENT, CONTRACT, RECORD_DECODER, Outbox, TransportTelemetry],
      useFactory: (
        database: Database,
        kafka: KafkaClient,
        contract: Contract,
        decoder: RecordDecoder,
        outbox: Outbox,
        observer: TransportTelemetry,
      ) =>
        new ContinuoTransport(new Subscriptions(contract, group), {
          ...consumer,
          database,
          kafka,
          outbox,
          observer,
          contract: consumerContract(contract, decoder),
        }),
    },
  ];
}

/** Partition counts of topics and dead-letter topics. */
function partitionCounts(contract: Contract): (topic: string) => number | undefined {
  const counts = new Map<string, number>();
  for (const { name, partitions } of [...contract.topics, ...contract.deadLetterTopics])
    counts.set(name, partitions);
  return (topic) => counts.get(topic);
}

function kafkaLog({ kafka, logger }: MessagingOptions): MessagingOptions['kafka']['log'] {
  if (kafka.log !== undefined || logger === undefined) return kafka.log;
  const child = logger.child({ part: 'kafka' });
  return (entry) => child.debug({ entry }, 'kafka client');
}
