// The list of journeys over HTTP: searched, filtered, paged by name, and with live counts for who asks for them.
import { Controller, Get, Inject, Query } from '@nestjs/common';
import {
  Answers,
  decodeCursor,
  encodeCursor,
  pageQuerySchema,
  pageSchema,
  Roles,
} from '@continuo/service-kit';
import { z } from 'zod';
import { daysField, openCountsSchema, outcomeCountSchema, windowSchema } from './count-schemas.js';
import { summarySchema } from './definition-bodies.js';
import { DefinitionLists, type CountedDefinition } from './definition-list.service.js';

const STATES = ['published', 'paused', 'retired'] as const;
const countsSchema = z.object({
  /** Who is in any of its versions now. */
  open: openCountsSchema,
  /** In the window. */
  started: z.int(),
  ended: z.array(outcomeCountSchema),
  versions: z.array(z.object({ version: z.int(), open: openCountsSchema })),
});
const listedSchema = summarySchema.extend({
  state: z.enum(STATES),
  /** The version that who enters now gets. */
  currentVersion: z.int(),
  stateChangedAt: z.iso.datetime(),
  stateChangedBy: z.string().nullable(),
  counts: countsSchema.optional(),
});
const listSchema = pageSchema(listedSchema)
  .extend({ asOf: z.iso.datetime(), window: windowSchema.nullable() })
  .meta({ title: 'DefinitionPage' });
const listQuery = pageQuerySchema.extend({
  /** Part of its name, title or owner, in any case. */
  search: z.string().min(1).max(100).optional(),
  state: z.enum(STATES).optional(),
  /** `counts` adds who is in it now, who began and who ended in the window; at most two seconds old. */
  include: z.enum(['counts']).optional(),
  days: daysField,
});
const cursorSchema = z.tuple([z.string()]);

@Controller('definitions')
export class DefinitionListController {
  constructor(@Inject(DefinitionLists) private readonly lists: DefinitionLists) {}

  /** Journeys by name, each with its newest version and how it stands. */
  @Get()
  @Roles('designer', 'operator', 'supervisor', 'agent', 'integrator')
  @Answers(200, listSchema)
  async list(
    @Query({ schema: listQuery }) query: z.output<typeof listQuery>,
  ): Promise<z.output<typeof listSchema>> {
    const { limit, cursor, include, days, search, state } = query;
    const [after] = cursor === undefined ? [''] : decodeCursor('definitions', cursor, cursorSchema);
    const page = await this.lists.list({
      after,
      limit: limit + 1,
      days: include === 'counts' ? days : null,
      search,
      state,
    });
    const items = page.items.slice(0, limit).map(shown);
    const last = page.items.length > limit ? items.at(-1) : undefined;
    return {
      items,
      ...(last !== undefined && { nextCursor: encodeCursor('definitions', [last.journey]) }),
      asOf: page.asOf,
      window: page.window,
    };
  }
}

function shown({
  counts,
  publishedAt,
  stateChangedAt,
  ...rest
}: CountedDefinition): z.output<typeof listedSchema> {
  return {
    ...rest,
    publishedAt: publishedAt.toISOString(),
    stateChangedAt: stateChangedAt.toISOString(),
    ...(counts !== undefined && {
      counts: { ...counts, ended: [...counts.ended], versions: [...counts.versions] },
    }),
  };
}
