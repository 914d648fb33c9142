// Migrations of running instances over HTTP: the report, the migration, how far it is, and the way back.
import { Body, Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import {
  Answers,
  Caller,
  checkIfMatch,
  decodeCursor,
  encodeCursor,
  Idempotent,
  IdempotencyKey,
  orThrow,
  pageQuerySchema,
  pageSchema,
  Problem,
  problemOf,
  Refuses,
  Roles,
  setETag,
  takesAnyVersion,
  type IdempotentCall,
  type PageQuery,
  type Principal,
} from '@continuo/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Bulk, BulkProgress } from '../bulk/bulk-view.js';
import { nameSchema } from './definition-bodies.js';
import { Migrations, type MigrationChange, type MigrationReport } from './migrations.service.js';

const nameOfVar = z
  .string()
  .regex(/^[a-zA-Z][a-zA-Z0-9_]*$/)
  .max(64);
const askedSchema = z.object({
  from: z.int().min(1),
  to: z.int().min(1),
  /** Steps of the new version by those of the old one; a step that is not named keeps its name. */
  map: z.record(nameSchema, nameSchema).default({}),
  /** Expressions (CEL over key, vars and visits) by the var that they give. */
  vars: z.record(nameOfVar, z.string().min(1).max(2_000)).default({}),
  /** Only says what it would do. */
  dryRun: z.boolean().default(false),
  /** With a dry run: the next page of the stranded. */
  cursor: z.string().max(512).optional(),
});
const reportSchema = z.object({
  moves: z.int(),
  stays: z.int(),
  stranded: z.int(),
  byReason: z.record(z.string(), z.int()),
  instances: z.array(
    z.object({
      instanceId: z.uuid(),
      step: z.string(),
      reasons: z.array(z.object({ step: z.string().nullable(), code: z.string(), detail: z.string() })),
    }),
  ),
  nextCursor: z.string().optional(),
});
const migrationSchema = z.object({
  id: z.uuid(),
  journey: z.string(),
  from: z.int(),
  to: z.int(),
  map: z.record(z.string(), z.string()),
  vars: z.record(z.string(), z.string()),
  state: z.enum(['running', 'paused', 'reverting', 'done']),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
  doneAt: z.iso.datetime().nullable(),
});
const progressSchema = z.object({
  asked: z.int(),
  applied: z.int(),
  stayed: z.int(),
  open: z.int(),
  reverted: z.int(),
});
const detailSchema = migrationSchema.extend({ progress: progressSchema }).meta({ title: 'Migration' });
const answerSchema = z
  .object({ migration: detailSchema.nullable(), report: reportSchema.nullable() })
  .meta({ title: 'MigrationAnswer' });
const instanceSchema = z.object({
  instanceId: z.uuid(),
  step: z.string(),
  outcome: z.string().nullable(),
  reverted: z.string().nullable(),
});
const resultQuery = pageQuerySchema.extend({ result: z.enum(['applied', 'stayed', 'open']).optional() });
const idCursor = z.tuple([z.uuid()]);
const NOTHING: BulkProgress = { asked: 0, applied: 0, stayed: 0, open: 0, reverted: 0 };

@Controller('definitions/:journey/migrations')
export class MigrationsController {
  constructor(@Inject(Migrations) private readonly migrations: Migrations) {}

  /** With `dryRun` the report; else the migration, refused with the list while anybody would be stranded. */
  @Post()
  @Roles('designer')
  @Idempotent()
  @Answers(202, answerSchema)
  @Refuses([404, 'No such version.'], [422, 'Somebody would be stranded (would-strand): each is listed.'])
  async begin(
    @Param('journey', { schema: nameSchema }) journey: string,
    @Body({ schema: askedSchema }) body: z.output<typeof askedSchema>,
    @Caller() caller: Principal,
    @IdempotencyKey() call: IdempotentCall | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.output<typeof answerSchema>> {
    const { dryRun, cursor, ...plan } = body;
    if (dryRun) {
      const after = cursor === undefined ? undefined : decodeCursor('stranded', cursor, idCursor)[0];
      const report = orThrow(await this.migrations.report(journey, plan, after), {
        'version-not-found': 404,
      });
      void reply.status(200);
      return { migration: null, report: reportOf(report) };
    }
    const begun = await this.migrations.begin(journey, plan, caller.subject, (tx, id) =>
      call?.complete(tx, 202, { migration: newOne(id, journey, plan, caller.subject), report: null }),
    );
    if (!begun.ok) {
      if (begun.report !== undefined) throw strandedProblem(begun.refusal.message, begun.report);
      throw problemOf(begun.refusal, { 'version-not-found': 404 });
    }
    const made = await this.#find(journey, begun.value);
    setETag(reply, made.version);
    return { migration: viewOf(made), report: null };
  }

  /** Migrations of a journey, newest first. */
  @Get()
  @Roles('designer', 'operator')
  @Answers(200, pageSchema(migrationSchema).meta({ title: 'MigrationPage' }))
  async list(
    @Param('journey', { schema: nameSchema }) journey: string,
    @Query({ schema: pageQuerySchema }) { limit, cursor }: PageQuery,
  ) {
    const name = `migrations ${journey}`;
    const [before] = cursor === undefined ? [undefined] : decodeCursor(name, cursor, idCursor);
    const found = await this.migrations.list(journey, before, limit + 1);
    const items = found.slice(0, limit);
    const last = items.at(-1);
    const hasMore = found.length > limit && last !== undefined;
    return { items: items.map(headOf), ...(hasMore ? { nextCursor: encodeCursor(name, [last.id]) } : {}) };
  }

  /** How far it is; its ETag is what If-Match wants. */
  @Get(':id')
  @Roles('designer', 'operator')
  @Answers(200, detailSchema)
  @Refuses([404, 'No such migration.'])
  async show(
    @Param('journey', { schema: nameSchema }) journey: string,
    @Param('id', { schema: z.uuid() }) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.output<typeof detailSchema>> {
    const found = await this.#find(journey, id);
    setETag(reply, found.version);
    return viewOf(found);
  }

  /** What became of each instance. */
  @Get(':id/instances')
  @Roles('designer', 'operator')
  @Answers(200, pageSchema(instanceSchema).meta({ title: 'MigratedInstancePage' }))
  @Refuses([404, 'No such migration.'])
  async instances(
    @Param('journey', { schema: nameSchema }) journey: string,
    @Param('id', { schema: z.uuid() }) id: string,
    @Query({ schema: resultQuery }) { limit, cursor, result }: z.output<typeof resultQuery>,
  ) {
    await this.#find(journey, id);
    const name = `migration ${id} ${result ?? ''}`;
    const [after] = cursor === undefined ? [undefined] : decodeCursor(name, cursor, idCursor);
    const found = await this.migrations.instances(id, result, after, limit + 1);
    const items = found.slice(0, limit).map((each) => ({ ...each }));
    const last = items.at(-1);
    const hasMore = found.length > limit && last !== undefined;
    return { items, ...(hasMore ? { nextCursor: encodeCursor(name, [last.instanceId]) } : {}) };
  }

  /** Stops it for a while, lets it go on, or takes back what can go back: those that have left no step since. */
  @Post(':id/:change')
  @Roles('designer', 'operator')
  @Idempotent()
  @Answers(200, detailSchema)
  @Refuses(
    [404, 'No such migration.'],
    [409, 'Not in the state that it is in.'],
    [412, 'Somebody changed it meanwhile.'],
    [428, 'If-Match is missing.'],
  )
  async change(
    @Param('journey', { schema: nameSchema }) journey: string,
    @Param('id', { schema: z.uuid() }) id: string,
    @Param('change', { schema: z.enum(['pause', 'resume', 'revert']) }) change: MigrationChange,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.output<typeof detailSchema>> {
    const before = await this.#find(journey, id);
    checkIfMatch(request, before.version);
    const statuses = { 'version-moved': 412, 'not-possible': 409 };
    const seen = takesAnyVersion(request) ? undefined : before.version;
    orThrow(await this.migrations.change(before, change, seen), statuses);
    const after = await this.#find(journey, id);
    setETag(reply, after.version);
    return viewOf(after);
  }

  async #find(journey: string, id: string) {
    const found = await this.migrations.find(journey, id);
    if (found === undefined) throw new Problem(404, 'migration-not-found', 'There is no such migration.');
    return found;
  }
}

function strandedProblem(message: string, { instances }: MigrationReport): Problem {
  const fields = instances.slice(0, 50).map(({ instanceId, reasons }) => ({
    field: `instances/${instanceId}`,
    rule: reasons[0]?.code ?? 'stranded',
    message: reasons.map(({ step, detail }) => (step === null ? detail : `${step}: ${detail}`)).join('; '),
  }));
  return new Problem(422, 'would-strand', `${message}; a dry run lists all of them`, { fields });
}

function reportOf({ next, instances, byReason, ...counts }: MigrationReport): z.output<typeof reportSchema> {
  return {
    ...counts,
    byReason: { ...byReason },
    instances: instances.map(({ reasons, ...rest }) => ({
      ...rest,
      reasons: reasons.map((each) => ({ ...each })),
    })),
    ...(next === null ? {} : { nextCursor: encodeCursor('stranded', [next]) }),
  };
}

function newOne(
  id: string,
  journey: string,
  plan: Pick<z.output<typeof askedSchema>, 'from' | 'to' | 'map' | 'vars'>,
  createdBy: string,
): z.output<typeof detailSchema> {
  const createdAt = new Date().toISOString();
  const head = { id, journey, ...plan, state: 'running' as const, createdBy, createdAt, doneAt: null };
  return { ...head, progress: { ...NOTHING } };
}

function headOf({
  id,
  journey,
  state,
  plan,
  createdBy,
  createdAt,
  doneAt,
}: Bulk): z.output<typeof migrationSchema> {
  const { from = 0, to = 0, map = {}, vars = {} } = plan;
  return {
    ...{ id, journey, from, to, map: { ...map }, vars: { ...vars }, state, createdBy },
    createdAt: createdAt.toISOString(),
    doneAt: doneAt?.toISOString() ?? null,
  };
}

function viewOf(found: Bulk & { readonly progress: BulkProgress }): z.output<typeof detailSchema> {
  return { ...headOf(found), progress: { ...found.progress } };
}
