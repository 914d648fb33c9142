// Drafts over HTTP: written, looked at, published or thrown away, each as the version that was seen.
import { Body, Controller, Delete, Get, Inject, Param, Post, Put, Query, Req, Res } from '@nestjs/common';
import {
  Answers,
  Caller,
  checkIfMatch,
  Idempotent,
  IdempotencyKey,
  orThrow,
  Problem,
  Refuses,
  Roles,
  setETag,
  type IdempotentCall,
  type Principal,
} from '@continuo/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { nameSchema, problemSchema, publishProblem, renewQuery, sourceSchema } from './definition-bodies.js';
import { Definitions } from './definitions.service.js';
import { Drafts, type CheckedDraft } from './drafts.service.js';
import { Previews } from './preview.service.js';

const draftSchema = z
  .object({
    journey: z.string(),
    definition: z.string(),
    hash: z.string(),
    /** Who wrote at it; none of them may publish it where a second person has to. */
    authors: z.array(z.string()),
    basedOn: z.int().nullable(),
    updatedAt: z.iso.datetime(),
    /** Whether nothing is wrong with it. */
    valid: z.boolean(),
    problems: z.array(problemSchema),
  })
  .meta({ title: 'Draft' });
const publishedSchema = z
  .object({ journey: z.string(), version: z.int(), hash: z.string(), isNew: z.boolean() })
  .meta({ title: 'PublishedDraft' });
const previewBody = z.object({
  /** What is to be published; the draft when left out. */
  definition: z.string().min(1).max(262_144).optional(),
});
const previewSchema = z
  .object({
    journey: z.string(),
    current: z.object({ version: z.int(), state: z.enum(['published', 'paused', 'retired']) }).nullable(),
    problems: z.array(problemSchema),
    steps: z
      .object({
        added: z.array(z.string()),
        removed: z.array(z.string()),
        changed: z.array(z.string()),
      })
      .nullable(),
    running: z.array(z.object({ version: z.int(), step: z.string(), count: z.int(), incidents: z.int() })),
    entries: z.array(z.object({ day: z.iso.date(), entered: z.int(), declined: z.int() })),
    overlaps: z.array(
      z.object({
        journey: z.string(),
        on: z.array(z.string()),
        priority: z.int(),
        competes: z.boolean(),
        customersInBoth: z.int(),
      }),
    ),
  })
  .meta({ title: 'PublicationPreview' });

@Controller('definitions/:journey')
export class DraftsController {
  constructor(
    @Inject(Drafts) private readonly drafts: Drafts,
    @Inject(Definitions) private readonly definitions: Definitions,
    @Inject(Previews) private readonly previews: Previews,
  ) {}

  /** The draft with everything that is wrong with it; its ETag is what If-Match wants. */
  @Get('draft')
  @Roles('designer', 'operator')
  @Answers(200, draftSchema)
  @Refuses([404, 'There is no draft.'])
  async show(
    @Param('journey', { schema: nameSchema }) journey: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.output<typeof draftSchema>> {
    const found = await this.#find(journey);
    setETag(reply, found.draft.hash);
    return viewOf(found);
  }

  /** Begins a draft, or replaces it: then If-Match names the one that was seen. It may be kept with mistakes. */
  @Put('draft')
  @Roles('designer')
  @Answers(200, draftSchema)
  @Refuses([412, 'Somebody changed it meanwhile.'], [428, 'It exists, and If-Match is missing.'])
  async write(
    @Param('journey', { schema: nameSchema }) journey: string,
    @Body({ schema: sourceSchema }) { definition }: z.output<typeof sourceSchema>,
    @Req() request: FastifyRequest,
    @Caller() caller: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.output<typeof draftSchema>> {
    const before = await this.drafts.find(journey);
    if (before !== undefined) checkIfMatch(request, before.draft.hash);
    else if (request.headers['if-match'] !== undefined)
      throw new Problem(412, 'version-moved', 'There is no draft to replace.');
    const change = { author: caller.subject, seen: before?.draft.hash };
    const written = orThrow(await this.drafts.write(journey, definition, change), { 'version-moved': 412 });
    setETag(reply, written.draft.hash);
    if (before === undefined) void reply.status(201);
    return viewOf(written);
  }

  /** Throws the draft away. */
  @Delete('draft')
  @Roles('designer')
  @Answers(204)
  @Refuses(
    [404, 'There is no draft.'],
    [412, 'Somebody changed it meanwhile.'],
    [428, 'If-Match is missing.'],
  )
  async discard(
    @Param('journey', { schema: nameSchema }) journey: string,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    const { draft } = await this.#find(journey);
    checkIfMatch(request, draft.hash);
    orThrow(await this.drafts.discard(journey, draft.hash), { 'version-moved': 412 });
  }

  /**
   * Publishes the draft as it was seen. Where a second person has to, nobody who wrote at it may. The very text of the
   * newest version publishes nothing, unless it is to be renewed.
   */
  @Post('draft/publish')
  @Roles('designer')
  @Idempotent()
  @Answers(201, publishedSchema)
  @Refuses(
    [403, 'A second person has to publish it (own-draft).'],
    [404, 'There is no draft.'],
    [412, 'Somebody changed it meanwhile.'],
    [422, 'The draft has errors; each is listed.'],
    [428, 'If-Match is missing.'],
  )
  async publish(
    @Param('journey', { schema: nameSchema }) journey: string,
    @Query({ schema: renewQuery }) { renew }: z.output<typeof renewQuery>,
    @Req() request: FastifyRequest,
    @Caller() caller: Principal,
    @IdempotencyKey() call: IdempotentCall | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.output<typeof publishedSchema>> {
    const { draft } = await this.#find(journey);
    checkIfMatch(request, draft.hash);
    const published = await this.definitions.publish(draft.source, caller.subject, {
      draft,
      renew,
      complete: (tx, done) => call?.complete(tx, done.isNew ? 201 : 200, done),
    });
    if (!published.ok) throw publishProblem(published);
    setETag(reply, published.value.hash);
    if (!published.value.isNew) void reply.status(200);
    return published.value;
  }

  /** Who would be concerned: running instances by step, entries of the last seven days, other journeys, changed steps. */
  @Post('preview')
  @Roles('designer', 'operator')
  @Answers(200, previewSchema)
  @Refuses([404, 'No text is given, and there is no draft.'])
  async preview(
    @Param('journey', { schema: nameSchema }) journey: string,
    @Body({ schema: previewBody }) { definition }: z.output<typeof previewBody>,
  ) {
    const text = definition ?? (await this.#find(journey)).draft.source;
    const { current, problems, steps, running, entries, overlaps } = await this.previews.of(journey, text);
    return {
      journey,
      current: current && { version: current.version, state: current.state },
      problems: problems.map((each) => ({ ...each })),
      steps: steps && { added: [...steps.added], removed: [...steps.removed], changed: [...steps.changed] },
      running: running.map((each) => ({ ...each })),
      entries: entries.map((each) => ({ ...each })),
      overlaps: overlaps.map(({ on, ...rest }) => ({ ...rest, on: [...on] })),
    };
  }

  async #find(journey: string): Promise<CheckedDraft> {
    const found = await this.drafts.find(journey);
    if (found === undefined) throw new Problem(404, 'draft-not-found', 'This journey has no draft.');
    return found;
  }
}

function viewOf({ draft, problems }: CheckedDraft): z.output<typeof draftSchema> {
  const { journey, source, hash, authors, basedOn, updatedAt } = draft;
  return {
    journey,
    definition: source,
    hash,
    authors: [...authors],
    basedOn,
    updatedAt: updatedAt.toISOString(),
    valid: problems.length === 0,
    problems: problems.map((each) => ({ ...each })),
  };
}
