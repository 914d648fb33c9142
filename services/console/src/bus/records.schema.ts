// Records as they are asked for and told over HTTP.
import { z } from 'zod';
import { namesInTheClear } from '@continuo/messaging';
import { recordSchema } from './record-view.js';
import { topicNameSchema } from './topics.schema.js';

/** What fits into the 64 bits of an offset. */
export const offsetTextSchema = z
  .string()
  .regex(/^\d{1,19}$/)
  .refine((text) => !/^\d+$/.test(text) || BigInt(text) < 2n ** 63n);

/** A URL is in logs: it names nobody in the clear, and no record on the bus does. */
const noName = (text: string): boolean => !namesInTheClear(text);
const noNameRule = {
  params: { rule: 'no-personal-data' },
  message: 'a profile id, or the hash as it is in the header',
};

export const recordsQuerySchema = z
  .object({
    topic: topicNameSchema,
    partition: z.coerce.number().int().min(0).max(99_999).optional(),
    /** `latest` reads backwards from the end; the others forwards. */
    from: z.enum(['latest', 'earliest', 'offset', 'time']).default('latest'),
    /** With `from=offset`; of one partition. */
    offset: offsetTextSchema.optional(),
    /** With `from=time`. */
    time: z.iso.datetime({ offset: true }).optional(),
    /** The CloudEvents type, or the record's name. */
    type: z.string().min(1).max(200).optional(),
    /** A profile's id, or an entry of the customer header, e.g. `crm.contact=…`. */
    customer: z.string().min(1).max(300).refine(noName, noNameRule).optional(),
    key: z.string().min(1).max(500).refine(noName, noNameRule).optional(),
    correlationId: z.string().min(1).max(200).refine(noName, noNameRule).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z.string().max(16_384).optional(),
  })
  .superRefine(({ from, offset, time, partition }, context) => {
    const needs = (field: string, rule: string): void =>
      context.addIssue({
        code: 'custom',
        path: [field],
        message: `is needed with from=${from}`,
        params: { rule },
      });
    if (from === 'offset' && offset === undefined) needs('offset', 'required');
    if (from === 'offset' && partition === undefined) needs('partition', 'required');
    if (from === 'time' && time === undefined) needs('time', 'required');
  });

export type RecordsQuery = z.output<typeof recordsQuerySchema>;

export const recordPageSchema = z
  .object({
    items: z.array(recordSchema),
    looked: z.object({
      /** Records that were looked at for this answer, in the order of time. */
      records: z.int(),
      /** What ended it: enough found, a bound of one answer, or the end of what there is. */
      stoppedBy: z.enum(['found', 'looked', 'bytes', 'time', 'end']),
    }),
    nextCursor: z.string().optional(),
  })
  .meta({ title: 'BusRecordPage' });
