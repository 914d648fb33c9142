// A database without a bus, for tests of what the kit keeps in one: opened for injection, closed last.
import {
  Global,
  Inject,
  Injectable,
  Module,
  type DynamicModule,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { Database, type DatabaseOptions } from '@continuo/persistence';
import { HealthRegistry } from '../src/index.js';

/** Nest closes providers in no promised order, so the pool waits for the work that still holds connections. */
@Injectable()
class DatabaseLifecycle implements OnApplicationShutdown {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(HealthRegistry) health: HealthRegistry,
  ) {
    health.add('ready', 'database', async () => {
      await database.ping();
      return undefined;
    });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.database.close();
  }
}

/** `imports: [DatabaseModule.on({ url, applicationName, entities })]` makes `Database` injectable everywhere. */
@Global()
@Module({})
export class DatabaseModule {
  static on(options: DatabaseOptions): DynamicModule {
    return {
      module: DatabaseModule,
      providers: [{ provide: Database, useFactory: () => Database.open(options) }, DatabaseLifecycle],
      exports: [Database],
    };
  }
}
