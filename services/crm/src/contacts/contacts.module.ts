// Contacts: the people we do business with.
import { Module } from '@nestjs/common';
import { ContactHistoryStore } from './contact-history.store.js';
import { ContactReadingService } from './contact-reading.service.js';
import { ContactSearchStore } from './contact-search.store.js';
import { ContactsConsumer } from './contacts.consumer.js';
import { ContactsController } from './contacts.controller.js';
import { ContactsService } from './contacts.service.js';
import { ContactsStore } from './contacts.store.js';

@Module({
  controllers: [ContactsController, ContactsConsumer],
  providers: [ContactsStore, ContactHistoryStore, ContactSearchStore, ContactsService, ContactReadingService],
})
export class ContactsModule {}
