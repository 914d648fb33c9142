// Instances over HTTP: lists, one with its journal and traces, and actions on it.
import { linkingKinds, lookUpKinds } from '@continuo/contracts';
import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import {
  Answers,
  Caller,
  decodeCursor,
  encodeCursor,
  Idempotent,
  IdempotencyKey,
  orThrow,
  pageQuerySchema,
  pageSchema,
  Problem,
  Refuses,
  Roles,
  type IdempotentCall,
  type Principal,
} from '@continuo/service-kit';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import {
  INSTANCE_STATES,
  INSTANCE_STATE_FILTERS,
  MOST_COUNTED,
  nextDueOf,
  stateOf,
  type After,
  type InstanceRow,
} from './instance-view.js';
import { positionSchema, positionsShown } from './position-view.js';
import { Instances, type Asked, type RequestState } from './instances.service.js';

const summarySchema = z.object({
  id: z.uuid(),
  profileId: z.uuid(),
  journey: z.string(),
  version: z.int(),
  key: z.string(),
  state: z.enum(INSTANCE_STATES),
  step: z.string(),
  outcome: z.string().nullable(),
  incident: z.string().nullable(),
  startedAt: z.string(),
  changedAt: z.string(),
});
const journalSchema = z.object({
  seq: z.int(),
  recordedAt: z.string(),
  traceId: z.string().nullable(),
  entry: z.record(z.string(), z.unknown()),
});
const detailSchema = summarySchema
  .extend({
    vars: z.record(z.string(), z.unknown()),
    visits: z.record(z.string(), z.int()),
    hops: z.int(),
    correlationId: z.string(),
    dueAt: z.string().nullable(),
    /** Every place where it stands: the main way first, then the open branches of parallels. */
    positions: z.array(positionSchema),
    /** What stands, oldest first; each is looked at by its id. */
    incidents: z.array(
      z.object({
        id: z.uuid(),
        code: z.string(),
        step: z.string(),
        since: z.string(),
        of: z.enum(['step', 'undo']),
      }),
    ),
    /** The instance whose step started it. */
    parentId: z.uuid().nullable(),
    journal: z.array(journalSchema),
    traceIds: z.array(z.string()),
  })
  .meta({ title: 'Instance' });
/** How often somebody was written to, and in three lines why it went as it did. */
const toldSchema = summarySchema.extend({ sends: z.int().optional(), why: z.array(z.string()).optional() });
const exportedSchema = summarySchema.extend({ visits: z.record(z.string(), z.int()), mailbox: z.int() });
const countSchema = z
  .object({
    count: z.int(),
    /** False when there are more: a million are counted. */
    isExact: z.boolean(),
    /** At most two seconds ago. */
    asOf: z.iso.datetime(),
  })
  .meta({ title: 'InstanceCount' });
const requestSchema = z
  .object({ requestId: z.uuid(), outcome: z.string(), instanceId: z.uuid().nullable() })
  .meta({ title: 'RequestState' });
/** ISO 8601 with its offset. */
const time = z.iso.datetime({ offset: true }).optional();
const filterQuery = z.object({
  /** `open` is everything that has not ended. */
  state: z.enum(INSTANCE_STATE_FILTERS).optional(),
  definition: z.string().max(64).optional(),
  customer: z.uuid().optional(),
  step: z.string().max(64).optional(),
  /** The step in which it ended. */
  endedIn: z.string().max(64).optional(),
  version: z.coerce.number().int().min(1).max(2_147_483_647).optional(),
  key: z.string().max(256).optional(),
  outcome: z.string().max(64).optional(),
  /** Code of an incident that it has. */
  incident: z.string().max(64).optional(),
  startedBefore: time,
  startedAfter: time,
  changedBefore: time,
  changedAfter: time,
  /** Since when it is in its step. */
  enteredBefore: time,
  enteredAfter: time,
  endedBefore: time,
  endedAfter: time,
});
const listQuery = pageQuerySchema.extend(filterQuery.shape);
const toldQuery = listQuery.extend({
  /** `story` adds to each instance how many messages were sent and why it went as it did. */
  include: z.enum(['story']).optional(),
});
const waitQuery = z.object({
  /** Milliseconds to wait for the outcome; 0 answers at once. */
  wait: z.coerce.number().int().min(0).max(2_000).default(0),
});
const journalQuery = z.object({ after: z.coerce.number().int().min(0).default(0) });
const actionSchema = z.object({
  action: z.enum(['retry', 'skip', 'cancel']),
  /** Of several incidents the one that is meant: by its id, or by its step. */
  incidentId: z.uuid().optional(),
  step: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/)
    .max(64)
    .optional(),
});
const variable = z.union([z.string().max(1_024), z.number(), z.boolean(), z.null()]);
const entrySchema = z
  .object({
    journey: z.string().regex(/^[a-z][a-z0-9-]*$/),
    version: z.int().min(1).optional(),
    key: z.string().max(256).optional(),
    vars: z.record(z.string().regex(/^[a-zA-Z][a-zA-Z0-9_]*$/), variable).default({}),
    profileId: z.uuid().optional(),
    customer: z
      .object({ kind: z.enum([...linkingKinds, ...lookUpKinds]), value: z.string().min(1).max(256) })
      .optional(),
  })
  .refine(({ profileId, customer }) => (profileId === undefined) !== (customer === undefined), {
    message: 'names either profileId or customer',
  });

const JOURNAL_PAGE = 200;
const cursorSchema = z.tuple([z.string(), z.uuid()]);

@Controller()
export class InstancesController {
  constructor(@Inject(Instances) private readonly instances: Instances) {}

  /** Instances, newest first, by state, definition, customer (profile id) and step. */
  @Get('instances')
  @Roles('agent', 'supervisor', 'designer', 'operator', 'integrator')
  @Answers(200, pageSchema(toldSchema).meta({ title: 'InstancePage' }))
  async list(@Query({ schema: toldQuery }) query: z.output<typeof toldQuery>) {
    const { items, next } = await this.#page('instances', query);
    if (query.include === undefined) return { items: items.map(summaryOf), ...next };
    const stories = await this.instances.stories(items);
    return {
      items: items.map((row, at) => ({
        ...summaryOf(row),
        sends: stories[at]?.sends ?? 0,
        why: [...(stories[at]?.why ?? [])],
      })),
      ...next,
    };
  }

  /** How many instances a list with the same filters has. */
  @Get('instances/count')
  @Roles('agent', 'supervisor', 'designer', 'operator', 'integrator')
  @Answers(200, countSchema)
  async count(@Query({ schema: filterQuery }) query: z.output<typeof filterQuery>) {
    const { definition: journey, customer: profileId, ...filter } = query;
    const { count, asOf } = await this.instances.count({ ...filter, journey, profileId });
    const isExact = count <= MOST_COUNTED;
    return { count: isExact ? count : MOST_COUNTED, isExact, asOf: asOf.toISOString() };
  }

  /** Every instance with what a later consumer needs to begin from: page through it, then follow orchestrator.instances. */
  @Get('instances/export')
  @Roles('integrator')
  @Answers(200, pageSchema(exportedSchema).meta({ title: 'ExportPage' }))
  async export(@Query({ schema: listQuery }) query: z.output<typeof listQuery>) {
    const { items, next } = await this.#page('export', query);
    const exported = items.map((row) => {
      const { visits, mailbox } = stateOf(row);
      return { ...summaryOf(row), visits: { ...visits }, mailbox: mailbox.length };
    });
    return { items: exported, ...next };
  }

  /** One instance with its journal (200 entries after `after`) and the trace of each hop. */
  @Get('instances/:id')
  @Roles('agent', 'supervisor', 'designer', 'operator', 'integrator')
  @Answers(200, detailSchema)
  @Refuses([404, 'No such instance.'])
  async show(
    @Param('id', { schema: z.uuid() }) id: string,
    @Query({ schema: journalQuery }) { after }: z.output<typeof journalQuery>,
  ): Promise<z.output<typeof detailSchema>> {
    const row = await this.#find(id);
    const { vars, visits, hops, correlationId, parent, incidents: open } = stateOf(row);
    const records = await this.instances.journal(id, after, JOURNAL_PAGE);
    const journal = records.map(({ entry, recordedAt, traceId }) => ({
      seq: entry.seq,
      recordedAt: recordedAt.toISOString(),
      traceId,
      entry: { ...entry },
    }));
    const traceIds = records.flatMap(({ traceId }) => traceId ?? []);
    const due = nextDueOf(row);
    const dueAt = due === null ? null : new Date(due).toISOString();
    const positions = positionsShown(await this.instances.standings(row));
    const incidents = open.map(({ id: incident, code, step, since, of }) => ({
      ...{ id: incident, code, step, of },
      since: new Date(since).toISOString(),
    }));
    const about = { hops, correlationId, incidents, parentId: parent?.instance ?? null };
    const state = { vars: { ...vars }, visits: { ...visits }, dueAt, positions };
    return { ...summaryOf(row), ...state, ...about, journal, traceIds };
  }

  /** Retry, skip or cancel: 202 with the request's id, or its outcome when the caller waits for it. */
  @Post('instances/:id/actions')
  @Roles('operator', 'supervisor')
  @Idempotent()
  @Answers(202, requestSchema)
  @Refuses([404, 'No such instance.'])
  async act(
    @Param('id', { schema: z.uuid() }) id: string,
    @Body({ schema: actionSchema }) body: z.output<typeof actionSchema>,
    @Query({ schema: waitQuery }) { wait }: z.output<typeof waitQuery>,
    @Caller() caller: Principal,
    @IdempotencyKey() call: IdempotentCall | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RequestState> {
    const acted = await this.instances.act(id, body, caller.subject, wait, keptBy(call));
    return answered(reply, orThrow(acted, { 'instance-not-found': 404 }));
  }

  /** Starts a journey for a customer without an event: 202 with the request's id, or its outcome. */
  @Post('instances')
  @Roles('integrator', 'operator')
  @Idempotent()
  @Answers(202, requestSchema)
  @Refuses([404, 'No such journey.'])
  async enter(
    @Body({ schema: entrySchema }) body: z.output<typeof entrySchema>,
    @Query({ schema: waitQuery }) { wait }: z.output<typeof waitQuery>,
    @Caller() caller: Principal,
    @IdempotencyKey() call: IdempotentCall | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RequestState> {
    const { profileId, customer, ...entry } = body;
    const about = customer === undefined ? { profileId: profileId ?? '' } : { customer };
    const asked = await this.instances.enter({ ...entry, about }, caller.subject, wait, keptBy(call));
    return answered(reply, orThrow(asked, { 'journey-not-found': 404 }));
  }

  /** What became of a request. */
  @Get('requests/:requestId')
  @Roles('operator', 'supervisor', 'integrator')
  @Answers(200, requestSchema)
  request(@Param('requestId', { schema: z.uuid() }) requestId: string): Promise<RequestState> {
    return this.instances.request(requestId);
  }

  async #page(list: string, query: Partial<z.output<typeof listQuery>>) {
    const { limit = 50, cursor, definition: journey, customer: profileId, ...filter } = query;
    const after: After | undefined =
      cursor === undefined ? undefined : decodeCursor(list, cursor, cursorSchema);
    const rows = await this.instances.list({ ...filter, journey, profileId }, after, limit + 1);
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    const hasMore = rows.length > limit && last !== undefined;
    return { items, next: hasMore ? { nextCursor: encodeCursor(list, [last.startedAt, last.id]) } : {} };
  }

  async #find(id: string): Promise<InstanceRow> {
    const row = await this.instances.find(id);
    if (row === undefined) throw new Problem(404, 'instance-not-found', 'There is no such instance.');
    return row;
  }
}

/** A call that is made again is told its request's id; what became of it is asked by that. */
function keptBy(call: IdempotentCall | undefined): Asked {
  return (tx, state) => call?.complete(tx, 202, state);
}

function answered(reply: FastifyReply, state: RequestState): RequestState {
  if (state.outcome !== 'pending') void reply.status(200);
  return state;
}

function summaryOf({ body: _body, ...row }: InstanceRow): z.output<typeof summarySchema> {
  return row;
}
