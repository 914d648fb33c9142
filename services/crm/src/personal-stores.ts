// What crm keeps of persons, in the order of erasing: what finds its person through a case or a contact goes before it.
import { Inject, Injectable } from '@nestjs/common';
import { PersonalData, personalRows } from '@continuo/service-kit';
import { ofProfiles } from './cases/cases.store.js';

const contacts = 'select id from contact where profile_id = any($1::uuid[])';
const cases = `select id from customer_case where ${ofProfiles('$1')}`;

@Injectable()
export class PersonalStores {
  constructor(@Inject(PersonalData) personalData: PersonalData) {
    const read = `kind = 'contact' and target_id in (${contacts}) or kind = 'case' and target_id in (${cases})`;
    personalData.add(personalRows('crm.personal_access', 'personal_access', read));
    personalData.add(personalRows('crm.case_activity', 'case_activity', `case_id in (${cases})`));
    personalData.add(personalRows('crm.customer_case', 'customer_case', ofProfiles('$1')));
    personalData.add(personalRows('crm.contact_change', 'contact_change', `contact_id in (${contacts})`));
    personalData.add(personalRows('crm.contact', 'contact'));
  }
}
