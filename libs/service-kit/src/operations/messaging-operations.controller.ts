// The operator's view of a service's transport over HTTP.
import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { Caller, Roles, type Principal } from '../auth/decisions.js';
import { Answers } from '../http/answers.js';
import { MessagingOperations } from './messaging-operations.service.js';

const positionSchema = z.object({
  group: z.string(),
  topic: z.string(),
  partition: z.int(),
  nextOffset: z.string(),
  clock: z.string().nullable(),
  heldKeys: z.int(),
  heldBytes: z.string(),
  recordByRecord: z.boolean(),
  updatedAt: z.string(),
});
const incidentSchema = z.object({
  id: z.string(),
  group: z.string(),
  topic: z.string(),
  partition: z.int(),
  offset: z.string().nullable(),
  code: z.string(),
  raisedAt: z.string(),
});
const consumersSchema = z.object({ positions: z.array(positionSchema), incidents: z.array(incidentSchema) });
const outboxSchema = z.object({
  pending: z.int(),
  oldestAgeSeconds: z.number().nullable(),
  topics: z.array(z.object({ topic: z.string(), pending: z.int() })),
  inFlight: z.array(z.object({ topic: z.string(), rows: z.int(), since: z.string() })),
  publisher: z.string().nullable(),
  owned: z.boolean(),
});
const parkedSchema = z.object({
  id: z.string(),
  group: z.string(),
  topic: z.string(),
  partition: z.int(),
  offset: z.string(),
  key: z.string().nullable(),
  state: z.enum(['parked', 'held', 'redrive']),
  type: z.string().nullable(),
  eventId: z.string().nullable(),
  code: z.string(),
  reason: z.string(),
  attempts: z.int(),
  sizeBytes: z.int(),
  parkedAt: z.date(),
  waiting: z.int(),
});
const whereSchema = z.object({
  outbox: z.object({ topic: z.string(), writtenAt: z.string(), inFlight: z.boolean() }).nullable(),
  parked: z.array(parkedSchema),
});

const filterShape = {
  group: z.string().max(255).optional(),
  topic: z.string().max(255).optional(),
  key: z.string().max(1_000).optional(),
  code: z.string().max(100).optional(),
};
const parkedQuerySchema = z.object({
  ...filterShape,
  partition: z.coerce.number().int().min(0).optional(),
  held: z.stringbool().default(false),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
});
const redriveSchema = z.object({
  filter: z
    .object({
      ...filterShape,
      partition: z.int().min(0).optional(),
      ids: z
        .array(z.string().regex(/^\d{1,19}$/))
        .max(1_000)
        .optional(),
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
});

@Controller('messaging')
@Roles('operator')
export class MessagingOperationsController {
  constructor(@Inject(MessagingOperations) private readonly operations: MessagingOperations) {}

  /** Positions of this service's consumers, partition by partition, and what a person should look at. */
  @Get('consumers')
  @Answers(200, consumersSchema)
  consumers(): Promise<z.output<typeof consumersSchema>> {
    return this.operations.consumers();
  }

  /** What waits to be sent, and which relay sends it. */
  @Get('outbox')
  @Answers(200, outboxSchema)
  async outbox(): Promise<z.output<typeof outboxSchema>> {
    const state = await this.operations.outbox();
    return { ...state, topics: [...state.topics], inFlight: [...state.inFlight] };
  }

  /** Parked records, oldest first, without their bytes. */
  @Get('parked')
  @Answers(200, z.object({ items: z.array(parkedSchema) }))
  async parked(@Query({ schema: parkedQuerySchema }) query: z.output<typeof parkedQuerySchema>) {
    const { held, limit, ...filter } = query;
    return { items: await this.operations.parked(filter, { held, limit }) };
  }

  /** Marks parked records to be applied again in their keys' order; twice is as good as once. */
  @Post('parked/redrive')
  @Answers(200, redrivePlanSchema)
  redrive(
    @Body({ schema: redriveSchema }) { filter, ...options }: z.output<typeof redriveSchema>,
    @Caller() caller: Principal,
  ) {
    return this.operations.redrive(filter, options, caller.subject);
  }

  /** Where an event of this service or for this service is now. */
  @Get('events/:id')
  @Answers(200, whereSchema)
  where(@Param('id', { schema: z.uuid() }) id: string) {
    return this.operations.where(id);
  }
}
