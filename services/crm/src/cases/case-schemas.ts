// The shapes of cases over HTTP: what may be given, how long it may be, and what is answered.
import { idSchema, pageQuerySchema, pageSchema } from '@continuo/service-kit';
import { z } from 'zod';
import { parseCaseNumber } from './domain/case-number.js';
import { codePattern, referencePattern } from './domain/opening.js';

const code = z.string().regex(codePattern);
const reference = z.string().regex(referencePattern);
/** Any script, no control characters but lines and tabs. */
const text = z
  .string()
  .max(10_000)
  .regex(/^[\P{Cc}\n\r\t]*$/u, { error: 'expected a text without control characters' })
  .refine((given) => given.trim() !== '', { error: 'expected some words', params: { rule: 'not-blank' } });
const agentId = z.string().regex(/^[\x21-\x7e]{1,200}$/);

export const openingSchema = z
  .strictObject({
    contactId: idSchema.optional(),
    profileId: idSchema.optional(),
    caseType: code,
    channel: code.optional(),
    productId: reference.optional(),
    orderId: reference.optional(),
    messageId: idSchema.optional(),
    /** What the customer wants, in the agent's words; the first note of the case. */
    text: text.optional(),
  })
  .refine(({ contactId, profileId }) => (contactId === undefined) !== (profileId === undefined), {
    error: 'expected either contactId or profileId',
    path: ['profileId'],
    params: { rule: 'exactly-one' },
  });

export const closingSchema = z.strictObject({ resolution: code, note: text.optional() });
export const assigningSchema = z.strictObject({ agentId: agentId.nullable() });
export const addingSchema = z.strictObject({
  activityType: z.enum(['note', 'call', 'message', 'order', 'other']),
  text,
  interactionId: idSchema.optional(),
});

export const caseSchema = z
  .object({
    caseId: z.uuid(),
    number: z.string(),
    version: z.int(),
    state: z.enum(['open', 'closed']),
    caseType: z.string(),
    channel: z.string().nullable(),
    productId: z.string().nullable(),
    orderId: z.string().nullable(),
    messageId: z.uuid().nullable(),
    contactId: z.uuid().nullable(),
    profileId: z.uuid().nullable(),
    assignee: z.string().nullable(),
    resolution: z.string().nullable(),
    openedAt: z.iso.datetime(),
    openedBy: z.string(),
    closedAt: z.iso.datetime().nullable(),
    closedBy: z.string().nullable(),
  })
  .meta({ title: 'Case' });

const activitySchema = z
  .object({
    activityId: z.uuid(),
    activityType: z.enum(['note', 'call', 'message', 'order', 'other', 'system']),
    code: z.string().nullable(),
    text: z.string().nullable(),
    interactionId: z.uuid().nullable(),
    refs: z.record(z.string(), z.string()),
    happenedAt: z.iso.datetime(),
    by: z.string().nullable(),
  })
  .meta({ title: 'CaseActivity' });

export const casesSchema = pageSchema(caseSchema).meta({ title: 'Cases' });
export const caseWithHistorySchema = caseSchema
  .extend({ activities: z.array(activitySchema), nextCursor: z.string().optional() })
  .meta({ title: 'CaseWithHistory' });
export const activitiesSchema = pageSchema(activitySchema).meta({ title: 'CaseActivities' });
export const addedSchema = z
  .object({ activityId: z.uuid(), activityType: z.string(), happenedAt: z.iso.datetime() })
  .meta({ title: 'AddedActivity' });

export const listQuerySchema = pageQuerySchema.extend({
  state: z.enum(['open', 'closed']).optional(),
  profileId: idSchema.optional(),
  contactId: idSchema.optional(),
  caseType: code.optional(),
  assignee: agentId.optional(),
  /** As people say it, e.g. `C-000123`. */
  number: z
    .string()
    .transform((given, context) => {
      const number = parseCaseNumber(given);
      if (number !== undefined) return number;
      context.addIssue({
        code: 'custom',
        message: 'expected a number like C-000123',
        params: { rule: 'case-number' },
      });
      return z.NEVER;
    })
    .optional(),
});

export const ofProfileQuerySchema = pageQuerySchema.extend({ state: z.enum(['open', 'closed']).optional() });
