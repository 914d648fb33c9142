// A service on the bus with rows about persons, on real servers under a prefix of its own, and a hand that writes topics.
import {
  contract,
  createEncoder,
  createRegistryClient,
  registerSchemas,
  type RecordEncoder,
} from '@continuo/contracts';
import {
  EventPattern,
  kafkaClient,
  messagingMigrations,
  partitionOf,
  RecordContext,
  startMessaging,
  type KafkaClient,
  type KafkaProducer,
} from '@continuo/messaging';
import { Database, migrate } from '@continuo/persistence';
import { testDatabase, testServers, uniquePrefix, type TestDatabase } from '@continuo/testing';
import { Controller, Inject, Injectable, Module, type DynamicModule } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { randomUUID } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import {
  BusModule,
  envField,
  PersonalData,
  personalRows,
  PersonalDataModule,
  parseConfig,
  serviceConfigSchema,
  serviceKitMigrations,
  startService,
  type RunningService,
  type ServiceConfig,
} from '../src/index.js';
import { startIssuer, type TestIssuer } from './small-service.js';

const group = 'crm';
const timeline = 'cdp.timeline';
const commands = 'crm.commands';

/** One row per tracked call, with whose it is. */
@Injectable()
class NotesStore {
  constructor(@Inject(PersonalData) personalData: PersonalData) {
    personalData.add(personalRows('note', 'note'));
  }
}

/** Keeps what is tracked; a call named Poison and every command are too much for it. */
@Controller()
class NotesConsumer {
  @EventPattern('continuo.cdp.TrackReceived.v1', { topic: timeline })
  async tracked(@Payload() { name }: { name: string }, @Ctx() { tx, record }: RecordContext): Promise<void> {
    if (name === 'Poison') throw new TypeError('too much');
    await tx.client.query('insert into note (profile_id, text) values ($1, $2)', [record.profileId, name]);
  }

  @EventPattern('continuo.crm.commands.OpenCase.v1', { topic: commands })
  opened(): never {
    throw new TypeError('too much');
  }
}

@Module({})
class NotesOnTheBus {
  static on(config: ServiceConfig): DynamicModule {
    const bus = BusModule.on(config, { service: 'crm', group, consumer: { limits: { maxAttempts: 1 } } });
    return {
      module: NotesOnTheBus,
      imports: [bus, PersonalDataModule],
      controllers: [NotesConsumer],
      providers: [NotesStore],
    };
  }
}

export interface BusRecord {
  readonly topic: string;
  readonly type: string;
  readonly profileId: string;
  readonly value: object;
  readonly commandId?: string;
}

export class BusService {
  private sequence = 0;
  private readonly publisher = `test/${randomUUID()}`;

  private constructor(
    readonly own: TestDatabase,
    readonly running: RunningService,
    private readonly issuer: TestIssuer,
    private readonly kafka: KafkaClient,
    private readonly producer: KafkaProducer,
    private readonly encoder: RecordEncoder,
  ) {}

  static async start(): Promise<BusService> {
    const { kafkaBrokers, schemaRegistryUrl } = testServers();
    const own = await testDatabase('personal_data');
    const topicPrefix = uniquePrefix('personal');
    const kafka = kafkaClient({ brokers: kafkaBrokers.split(','), clientId: 'test', topicPrefix });
    const topics = [timeline, commands, `${timeline}.${group}.dlq`, `${commands}.${group}.dlq`];
    const counts = new Map(contract.topics.map(({ name, partitions }) => [name, partitions]));
    await kafka.admin().create(topics.map((topic) => ({ topic, partitions: counts.get(topic) ?? 1 })));
    const registry = createRegistryClient({ url: schemaRegistryUrl });
    await registerSchemas(registry, contract);
    const encoder = createEncoder(contract, registry);
    await encoder.warmUp();
    const database = await Database.open({ url: own.url, applicationName: 'test', poolSize: 2 });
    await migrate(database, [messagingMigrations, serviceKitMigrations]);
    await database.query('create table note (profile_id uuid not null, text text not null)');
    await database.close();
    const issuer = await startIssuer();
    const config = parseConfig(serviceConfigSchema.extend({ PORT: envField.port(0) }), {
      NODE_ENV: 'test',
      LOG_LEVEL: 'silent',
      PORT: '0',
      DATABASE_URL: own.url,
      KAFKA_BROKERS: kafkaBrokers,
      KAFKA_TOPIC_PREFIX: topicPrefix,
      SCHEMA_REGISTRY_URL: schemaRegistryUrl,
      OIDC_ISSUER: issuer.url,
    });
    const running = await startService({
      service: 'crm',
      title: 'Notes',
      config,
      module: () => Promise.resolve(NotesOnTheBus.on(config)),
      transports: (app) => startMessaging(app),
    });
    return new BusService(own, running, issuer, kafka, await kafka.producer(), encoder);
  }

  /** Writes records as a relay would, each to its key's partition. */
  async send(...records: readonly BusRecord[]): Promise<void> {
    for (const { topic, type, profileId, value, commandId } of records) {
      this.sequence += 1;
      const source = contract.type(type)?.topics[0] ?? topic;
      const needsCustomer = contract.topic(source)?.about === 'customer';
      const who = needsCustomer ? { customer: [{ kind: 'user', value: 'u' }] } : { profileId };
      const encoded = this.encoder.encode({
        type,
        topic: source,
        key: needsCustomer ? 'user=u' : profileId,
        value,
        ...who,
      });
      if (!encoded.ok) throw new Error(encoded.refusal.message);
      const key = Buffer.from(profileId);
      const partition = partitionOf(key, contract.topic(topic)?.partitions ?? 1);
      const headers = {
        ce_specversion: '1.0',
        ce_id: uuidv7(),
        ce_source: '/test',
        ce_type: type,
        ce_time: new Date().toISOString(),
        ce_hops: '0',
        ce_profileid: profileId,
        'content-type': 'application/avro',
        publisher: this.publisher,
        'publisher-sequence': String(this.sequence),
        ...(commandId === undefined ? {} : { commandid: commandId }),
      };
      await this.producer.send(topic, [{ partition, key, value: encoded.value.bytes, headers }]);
    }
  }

  async ask(method: string, path: string, body?: object) {
    const response = await fetch(`${this.running.url}/api/crm/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await this.issuer.token({ roles: ['integrator'] })}`,
        'content-type': 'application/json',
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  async stop(): Promise<void> {
    await this.running.stop();
    await this.producer.close();
    await this.kafka.admin().delete(await this.kafka.admin().topics());
    await this.kafka.close();
    await this.issuer.close();
    await this.own.drop();
  }
}
