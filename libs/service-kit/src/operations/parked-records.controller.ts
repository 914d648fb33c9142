// Parked records of a service over HTTP: page by page, by kind, one of them, and having them applied again.
import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { Caller, Roles, type Principal } from '../auth/decisions.js';
import { Answers, Refuses } from '../http/answers.js';
import { decodeCursor, pageOf, pageSchema } from '../http/cursor.js';
import { Problem } from '../http/problem.js';
import { MessagingOperations } from './messaging-operations.service.js';
import { filterShape, parkedIdSchema, parkedSchema, stateSchema } from './parked-schema.js';
import { shownHeaderSchema } from './shown-header-schema.js';

const when = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const queryShape = {
  ...filterShape,
  partition: z.coerce.number().int().min(0).optional(),
  /** Parked before this time. */
  before: when.optional(),
  /** Ids, separated by commas. */
  ids: z
    .string()
    .max(2_000)
    .transform((text) => text.split(','))
    .pipe(z.array(parkedIdSchema).max(100))
    .optional(),
};
const listQuery = z.object({
  ...queryShape,
  held: z.stringbool().default(false),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
  cursor: z.string().max(1_024).optional(),
});
const kindsQuery = z.object(queryShape);
const kindSchema = z.object({
  group: z.string(),
  topic: z.string(),
  code: z.string(),
  state: stateSchema,
  count: z.int(),
  oldest: z.date(),
  newest: z.date(),
});
const detailSchema = parkedSchema
  .extend({
    /** Log-append time. */
    recordedAt: z.date(),
    /** When it may be applied again; null unless it is marked. */
    redriveAt: z.date().nullable(),
    holdsKey: z.boolean(),
    /** Rows of its key that come before it. */
    ahead: z.int(),
    keyHeld: z.object({ since: z.date(), onPurpose: z.string().nullable(), rows: z.int() }).nullable(),
    keyBytes: z.int().nullable(),
    valueBytes: z.int().nullable(),
    schemaId: z.int().nullable(),
    /** Who it is about is told by kinds only; what nobody knows, or looks wrong, by its name only. */
    headers: z.array(shownHeaderSchema),
  })
  .meta({ title: 'ParkedRecord' });
const redriveSchema = z.object({
  filter: z
    .object({
      ...filterShape,
      partition: z.int().min(0).optional(),
      ids: z.array(parkedIdSchema).max(1_000).optional(),
      /** Parked before this time: `asOf` of a dry run keeps the redrive to what that saw. */
      before: when.optional(),
    })
    .default({}),
  dryRun: z.boolean().default(false),
  ratePerSecond: z.number().positive().max(10_000).default(100),
});
const redrivePlanSchema = z.object({
  matched: z.int(),
  held: z.int(),
  byCode: z.record(z.string(), z.int()),
  marked: z.int(),
  lastAt: z.date().nullable(),
  /** Database time of the look. */
  asOf: z.date(),
});

@Controller('messaging/parked')
@Roles('operator')
export class ParkedRecordsController {
  constructor(@Inject(MessagingOperations) private readonly operations: MessagingOperations) {}

  /** Parked records, oldest first, without their bytes. */
  @Get()
  @Answers(200, pageSchema(parkedSchema).meta({ title: 'ParkedPage' }))
  async list(@Query({ schema: listQuery }) query: z.output<typeof listQuery>) {
    const { held, limit, cursor, ...filter } = query;
    const [after] = cursor === undefined ? [undefined] : decodeCursor('parked', cursor, cursorSchema);
    const found = await this.operations.parked(filter, { held, limit: limit + 1, after });
    return pageOf(
      found,
      { list: 'parked', limit },
      (record) => record,
      ({ id }) => [id],
    );
  }

  /** How many there are by group, topic, code and state: most first, 200 kinds at most. */
  @Get('kinds')
  @Answers(200, z.object({ items: z.array(kindSchema) }).meta({ title: 'ParkedKinds' }))
  async kinds(@Query({ schema: kindsQuery }) filter: z.output<typeof kindsQuery>) {
    return { items: [...(await this.operations.parkedKinds(filter))] };
  }

  /** One of them with its envelope: neither its value nor whom it is about. */
  @Get(':id')
  @Answers(200, detailSchema)
  @Refuses([404, 'No such record: it was applied or discarded, or never was.'])
  async show(@Param('id', { schema: parkedIdSchema }) id: string): Promise<z.output<typeof detailSchema>> {
    const found = await this.operations.parkedRecord(id);
    if (found === undefined)
      throw new Problem(404, 'parked-record-not-found', 'There is no such parked record (any more).');
    return { ...found, headers: found.headers.map((header) => ({ ...header })) };
  }

  /** Marks parked records to be applied again in their keys' order; twice is as good as once. */
  @Post('redrive')
  @Answers(200, redrivePlanSchema)
  redrive(
    @Body({ schema: redriveSchema }) { filter, ...options }: z.output<typeof redriveSchema>,
    @Caller() caller: Principal,
  ) {
    return this.operations.redrive(filter, options, caller.subject);
  }
}

const cursorSchema = z.tuple([parkedIdSchema]);
