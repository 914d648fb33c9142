// Tasks of external workers over HTTP: fetched with a lease, kept by signs of life, completed or failed.
import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import {
  Answers,
  Caller,
  decodeCursor,
  orThrow,
  pageOf,
  pageQuerySchema,
  pageSchema,
  Problem,
  Refuses,
  Roles,
  type Principal,
} from '@continuo/service-kit';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import {
  LONGEST_WAIT_MS,
  WorkerTasks,
  type ClaimedTask,
  type Settlement,
  type StoredTask,
} from './worker-tasks.service.js';

const kindSchema = z.string().regex(/^[a-z][a-z0-9-]{0,63}$/);
const stateSchema = z.enum(['open', 'leased', 'completed', 'failed', 'withdrawn']);
const inputSchema = z.record(z.string(), z.unknown());
const claimSchema = z.strictObject({
  kinds: z
    .array(kindSchema)
    .min(1)
    .max(20)
    .refine((kinds) => new Set(kinds).size === kinds.length, { message: 'names a kind twice' }),
  max: z.int().min(1).max(100).default(1),
  /** How the worker names itself: a machine or a bot, nobody's name; it is in the journal. */
  worker: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/),
  /** How long to wait when there is nothing to do. */
  waitMs: z.int().min(0).max(LONGEST_WAIT_MS).default(0),
});
const claimedSchema = z
  .object({
    items: z.array(
      z.object({
        taskId: z.uuid(),
        kind: z.string(),
        journey: z.string(),
        version: z.int(),
        step: z.string(),
        attempt: z.int(),
        input: inputSchema,
        /** Shown with everything that is said about the task. */
        lease: z.uuid(),
        leasedUntil: z.iso.datetime(),
      }),
    ),
  })
  .meta({ title: 'ClaimedTasks' });
const leaseSchema = z.strictObject({ lease: z.uuid() });
const completeSchema = leaseSchema.extend({
  /** Codes and numbers as JSON, at most 8 KB and five levels; it travels on the bus, so nothing personal. */
  result: z.unknown(),
});
const failSchema = leaseSchema.extend({
  code: kindSchema,
  /** Whether another attempt may succeed. */
  retriable: z.boolean().default(true),
});
const settledSchema = z
  .object({ taskId: z.uuid(), state: z.enum(['completed', 'failed']) })
  .meta({ title: 'SettledTask' });
const heldSchema = z.object({ taskId: z.uuid(), leasedUntil: z.iso.datetime() }).meta({ title: 'HeldTask' });
const taskSchema = z
  .object({
    taskId: z.uuid(),
    instanceId: z.uuid(),
    journey: z.string(),
    version: z.int(),
    step: z.string(),
    kind: z.string(),
    attempt: z.int(),
    state: stateSchema,
    worker: z.string().nullable(),
    /** How often it was taken: more often than attempts means lost leases. */
    claims: z.int(),
    code: z.string().nullable(),
    offeredAt: z.iso.datetime(),
    leasedUntil: z.iso.datetime().nullable(),
    endedAt: z.iso.datetime().nullable(),
  })
  .meta({ title: 'WorkerTask' });
const shownSchema = taskSchema.extend({ input: inputSchema }).meta({ title: 'WorkerTaskWithInput' });
const listQuery = pageQuerySchema.extend({
  kind: kindSchema.optional(),
  state: stateSchema.optional(),
  journey: z.string().max(64).optional(),
});
const cursorSchema = z.tuple([z.iso.datetime({ precision: 6 }), z.uuid()]);
const taskId = { schema: z.uuid() };

@Controller()
export class WorkerTasksController {
  constructor(@Inject(WorkerTasks) private readonly tasks: WorkerTasks) {}

  /** Takes up to `max` tasks of these kinds, the oldest of each kind in turn; waits up to 20 s when there is none. */
  @Post('tasks::claim')
  @Roles('integrator')
  @Answers(200, claimedSchema)
  @Refuses([429, 'Too many workers wait already.'])
  async claim(
    @Body({ schema: claimSchema }) claim: z.output<typeof claimSchema>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.output<typeof claimedSchema>> {
    const gone = new AbortController();
    const leave = (): void => gone.abort();
    reply.raw.once('close', leave);
    try {
      const claimed = orThrow(await this.tasks.claim(claim, gone.signal), { 'too-many-waiting': 429 });
      return { items: claimed.map(claimedOf) };
    } finally {
      reply.raw.removeListener('close', leave);
    }
  }

  /** A sign of life: the lease lasts anew. 409 when it is lost, or nobody waits for the task any more. */
  @Post('tasks/:taskId::heartbeat')
  @Roles('integrator')
  @Answers(200, heldSchema)
  @Refuses([404, 'There is no such task.'], [409, 'The lease is lost, or the task is not needed any more.'])
  async heartbeat(
    @Param('taskId', taskId) id: string,
    @Body({ schema: leaseSchema }) { lease }: z.output<typeof leaseSchema>,
  ): Promise<z.output<typeof heldSchema>> {
    const until = orThrow(await this.tasks.heartbeat(id, lease), STATUSES);
    return { taskId: id, leasedUntil: until.toISOString() };
  }

  /** It is done, and what came of it. Said again with the same lease and result it is answered as before. */
  @Post('tasks/:taskId::complete')
  @Roles('integrator')
  @Answers(200, settledSchema)
  @Refuses(
    [404, 'There is no such task.'],
    [409, 'The lease is lost, or the task has ended otherwise.'],
    [422, 'The result is too large, too deep, or looks like personal data.'],
  )
  complete(
    @Param('taskId', taskId) id: string,
    @Body({ schema: completeSchema }) { lease, result }: z.output<typeof completeSchema>,
    @Caller() caller: Principal,
  ): Promise<z.output<typeof settledSchema>> {
    return this.#settle(id, lease, { state: 'completed', result: result ?? null }, caller);
  }

  /** It could not be done; the journey tries again, or takes its branch for that. */
  @Post('tasks/:taskId::fail')
  @Roles('integrator')
  @Answers(200, settledSchema)
  @Refuses([404, 'There is no such task.'], [409, 'The lease is lost, or the task has ended otherwise.'])
  fail(
    @Param('taskId', taskId) id: string,
    @Body({ schema: failSchema }) { lease, code, retriable }: z.output<typeof failSchema>,
    @Caller() caller: Principal,
  ): Promise<z.output<typeof settledSchema>> {
    return this.#settle(id, lease, { state: 'failed', code, retriable }, caller);
  }

  /** Tasks of external workers, newest first. */
  @Get('tasks')
  @Roles('integrator', 'operator', 'supervisor', 'designer')
  @Answers(200, pageSchema(taskSchema).meta({ title: 'WorkerTaskPage' }))
  async list(@Query({ schema: listQuery }) query: z.output<typeof listQuery>) {
    const { limit, cursor, ...filters } = query;
    const list = `worker-tasks ${JSON.stringify(filters)}`;
    const after = cursor === undefined ? undefined : decodeCursor(list, cursor, cursorSchema);
    const found = await this.tasks.list({ ...filters, after, limit: limit + 1 });
    const place = (task: StoredTask) => [task.place, task.taskId] as const;
    return pageOf(found, { list, limit }, taskOf, place);
  }

  /** One task, with what the worker is given. */
  @Get('tasks/:taskId')
  @Roles('integrator', 'operator', 'supervisor')
  @Answers(200, shownSchema)
  @Refuses([404, 'There is no such task.'])
  async show(@Param('taskId', taskId) id: string): Promise<z.output<typeof shownSchema>> {
    const task = await this.tasks.find(id);
    if (task === undefined) throw new Problem(404, 'task-unknown', 'There is no such task.');
    return { ...taskOf(task), input: parsed(task.input) };
  }

  async #settle(
    id: string,
    lease: string,
    said: Settlement,
    { subject }: Principal,
  ): Promise<z.output<typeof settledSchema>> {
    const settled = orThrow(await this.tasks.settle(id, lease, said, subject), STATUSES);
    return { taskId: id, ...settled };
  }
}

const STATUSES = {
  'task-unknown': 404,
  'lease-lost': 409,
  'already-completed': 409,
  'already-failed': 409,
  'task-withdrawn': 409,
  'result-too-large': 422,
  'result-too-deep': 422,
  'looks-personal': 422,
} as const;

function claimedOf(task: ClaimedTask): z.output<typeof claimedSchema>['items'][number] {
  const { taskId: id, kind, journey, version, step, attempt, lease, leasedUntil, input } = task;
  const given = { input: parsed(input), lease, leasedUntil: leasedUntil.toISOString() };
  return { taskId: id, kind, journey, version, step, attempt, ...given };
}

function taskOf(task: StoredTask): z.output<typeof taskSchema> {
  const { input: _input, place: _place, offeredAt, leasedUntil, endedAt, ...rest } = task;
  return {
    ...rest,
    offeredAt: offeredAt.toISOString(),
    leasedUntil: leasedUntil?.toISOString() ?? null,
    endedAt: endedAt?.toISOString() ?? null,
  };
}

function parsed(input: string): Record<string, unknown> {
  return JSON.parse(input) as Record<string, unknown>;
}
