// The operator's view of a service's transport over HTTP.
import { Controller, Get, Inject, Param } from '@nestjs/common';
import { z } from 'zod';
import { Roles } from '../auth/decisions.js';
import { Answers } from '../http/answers.js';
import { MessagingOperations } from './messaging-operations.service.js';
import { parkedSchema } from './parked-schema.js';

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
const whereSchema = z.object({
  outbox: z.object({ topic: z.string(), writtenAt: z.string(), inFlight: z.boolean() }).nullable(),
  parked: z.array(parkedSchema),
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

  /** Where an event of this service or for this service is now. */
  @Get('events/:id')
  @Answers(200, whereSchema)
  where(@Param('id', { schema: z.uuid() }) id: string) {
    return this.operations.where(id);
  }
}
