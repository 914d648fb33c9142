// Messages: what customers wrote to us.
import { Module } from '@nestjs/common';
import { MessageAccessStore } from './message-access.store.js';
import { MessagesConsumer } from './messages.consumer.js';
import { MessagesController } from './messages.controller.js';
import { MessagesService } from './messages.service.js';
import { MessagesStore } from './messages.store.js';

@Module({
  controllers: [MessagesController, MessagesConsumer],
  providers: [MessagesService, MessagesStore, MessageAccessStore],
  exports: [MessagesService],
})
export class MessagesModule {}
