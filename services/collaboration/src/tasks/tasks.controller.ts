// Tasks over HTTP: what waits for whom, and what people do about it.
import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import {
  Answers,
  Caller,
  decodeCursor,
  idSchema,
  orThrow,
  pageOf,
  pageQuerySchema,
  pageSchema,
  Refuses,
  Roles,
  setETag,
  type Principal,
} from '@continuo/service-kit';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { TaskAction } from './domain/task.js';
import { TasksService, type StoredEntry, type StoredTask } from './tasks.service.js';

const codeSchema = z.string().regex(/^[a-z][a-z0-9-]{0,63}$/);
const taskSchema = z
  .object({
    taskId: z.uuid(),
    taskType: z.string(),
    role: z.string(),
    state: z.enum(['open', 'claimed', 'done', 'cancelled']),
    orderId: z.string().nullable(),
    caseId: z.uuid().nullable(),
    profileId: z.uuid(),
    dueAt: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
    claimedByYou: z.boolean(),
    claimedAt: z.iso.datetime().nullable(),
    endedAt: z.iso.datetime().nullable(),
    /** Of one that is done, what came of it; of a cancelled one, why. */
    outcome: z.string().nullable(),
    /** Of a decision, the only outcomes that end it; then it is for its role and `admin` alone. */
    outcomes: z.array(z.string()),
    /** From then on it cannot be done any more. */
    closesAt: z.iso.datetime().nullable(),
    /** What it is about, in codes and numbers. */
    details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    delegatedToYou: z.boolean(),
  })
  .meta({ title: 'Task' });
const entrySchema = z
  .object({
    at: z.iso.datetime(),
    action: z.string(),
    /** Opaque subject of a token; null: the journey. */
    subject: z.string().nullable(),
    code: z.string().nullable(),
    role: z.string().nullable(),
    delegate: z.string().nullable(),
  })
  .meta({ title: 'TaskHistoryEntry' });
const withNoteSchema = taskSchema.extend({ note: z.string().nullable() }).meta({ title: 'TaskWithNote' });
const listQuerySchema = pageQuerySchema.extend({
  role: z.string().max(64).optional(),
  state: z.enum(['open', 'claimed', 'done', 'cancelled']).optional(),
  taskType: codeSchema.optional(),
  /** Any profile of the person that it is about. */
  profileId: idSchema.optional(),
  /** Only those that the caller has claimed, or only those that they have not. */
  mine: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional(),
  /** Only those that were handed to the caller by name. */
  delegated: z.literal('true').optional(),
  dueBefore: z.iso
    .datetime({ offset: true })
    .transform((text) => new Date(text))
    .optional(),
});
const cursorSchema = z.tuple([z.int().min(-8.64e15).max(8.64e15), z.uuid()]);
/** In a cursor, for a task without a due time. */
const never = 8.64e15;
const completeSchema = z.object({
  outcome: codeSchema,
  /** Personal: it stays in this service, is shown to the task's role and goes with an erasure. */
  note: z.string().trim().min(1).max(4_000).optional(),
});
const cancelSchema = z.object({ code: codeSchema });
const handoverSchema = z.object({
  to: z.union([
    z.strictObject({ role: z.string().min(1).max(64) }),
    /** The subject of that person's token. */
    z.strictObject({ subject: z.string().regex(/^[\x21-\x7e]{1,200}$/) }),
  ]),
});
const historyCursor = z.tuple([z.int().min(0)]);

@Controller('tasks')
export class TasksController {
  constructor(@Inject(TasksService) private readonly tasks: TasksService) {}

  /** Tasks by due time, those without one last; one's own with `mine`. Notes are left out. */
  @Get()
  @Roles('agent', 'supervisor', 'designer', 'operator')
  @Answers(200, pageSchema(taskSchema).meta({ title: 'TaskPage' }))
  async list(
    @Query({ schema: listQuerySchema }) query: z.output<typeof listQuerySchema>,
    @Caller() caller: Principal,
  ) {
    const { limit, cursor, ...filters } = query;
    const list = `tasks ${JSON.stringify(filters)}`;
    const after = cursor === undefined ? undefined : decodeCursor(list, cursor, cursorSchema);
    const { mine, delegated, ...plain } = filters;
    const found = await this.tasks.list({
      ...plain,
      ...(delegated && { delegate: caller.subject }),
      ...(mine !== undefined && { claimedBy: { subject: caller.subject, is: mine } }),
      ...(after && { after: { dueAt: after[0] === never ? null : new Date(after[0]), taskId: after[1] } }),
      limit: limit + 1,
    });
    const view = (task: StoredTask) => viewOf(task, caller);
    return pageOf(found, { list, limit }, view, ({ dueAt, taskId }) => [dueAt?.getTime() ?? never, taskId]);
  }

  /** One task with its note. That the note was read is written down. */
  @Get(':taskId')
  @Roles('agent', 'supervisor', 'designer', 'operator')
  @Answers(200, withNoteSchema)
  @Refuses([403, 'It is for another role.'], [404, 'There is no such task.'])
  async show(
    @Param('taskId', { schema: idSchema }) taskId: string,
    @Caller() caller: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.output<typeof withNoteSchema>> {
    const actor = { subject: caller.subject, roles: caller.roles, client: caller.clientId };
    const shown = await this.tasks.show(taskId, actor);
    const task = orThrow(shown, { 'task-unknown': 404, 'task-wrong-role': 403 });
    setETag(reply, task.version);
    return { ...viewOf(task, caller), note: task.note };
  }

  /** What was done with a decision and by whom, oldest first; refused attempts too, each person and rule once. */
  @Get(':taskId/history')
  @Roles('agent', 'supervisor', 'designer', 'operator')
  @Answers(200, pageSchema(entrySchema).meta({ title: 'TaskHistoryPage' }))
  @Refuses([403, 'It is for another role.'], [404, 'There is no such task.'])
  async history(
    @Param('taskId', { schema: idSchema }) taskId: string,
    @Query({ schema: pageQuerySchema }) { limit, cursor }: z.output<typeof pageQuerySchema>,
    @Caller() caller: Principal,
  ) {
    const list = `history ${taskId}`;
    const [after] = cursor === undefined ? [0] : decodeCursor(list, cursor, historyCursor);
    const actor = { subject: caller.subject, roles: caller.roles };
    const found = await this.tasks.historyOf(taskId, actor, { after, limit: limit + 1 });
    const entries = orThrow(found, { 'task-unknown': 404, 'task-wrong-role': 403 });
    return pageOf(entries, { list, limit }, entryOf, ({ id }) => [id]);
  }

  /** Takes a task on. Of two who do so at once, one is told that it is taken. */
  @Post(':taskId::claim')
  @Roles('agent', 'supervisor', 'designer', 'operator')
  @Answers(200, taskSchema)
  @Refuses(
    [403, 'It is for another role.'],
    [404, 'There is no such task.'],
    [409, 'It is taken, or has ended.'],
  )
  claim(@Param('taskId', { schema: idSchema }) taskId: string, @Caller() caller: Principal) {
    return this.#act(taskId, { kind: 'claim' }, caller);
  }

  /** Gives a claimed task back. */
  @Post(':taskId::release')
  @Roles('agent', 'supervisor', 'designer', 'operator')
  @Answers(200, taskSchema)
  @Refuses(
    [403, 'It is for another role.'],
    [404, 'There is no such task.'],
    [409, 'It is not yours, or has ended.'],
  )
  release(@Param('taskId', { schema: idSchema }) taskId: string, @Caller() caller: Principal) {
    return this.#act(taskId, { kind: 'release' }, caller);
  }

  /**
   * It is done, and what came of it. The outcome is published, the note stays here. A decision ends by one of its own
   * outcomes, needs no claim before, and looks at the roles that the token has now.
   */
  @Post(':taskId::complete')
  @Roles('agent', 'supervisor', 'designer', 'operator')
  @Answers(200, taskSchema)
  @Refuses(
    [403, 'It is for another role.'],
    [404, 'There is no such task.'],
    [409, 'It is not yours, or has ended.'],
    [422, 'It does not end by this outcome.'],
  )
  complete(
    @Param('taskId', { schema: idSchema }) taskId: string,
    @Body({ schema: completeSchema }) { outcome, note }: z.output<typeof completeSchema>,
    @Caller() caller: Principal,
  ) {
    return this.#act(taskId, { kind: 'complete', outcome, note }, caller);
  }

  /** Hands it to another role, or beside its role to one person by name. Who did so and when is written down. */
  @Post(':taskId::delegate')
  @Roles('agent', 'supervisor', 'designer', 'operator')
  @Answers(200, taskSchema)
  @Refuses(
    [403, 'It is for another role, or for the one who asked for it.'],
    [404, 'There is no such task.'],
    [409, 'It is not yours, or has ended.'],
    [422, 'No person has this role.'],
  )
  delegate(
    @Param('taskId', { schema: idSchema }) taskId: string,
    @Body({ schema: handoverSchema }) { to }: z.output<typeof handoverSchema>,
    @Caller() caller: Principal,
  ) {
    return this.#act(taskId, { kind: 'delegate', to }, caller);
  }

  /** It is not needed any more, and why. */
  @Post(':taskId::cancel')
  @Roles('agent', 'supervisor', 'designer', 'operator')
  @Answers(200, taskSchema)
  @Refuses(
    [403, 'It is for another role.'],
    [404, 'There is no such task.'],
    [409, 'It is not yours, or has ended.'],
  )
  cancel(
    @Param('taskId', { schema: idSchema }) taskId: string,
    @Body({ schema: cancelSchema }) { code }: z.output<typeof cancelSchema>,
    @Caller() caller: Principal,
  ) {
    return this.#act(taskId, { kind: 'cancel', code }, caller);
  }

  async #act(
    taskId: string,
    action: TaskAction & { readonly note?: string },
    caller: Principal,
  ): Promise<z.output<typeof taskSchema>> {
    const acted = await this.tasks.act(taskId, action, { subject: caller.subject, roles: caller.roles });
    const task = orThrow(acted, {
      'task-unknown': 404,
      'task-wrong-role': 403,
      'task-taken': 409,
      'task-not-yours': 409,
      'task-not-claimed': 409,
      'task-done': 409,
      'task-cancelled': 409,
      'task-expired': 409,
      'task-wants-decision': 409,
      'task-role-lost': 403,
      'task-own-request': 403,
      'task-outcome-unknown': 422,
      'unknown-role': 422,
    });
    return viewOf(task, caller);
  }
}

function viewOf(task: StoredTask, caller: Principal): z.output<typeof taskSchema> {
  const { taskId, taskType, role, state, orderId, caseId, profileId, outcome } = task;
  return {
    taskId,
    taskType,
    role,
    state,
    orderId,
    caseId,
    profileId,
    dueAt: task.dueAt?.toISOString() ?? null,
    createdAt: task.createdAt.toISOString(),
    claimedByYou: task.claimedBy === caller.subject,
    claimedAt: task.claimedAt?.toISOString() ?? null,
    endedAt: task.endedAt?.toISOString() ?? null,
    outcome,
    outcomes: [...task.outcomes],
    closesAt: task.closesAt === null ? null : new Date(task.closesAt).toISOString(),
    details: { ...task.details },
    delegatedToYou: task.delegate === caller.subject,
  };
}

function entryOf({ at, action, subject, code, role, delegate }: StoredEntry): z.output<typeof entrySchema> {
  return { at: at.toISOString(), action, subject, code, role, delegate };
}
