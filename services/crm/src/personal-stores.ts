// What crm keeps of persons, in the order of erasing: what finds its person through a case or a contact goes before it.
import { Inject, Injectable } from '@nestjs/common';
import { PersonalData } from '@continuo/service-kit';
import { AccessStore } from './access/access.store.js';
import { ActivitiesStore } from './cases/activities.store.js';
import { CasesStore } from './cases/cases.store.js';
import { ContactHistoryStore } from './contacts/contact-history.store.js';
import { ContactsStore } from './contacts/contacts.store.js';

@Injectable()
export class PersonalStores {
  constructor(
    @Inject(PersonalData) personalData: PersonalData,
    @Inject(AccessStore) access: AccessStore,
    @Inject(ActivitiesStore) activities: ActivitiesStore,
    @Inject(CasesStore) cases: CasesStore,
    @Inject(ContactHistoryStore) history: ContactHistoryStore,
    @Inject(ContactsStore) contacts: ContactsStore,
  ) {
    for (const store of [access, activities, cases, history, contacts]) personalData.add(store);
  }
}
