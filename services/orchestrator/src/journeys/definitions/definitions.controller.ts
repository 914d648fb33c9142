// Definitions over HTTP: validate, publish and show.
import { Body, Controller, Get, Headers, Inject, Param, Post, Query, Res } from '@nestjs/common';
import {
  Answers,
  Caller,
  Idempotent,
  Problem,
  Refuses,
  Roles,
  setETag,
  type Principal,
} from '@continuo/service-kit';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import {
  nameSchema,
  problemListSchema,
  publishProblem,
  renewQuery,
  sourceSchema,
  summarySchema,
} from './definition-bodies.js';
import { Definitions } from './definitions.service.js';
import type { StoredDefinition } from './definition-view.js';

const versionQuery = z.object({ version: z.coerce.number().int().min(1).max(2_147_483_647).optional() });
const definitionSchema = summarySchema
  .extend({ definition: z.string(), versions: z.array(z.int()) })
  .meta({ title: 'Definition' });
const publishedSchema = z
  .object({ journey: z.string(), version: z.int(), hash: z.string(), isNew: z.boolean() })
  .meta({ title: 'PublishedDefinition' });
@Controller('definitions')
export class DefinitionsController {
  constructor(@Inject(Definitions) private readonly definitions: Definitions) {}

  /** Says everything that is wrong with a definition, each with its line, step and rule. */
  @Post('validate')
  @Roles('designer', 'operator')
  @Answers(200, problemListSchema)
  validate(@Body({ schema: sourceSchema }) { definition }: z.output<typeof sourceSchema>) {
    return { problems: this.definitions.validate(definition).map((each) => ({ ...each })) };
  }

  /**
   * Publishes the next version. If-Match names the version it follows; the same text again publishes nothing, unless it
   * is to be renewed.
   */
  @Post()
  @Roles('designer')
  @Idempotent()
  @Answers(201, publishedSchema)
  @Refuses(
    [409, 'It is published from a draft, by a second person.'],
    [412, 'Another version was published meanwhile.'],
    [422, 'The definition has errors; each is listed.'],
  )
  async publish(
    @Body({ schema: sourceSchema }) { definition }: z.output<typeof sourceSchema>,
    @Query({ schema: renewQuery }) { renew }: z.output<typeof renewQuery>,
    @Headers('if-match') expected: string | undefined,
    @Caller() caller: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.output<typeof publishedSchema>> {
    const published = await this.definitions.publish(definition, caller.subject, {
      expected: expected?.replaceAll('"', ''),
      renew,
    });
    if (!published.ok) throw publishProblem(published);
    setETag(reply, published.value.hash);
    if (!published.value.isNew) void reply.status(200);
    return published.value;
  }

  /** A version (the newest when none is named) with its text; ETag is what If-Match wants. */
  @Get(':journey')
  @Roles('designer', 'operator', 'supervisor', 'agent', 'integrator')
  @Answers(200, definitionSchema)
  @Refuses([404, 'No such journey or version.'])
  async show(
    @Param('journey', { schema: nameSchema }) journey: string,
    @Query({ schema: versionQuery }) { version }: z.output<typeof versionQuery>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.output<typeof definitionSchema>> {
    const found = await this.#find(journey, version);
    setETag(reply, found.hash);
    const versions = [...(await this.definitions.versions(journey))];
    return { ...summaryOf(found), definition: found.source, versions };
  }

  async #find(journey: string, version: number | undefined): Promise<StoredDefinition> {
    const found = await this.definitions.find(journey, version);
    if (found === undefined)
      throw new Problem(404, 'definition-not-found', 'There is no such journey or version.');
    return found;
  }
}

function summaryOf(definition: StoredDefinition): z.output<typeof summarySchema> {
  const { source: _source, publishedAt, ...rest } = definition;
  return { ...rest, publishedAt: publishedAt.toISOString() };
}
