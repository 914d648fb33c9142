// The operator's view of a service's transport, and the one thing to do about it: have parked records applied again.
import { Body, Controller, Get, Inject, Logger, Param, Post, Query } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { listParked, redrive } from '@continuo/messaging';
import { Database } from '@continuo/persistence';
import { z } from 'zod';
import { Caller, Roles, type Principal } from '../auth/decisions.js';
import { Answers } from '../http/answers.js';
import { listIncidents, listPositions, outboxState, placeOf } from './messaging-operations.store.js';

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
  readonly #log = new Logger('messaging operations');

  constructor(@Inject(ModuleRef) private readonly modules: ModuleRef) {}

  /** Positions of this service's consumers, partition by partition, and what a person should look at. */
  @Get('consumers')
  @Answers(200, consumersSchema)
  async consumers(): Promise<z.output<typeof consumersSchema>> {
    const [positions, incidents] = await Promise.all([
      listPositions(this.#database),
      listIncidents(this.#database),
    ]);
    return { positions, incidents };
  }

  /** What waits to be sent, and which relay sends it. */
  @Get('outbox')
  @Answers(200, outboxSchema)
  async outbox(): Promise<z.output<typeof outboxSchema>> {
    const state = await outboxState(this.#database);
    return { ...state, topics: [...state.topics], inFlight: [...state.inFlight] };
  }

  /** Parked records, oldest first, without their bytes. */
  @Get('parked')
  @Answers(200, z.object({ items: z.array(parkedSchema) }))
  async parked(@Query({ schema: parkedQuerySchema }) query: z.output<typeof parkedQuerySchema>) {
    const { held, limit, ...filter } = query;
    return { items: await listParked(this.#database, filter, { held, limit }) };
  }

  /** Marks parked records to be applied again in their keys' order; twice is as good as once. */
  @Post('parked/redrive')
  @Answers(200, redrivePlanSchema)
  async redrive(
    @Body({ schema: redriveSchema }) { filter, dryRun, ratePerSecond }: z.output<typeof redriveSchema>,
    @Caller() caller: Principal,
  ) {
    const plan = await redrive(this.#database, filter, { dryRun, ratePerSecond });
    if (!dryRun) this.#log.warn(`redrive of ${plan.marked} records by ${caller.subject}`);
    return plan;
  }

  /** Where an event of this service or for this service is now. */
  @Get('events/:id')
  @Answers(200, whereSchema)
  async where(@Param('id', { schema: z.uuid() }) id: string) {
    return placeOf(this.#database, id);
  }

  /** The service's own database, wherever its modules provide it. */
  get #database(): Database {
    return this.modules.get(Database, { strict: false });
  }
}
