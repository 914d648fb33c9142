// A definition's picture over HTTP, as JSON and as Mermaid.
import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { Answers, Problem, Refuses, Roles } from '@continuo/service-kit';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { mermaidOf } from '../domain/language/mermaid.js';
import { daysField, openCountsSchema, outcomeCountSchema, windowSchema } from './count-schemas.js';
import { Graphs } from './graphs.service.js';

const nameSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]*$/)
  .max(64);
const graphQuery = z.object({
  version: z.coerce.number().int().min(1).max(2_147_483_647).optional(),
  format: z.enum(['json', 'mermaid']).default('json'),
  /** Over how many days passes are counted. */
  days: daysField,
});
const graphSchema = z
  .object({
    journey: z.string(),
    version: z.int(),
    steps: z.array(
      z.object({
        name: z.string(),
        kind: z.string(),
        office: z.string().nullable(),
        /** The branch of a parallel that it belongs to; null on the main way. */
        branch: z.object({ parallel: z.string(), name: z.string() }).nullable(),
        /** Its lines in the definition's text, from 1, both inclusive. */
        lines: z.object({ from: z.int(), to: z.int() }),
        /** How many instances are in it now: as many as `GET /instances` lists for this step. */
        here: z.int(),
        inState: openCountsSchema,
        /** How often it was entered and left in these days, about a minute behind. */
        entered: z.int(),
        left: z.int(),
        /** How long those who left it were in it, within five percent; null where nobody left it. */
        medianSeconds: z.number().nullable(),
        p90Seconds: z.number().nullable(),
        /** Who ended in these days while in it: as many as `GET /instances?endedIn=` lists. */
        ended: z.array(outcomeCountSchema),
        /** How many of those were on their way still: not at an end of the journey. */
        dropped: z.int(),
        /** Which part of those who left it went on, from 0 to 1; null where nobody left it, and at an end. */
        conversion: z.number().nullable(),
      }),
    ),
    edges: z.array(
      z.object({
        from: z.string(),
        to: z.string(),
        on: z.string(),
        /** How often it was gone in these days, about a minute behind. */
        passes: z.int().nullable(),
      }),
    ),
    /** When people were counted; at most two seconds ago. */
    asOf: z.iso.datetime(),
    window: windowSchema,
    /** Up to when entries, passes and times are counted. */
    flowAsOf: z.iso.datetime().nullable(),
    /** Who is in this version now, and in all others. */
    open: openCountsSchema,
    started: z.int(),
    ended: z.array(outcomeCountSchema),
    otherVersions: z.array(z.object({ version: z.int(), open: openCountsSchema })),
  })
  .meta({ title: 'DefinitionGraph' });

@Controller('definitions')
export class GraphsController {
  constructor(@Inject(Graphs) private readonly graphs: Graphs) {}

  /** The definition as a picture: steps and ways, who is where now, and how often each way was gone. */
  @Get(':journey/graph')
  @Roles('designer', 'operator', 'supervisor', 'agent', 'integrator')
  @Answers(200, graphSchema)
  @Refuses([404, 'No such journey or version.'])
  async graph(
    @Param('journey', { schema: nameSchema }) journey: string,
    @Query({ schema: graphQuery }) { version, format, days }: z.output<typeof graphQuery>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.output<typeof graphSchema> | string> {
    const graph = await this.graphs.live(journey, version, days);
    if (graph === undefined)
      throw new Problem(404, 'definition-not-found', 'There is no such journey or version.');
    if (format === 'json')
      return {
        ...graph,
        steps: graph.steps.map((step) => ({ ...step, ended: [...step.ended] })),
        edges: [...graph.edges],
        ended: [...graph.ended],
        otherVersions: [...graph.otherVersions],
      };
    void reply.type('text/vnd.mermaid; charset=utf-8');
    return mermaidOf(graph);
  }
}
