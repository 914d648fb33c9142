// Learns from the timeline whose contacts these are: their own events come back there under a profile.
import type { crm } from '@continuo/contracts';
import { ignored, type Ignored } from '@continuo/kernel';
import { EventPattern, RecordContext } from '@continuo/messaging';
import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { ContactsService } from './contacts.service.js';

const topic = 'cdp.timeline';

@Controller()
export class ContactsConsumer {
  constructor(@Inject(ContactsService) private readonly contacts: ContactsService) {}

  @EventPattern('continuo.crm.ContactCreated.v1', { topic })
  created(@Payload() event: crm.ContactCreated, @Ctx() context: RecordContext): Promise<Ignored | void> {
    return this.learn(event.contactId, context);
  }

  /** Should its first event have been parked, the next one tells the same. */
  @EventPattern('continuo.crm.ContactUpdated.v1', { topic })
  updated(@Payload() event: crm.ContactUpdated, @Ctx() context: RecordContext): Promise<Ignored | void> {
    return this.learn(event.contactId, context);
  }

  private async learn(contactId: string, { tx, record }: RecordContext): Promise<Ignored | void> {
    if (record.profileId === undefined) return ignored('no-profile');
    const learnt = await this.contacts.learnProfile(tx, contactId, record.profileId);
    return learnt ? undefined : ignored('contact-profile-known');
  }
}
