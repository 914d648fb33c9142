// Contacts of a person for those who only need to recognise them, and who was shown more than that.
import { masked } from '@continuo/kernel';
import {
  accessLogPage,
  Answers,
  idSchema,
  pageQuerySchema,
  pageSchema,
  Roles,
  type AccessLogRange,
  type PageQuery,
} from '@continuo/service-kit';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import { ContactReadingService, type FoundReading } from './contact-reading.service.js';
import type { StoredContact } from './contact-view.js';

const maskedSchema = z
  .object({
    contacts: z.array(
      z.object({
        contactId: z.uuid(),
        version: z.int(),
        /** `J•••`, `a•••@e•••.com`, `+41•••••••12`. */
        givenName: z.string().nullable(),
        familyName: z.string().nullable(),
        emails: z.array(z.string()),
        phones: z.array(z.string()),
        loyaltyNumber: z.string().nullable(),
        language: z.string().nullable(),
        /** Whether there are notes. */
        hasNotes: z.boolean(),
        /** Under which of the person's profiles it came. */
        profileId: z.uuid().nullable(),
        createdAt: z.iso.datetime(),
        updatedAt: z.iso.datetime(),
      }),
    ),
  })
  .meta({ title: 'MaskedContacts' });
const readingSchema = z
  .object({
    at: z.iso.datetime(),
    subject: z.string(),
    client: z.string().nullable(),
    purpose: z.string(),
    what: z.enum(['contact', 'case']),
    id: z.uuid(),
  })
  .meta({ title: 'CustomerAccess' });

@Controller('profiles/:profileId')
export class MaskedContactsController {
  constructor(@Inject(ContactReadingService) private readonly reading: ContactReadingService) {}

  /** A person's contacts, masked: nothing of them can be used, so nothing is written down. */
  @Get('contacts::masked')
  @Roles('agent', 'supervisor', 'operator')
  @Answers(200, maskedSchema)
  async contacts(
    @Param('profileId', { schema: idSchema }) profileId: string,
  ): Promise<z.output<typeof maskedSchema>> {
    return { contacts: (await this.reading.glance(profileId)).map(hidden) };
  }

  /** Who read a person's contacts and cases, and what for, newest first. */
  @Get('access-log')
  @Roles('supervisor')
  @Answers(200, pageSchema(readingSchema).meta({ title: 'CustomerAccessLog' }))
  async accessLog(
    @Param('profileId', { schema: idSchema }) profileId: string,
    @Query({ schema: pageQuerySchema }) page: PageQuery,
  ) {
    const read = (range: AccessLogRange) => this.reading.readings(profileId, range);
    const view = ({ place: _place, at, ...reading }: FoundReading) => ({ ...reading, at: at.toISOString() });
    return accessLogPage({ ...page, list: `access-log ${profileId}` }, read, view, ({ place }) => place);
  }
}

function hidden({ details, ...contact }: StoredContact): z.output<typeof maskedSchema>['contacts'][number] {
  const each = (values: readonly string[]): string[] => values.map((value) => masked(value) ?? '');
  return {
    contactId: contact.id,
    version: contact.version,
    givenName: masked(details.givenName),
    familyName: masked(details.familyName),
    emails: each(details.emails),
    phones: each(details.phones),
    loyaltyNumber: masked(details.loyaltyNumber),
    language: details.language,
    hasNotes: details.notes !== null,
    profileId: contact.profileId,
    createdAt: contact.createdAt.toISOString(),
    updatedAt: contact.updatedAt.toISOString(),
  };
}
