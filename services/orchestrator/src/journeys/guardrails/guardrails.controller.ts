// Guardrails over HTTP: the policy that every message is held against, and what waits because of it.
import { Body, Controller, Get, Inject, Post, Put, Query, Req, Res } from '@nestjs/common';
import {
  Answers,
  Caller,
  checkIfMatch,
  decodeCursor,
  encodeCursor,
  pageQuerySchema,
  pageSchema,
  Problem,
  Refuses,
  Roles,
  setETag,
  type PageQuery,
  type Principal,
} from '@continuo/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { SourceProblem } from '../definitions/definition-source.js';
import { GuardrailsService, type PolicyVersion } from './guardrails.service.js';

const policySchema = z.object({ policy: z.string().min(1).max(262_144) });
const versionQuery = z.object({ version: z.coerce.number().int().min(1).max(2_147_483_647).optional() });
const policyVersionSchema = z
  .object({
    /** 0 before the first policy. */
    version: z.int(),
    policy: z.string().nullable(),
    changedBy: z.string().nullable(),
    changedAt: z.iso.datetime().nullable(),
  })
  .meta({ title: 'GuardrailsPolicy' });
const problemsSchema = z
  .object({
    problems: z.array(z.object({ line: z.int(), column: z.int(), rule: z.string(), message: z.string() })),
  })
  .meta({ title: 'GuardrailsProblems' });
const heldSchema = z
  .object({
    held: z.array(z.object({ rule: z.string(), count: z.int(), since: z.iso.datetime() })),
  })
  .meta({ title: 'HeldMessages' });

@Controller('guardrails')
export class GuardrailsController {
  constructor(@Inject(GuardrailsService) private readonly guardrails: GuardrailsService) {}

  /** The policy in force, or an earlier version. ETag is what If-Match wants. */
  @Get()
  @Roles('designer', 'operator', 'supervisor')
  @Answers(200, policyVersionSchema)
  @Refuses([404, 'No such version.'])
  async read(
    @Query({ schema: versionQuery }) { version }: z.output<typeof versionQuery>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const found = await this.guardrails.policy(version);
    if (found === undefined) throw new Problem(404, 'policy-not-found', 'There is no such version.');
    setETag(reply, found.version);
    return shown(found);
  }

  /** Publishes the next version; the same text again publishes nothing. Partitions take it up with their next batch. */
  @Put()
  @Roles('operator')
  @Answers(200, policyVersionSchema.extend({ isNew: z.boolean() }).meta({ title: 'PublishedGuardrails' }))
  @Refuses(
    [412, 'Another version was published after you read it.'],
    [422, 'The policy has errors; each is listed.'],
    [428, 'If-Match is missing.'],
  )
  async publish(
    @Body({ schema: policySchema }) { policy }: z.output<typeof policySchema>,
    @Caller() caller: Principal,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const version = (await this.guardrails.policy())?.version ?? 0;
    checkIfMatch(request, version);
    const published = await this.guardrails.publish(policy, { version, by: caller.subject });
    if (!published.ok) {
      const { code, message } = published.refusal;
      const fields = (published.problems ?? []).slice(0, 50).map(fieldOf);
      throw new Problem(code === 'version-moved' ? 412 : 422, code, message, { fields });
    }
    const { isNew, ...value } = published.value;
    setETag(reply, value.version);
    return { ...shown(value), isNew };
  }

  /** Says everything that is wrong with a policy, each with its line and rule. */
  @Post('validate')
  @Roles('designer', 'operator')
  @Answers(200, problemsSchema)
  validate(@Body({ schema: policySchema }) { policy }: z.output<typeof policySchema>) {
    const problems = this.guardrails.validate(policy);
    return { problems: problems.map(({ line, column, rule, message }) => ({ line, column, rule, message })) };
  }

  /** All versions, the newest first. */
  @Get('versions')
  @Roles('designer', 'operator', 'supervisor')
  @Answers(200, pageSchema(policyVersionSchema).meta({ title: 'GuardrailsPolicyPage' }))
  async versions(@Query({ schema: pageQuerySchema }) { limit, cursor }: PageQuery) {
    const [before] =
      cursor === undefined
        ? [Number.MAX_SAFE_INTEGER]
        : decodeCursor('guardrails', cursor, z.tuple([z.number().int()]));
    const found = await this.guardrails.policies(Math.min(before, 2 ** 31 - 1), limit + 1);
    const items = found.slice(0, limit);
    const last = items.at(-1);
    const hasMore = found.length > limit && last !== undefined;
    return {
      items: items.map(shown),
      ...(hasMore ? { nextCursor: encodeCursor('guardrails', [last.version]) } : {}),
    };
  }

  /** How many messages wait, by the rule that holds them. */
  @Get('held')
  @Roles('operator', 'supervisor')
  @Answers(200, heldSchema)
  async held() {
    const held = await this.guardrails.held();
    return { held: held.map(({ since, ...each }) => ({ ...each, since: new Date(since).toISOString() })) };
  }
}

function shown({ changedAt, ...rest }: PolicyVersion): z.output<typeof policyVersionSchema> {
  return { ...rest, changedAt: changedAt?.toISOString() ?? null };
}

function fieldOf({ line, column, rule, message }: SourceProblem) {
  return { field: `policy:${line}:${column}`, rule, message };
}
