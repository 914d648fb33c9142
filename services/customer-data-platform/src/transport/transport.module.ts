// Makes the outbox injectable, starts the transport with the resolver as its handler, and tells health about both.
import {
  Global,
  Inject,
  Injectable,
  Module,
  type BeforeApplicationShutdown,
  type DynamicModule,
} from '@nestjs/common';
import { Outbox } from '@continuo/messaging';
import { Database } from '@continuo/persistence';
import { HealthRegistry } from '@continuo/service-kit';
import type { Config } from '../config.js';
import { Transport } from './transport.js';

@Injectable()
class TransportLifecycle implements BeforeApplicationShutdown {
  constructor(
    @Inject(Transport) private readonly transport: Transport,
    @Inject(HealthRegistry) health: HealthRegistry,
  ) {
    health.add('live', 'consumer cdp', () => transport.dead());
    health.add('ready', 'kafka', async () => {
      await transport.kafka.admin().ping();
      return undefined;
    });
    health.add('ready', 'schemas', async () => {
      if (transport.cold !== undefined) await transport.warmUp();
      return transport.cold;
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.transport.stop();
  }
}

@Global()
@Module({})
export class TransportModule {
  static on(config: Config): DynamicModule {
    return {
      module: TransportModule,
      providers: [
        {
          provide: Transport,
          useFactory: (database: Database) => new Transport(config, database),
          inject: [Database],
        },
        { provide: Outbox, useFactory: (transport: Transport) => transport.outbox, inject: [Transport] },
        TransportLifecycle,
      ],
      exports: [Transport, Outbox],
    };
  }
}
