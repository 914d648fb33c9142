// Topics as they are asked for and told over HTTP.
import { z } from 'zod';

/** What Kafka takes for a name; the broker's own topics begin with two underscores and are not shown. */
export const topicNameSchema = z
  .string()
  .max(249)
  .regex(/^(?!__)[A-Za-z0-9._-]+$/);

const kinds = ['events', 'commands', 'dead-letters', 'other'] as const;
const offsetSchema = z.string().regex(/^\d+$/);
const countSchema = z.number().min(0).nullable();

export const topicListQuerySchema = z.object({
  /** A part of the name. */
  q: z.string().max(100).optional(),
  owner: z.string().max(100).optional(),
  /** One or more, separated by commas. */
  kind: z
    .string()
    .max(100)
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(kinds)))
    .optional(),
  group: z.string().max(255).optional(),
  /** Only those on which a group is behind. */
  lagging: z.stringbool().default(false),
  sort: z
    .enum(['name', '-name', 'rate', '-rate', 'lag', '-lag', 'kept', '-kept', 'end', '-end'])
    .default('name'),
});

const topicShape = {
  name: z.string(),
  kind: z.enum(kinds),
  owner: z.string().nullable(),
  /** False of a topic of the contract that the broker does not have; null while that is not known. */
  exists: z.boolean().nullable(),
  partitions: z.int().nullable(),
  retentionMs: z.number().nullable(),
  cleanup: z.enum(['delete', 'compact']).nullable(),
  /** Records that were ever written, and that are kept; over all partitions. */
  end: countSchema,
  kept: countSchema,
  /** Over the last minute. */
  ratePerSecond: countSchema,
  /** Rates of ten seconds each, the oldest first. */
  history: z.array(z.number()),
  groups: z.array(z.object({ group: z.string(), lag: countSchema, delaySeconds: countSchema })),
};

export const topicListSchema = z
  .object({
    broker: z.enum(['answering', 'away']),
    items: z.array(z.object(topicShape).meta({ title: 'BusTopic' })),
  })
  .meta({ title: 'BusTopicList' });

export type TopicRow = z.output<typeof topicListSchema>['items'][number];

export const topicDetailSchema = z
  .object({
    ...topicShape,
    doc: z.string().nullable(),
    /** What the key is, for people. */
    key: z.string().nullable(),
    /** Whom its records must name. */
    about: z.enum(['customer', 'profile', 'either', 'none']).nullable(),
    /** Avro full names of what is published here. */
    types: z.array(z.string()),
    /** Topics whose records are copied here as they are. */
    forwards: z.array(z.string()),
    producers: z.array(z.string()),
    deadLettersOf: z.object({ topic: z.string(), group: z.string() }).nullable(),
    partitionStates: z.array(
      z.object({
        partition: z.int(),
        start: offsetSchema,
        end: offsetSchema,
        groups: z.array(
          z.object({ group: z.string(), committed: offsetSchema.nullable(), lag: z.number().min(0) }),
        ),
      }),
    ),
    /** Of the partition that has the fewest. */
    inSyncReplicas: z.int(),
    /** The broker's settings that people ask for. */
    config: z.record(z.string(), z.string()),
  })
  .meta({ title: 'BusTopicDetail' });

export const schemasSchema = z
  .object({
    items: z.array(
      z.object({
        subject: z.string(),
        type: z.string(),
        fullName: z.string(),
        compatibility: z.string().nullable(),
        /** The newest first; none when it is not registered. */
        versions: z.array(
          z.object({
            version: z.int(),
            id: z.int(),
            /** The Avro schema as it is registered. */
            schema: z.unknown(),
          }),
        ),
      }),
    ),
  })
  .meta({ title: 'BusTopicSchemas' });
