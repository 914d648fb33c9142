// Contacts: the people we do business with.
import type { IdentifierConfig } from '@continuo/service-kit';
import { Module, type DynamicModule } from '@nestjs/common';
import { ContactHistoryStore } from './contact-history.store.js';
import { ContactReadingService } from './contact-reading.service.js';
import { ContactSearchStore } from './contact-search.store.js';
import { ContactsConsumer } from './contacts.consumer.js';
import { ContactsController } from './contacts.controller.js';
import { ContactsService } from './contacts.service.js';
import { ContactsStore } from './contacts.store.js';
import { MaskedContactsController } from './masked-contacts.controller.js';
import { NORMALISERS, normalisersOf } from './normalisers.js';

@Module({})
export class ContactsModule {
  static with(config: IdentifierConfig): DynamicModule {
    return {
      module: ContactsModule,
      controllers: [ContactsController, MaskedContactsController, ContactsConsumer],
      providers: [
        ContactsStore,
        ContactHistoryStore,
        ContactSearchStore,
        ContactsService,
        ContactReadingService,
        { provide: NORMALISERS, useFactory: () => normalisersOf(config) },
      ],
    };
  }
}
