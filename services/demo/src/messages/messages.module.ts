// The played collaboration service as a Nest module.
import { BusModule } from '@continuo/service-kit';
import { Module, type DynamicModule } from '@nestjs/common';
import type { CollaborationConfig } from '../config.js';
import { MessagesConsumer } from './messages.consumer.js';
import { MessagesStore } from './messages.store.js';

@Module({})
export class MessagesModule {
  static on(config: CollaborationConfig): DynamicModule {
    return {
      module: MessagesModule,
      imports: [BusModule.on(config, { service: 'collaboration', group: 'collaboration' })],
      controllers: [MessagesConsumer],
      providers: [MessagesStore],
    };
  }
}
