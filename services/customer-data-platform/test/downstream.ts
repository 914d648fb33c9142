// A service beside the platform, for its erasures: the kit's own parts on a database of their own, with notes about persons.
import { EventPattern, messagingMigrations, RecordContext, startMessaging } from '@continuo/messaging';
import { Database, migrate } from '@continuo/persistence';
import {
  BusModule,
  envField,
  parseConfig,
  PersonalData,
  personalRows,
  PersonalDataModule,
  serviceConfigSchema,
  serviceKitMigrations,
  startService,
  type RunningService,
  type HttpConfig,
  type ServiceConfig,
} from '@continuo/service-kit';
import { testDatabase, type TestDatabase } from '@continuo/testing';
import { Controller, Inject, Injectable, Module, type DynamicModule } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';

/** The group and name under which it plays. */
export const DOWNSTREAM = 'crm';

@Injectable()
class NotesStore {
  constructor(@Inject(PersonalData) personalData: PersonalData) {
    personalData.add(personalRows('note', 'note'));
  }
}

@Controller()
class NotesConsumer {
  @EventPattern('continuo.cdp.TrackReceived.v1', { topic: 'cdp.timeline' })
  async tracked(@Payload() { name }: { name: string }, @Ctx() { tx, record }: RecordContext): Promise<void> {
    await tx.client.query('insert into note (profile_id, text) values ($1, $2)', [record.profileId, name]);
  }
}

@Module({})
class NotesModule {
  static on(config: ServiceConfig): DynamicModule {
    return {
      module: NotesModule,
      imports: [BusModule.on(config, { service: DOWNSTREAM, group: DOWNSTREAM }), PersonalDataModule],
      controllers: [NotesConsumer],
      providers: [NotesStore],
    };
  }
}

export class Downstream {
  private running: RunningService | undefined;

  private constructor(
    readonly own: TestDatabase,
    private readonly config: ServiceConfig & HttpConfig,
  ) {}

  /** On the platform's own servers and prefix, as its environment says. */
  static async start(environment: Readonly<Record<string, string>>, port: number): Promise<Downstream> {
    const own = await testDatabase('downstream');
    const database = await Database.open({ url: own.url, applicationName: 'downstream', poolSize: 2 });
    await migrate(database, [messagingMigrations, serviceKitMigrations]);
    await database.query('create table note (profile_id uuid not null, text text not null)');
    await database.close();
    const config = parseConfig(serviceConfigSchema.extend({ PORT: envField.port(0) }), {
      ...environment,
      PORT: String(port),
      DATABASE_URL: own.url,
    });
    const downstream = new Downstream(own, config);
    await downstream.live();
    return downstream;
  }

  async live(): Promise<void> {
    const { config } = this;
    this.running = await startService({
      service: DOWNSTREAM,
      title: 'Notes',
      config,
      module: () => Promise.resolve(NotesModule.on(config)),
      transports: (app) => startMessaging(app),
    });
  }

  /** Ends its process, so to speak; the database stays. */
  async die(): Promise<void> {
    await this.running?.stop();
  }

  async stop(): Promise<void> {
    await this.die();
    await this.own.drop();
  }
}
