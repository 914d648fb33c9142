// The shapes of contacts over HTTP: what may be given, how long it may be, and what is answered.
import { idSchema, pageSchema } from '@continuo/service-kit';
import { z } from 'zod';

/** One line: any script, no control characters. */
const line = (most: number) =>
  z
    .string()
    .max(most)
    .regex(/^\P{Cc}*$/u, { error: 'expected a text without control characters' });
const lines = (most: number) =>
  z
    .string()
    .max(most)
    .regex(/^[\P{Cc}\n\r\t]*$/u, { error: 'expected a text without control characters' });
/** An id of another system: no address and no number of a person, but what looks like one is hashed as such. */
const opaqueId = line(200);
const language = z
  .string()
  .max(64)
  .refine(isLanguage, {
    error: 'expected a language tag as in BCP 47, e.g. de or pt-BR',
    params: { rule: 'bcp-47' },
  });

/** What a contact is made of and changed by; null empties a field, what is left out stays. */
export const contactPatchSchema = z.strictObject({
  givenName: line(200).nullable().optional(),
  familyName: line(200).nullable().optional(),
  emails: z.array(line(320)).max(10).nullable().optional(),
  phones: z.array(line(64)).max(10).nullable().optional(),
  loyaltyNumber: opaqueId.nullable().optional(),
  userId: opaqueId.nullable().optional(),
  language: language.nullable().optional(),
  notes: lines(4_000).nullable().optional(),
});

export const writtenContactSchema = z
  .object({
    contactId: z.uuid(),
    version: z.int(),
    changed: z.array(z.string()),
    updatedAt: z.iso.datetime(),
    possibleDuplicates: z.array(z.uuid()),
  })
  .meta({ title: 'WrittenContact' });

export const contactSchema = z
  .object({
    contactId: z.uuid(),
    version: z.int(),
    givenName: z.string().nullable(),
    familyName: z.string().nullable(),
    emails: z.array(z.string()),
    phones: z.array(z.string()),
    loyaltyNumber: z.string().nullable(),
    userId: z.string().nullable(),
    language: z.string().nullable(),
    notes: z.string().nullable(),
    profileId: z.uuid().nullable(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ title: 'Contact' });

export const contactsSchema = z.object({ contacts: z.array(contactSchema) }).meta({ title: 'Contacts' });

/** What personal data is read for; kept with who read it. */
const purpose = line(100).min(1);

export const batchGetSchema = z.object({ ids: z.array(idSchema).min(1).max(100), purpose });

export const searchSchema = z
  .strictObject({
    email: line(320).min(1).optional(),
    phone: line(64).min(1).optional(),
    loyaltyNumber: opaqueId.min(1).optional(),
    name: line(200).min(1).optional(),
    limit: z.number().int().min(1).max(100).default(20),
    cursor: z.string().max(1_024).optional(),
    purpose: purpose.default('contact-search'),
  })
  .refine(
    ({ email, phone, loyaltyNumber, name }) =>
      [email, phone, loyaltyNumber, name].filter((each) => each !== undefined).length === 1,
    { error: 'expected one of email, phone, loyaltyNumber and name', params: { rule: 'exactly-one' } },
  );

export const foundContactsSchema = pageSchema(contactSchema).meta({ title: 'FoundContacts' });

export const changesSchema = pageSchema(
  z.object({ version: z.int(), changed: z.array(z.string()), at: z.iso.datetime(), by: z.string() }),
).meta({ title: 'ContactChanges' });

function isLanguage(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}
