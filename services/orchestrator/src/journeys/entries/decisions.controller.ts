// Why customers did not enter, and what those who entered reached beside those who were held out, over HTTP.
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import {
  Answers,
  decodeCursor,
  encodeCursor,
  pageQuerySchema,
  pageSchema,
  Roles,
} from '@continuo/service-kit';
import { z } from 'zod';
import { nameSchema } from '../definitions/definition-bodies.js';
import { DECLINING_RULES } from '../domain/engine/work.js';
import { Decisions } from './decisions.service.js';

const decisionSchema = z.object({
  profileId: z.uuid(),
  journey: z.string(),
  version: z.int(),
  at: z.iso.datetime(),
  rule: z.string(),
  ruleVersion: z.string().nullable(),
  /** What the rule looked at, the event or request, and the winner where journeys compete. */
  inputs: z.record(z.string(), z.unknown()),
});
const decisionQuery = pageQuerySchema.extend({
  customer: z.uuid().optional(),
  journey: nameSchema.optional(),
  rule: z.enum(DECLINING_RULES).optional(),
});
const goalsQuery = z.object({ days: z.coerce.number().int().min(1).max(400).default(30) });
const goalsSchema = z
  .object({
    days: z.int(),
    groups: z.array(z.object({ heldOut: z.boolean(), customers: z.int() })),
    goals: z.array(z.object({ heldOut: z.boolean(), goal: z.string(), reached: z.int() })),
  })
  .meta({ title: 'GoalComparison' });

@Controller()
export class DecisionsController {
  constructor(@Inject(Decisions) private readonly decisions: Decisions) {}

  /** Entries that were declined, newest first, by customer (profile id), journey and rule. */
  @Get('decisions')
  @Roles('agent', 'supervisor', 'designer', 'operator')
  @Answers(200, pageSchema(decisionSchema).meta({ title: 'DecisionPage' }))
  async list(@Query({ schema: decisionQuery }) query: z.output<typeof decisionQuery>) {
    const { limit, cursor, customer, journey, rule } = query;
    const name = `decisions ${customer ?? ''} ${journey ?? ''} ${rule ?? ''}`;
    const [before] =
      cursor === undefined
        ? [undefined]
        : decodeCursor(name, cursor, z.tuple([z.string().regex(/^\d{1,18}$/)]));
    const found = await this.decisions.list({ profileId: customer, journey, rule }, before, limit + 1);
    const page = found.slice(0, limit);
    const last = page.at(-1);
    const hasMore = found.length > limit && last !== undefined;
    return {
      items: page.map(({ id: _id, at, inputs, ...rest }) => ({
        ...rest,
        at: at.toISOString(),
        inputs: { ...inputs },
      })),
      ...(hasMore ? { nextCursor: encodeCursor(name, [last.id]) } : {}),
    };
  }

  /** Of the entries of the last days: how many customers reached each goal, entered and held out. */
  @Get('definitions/:journey/goals')
  @Roles('designer', 'operator', 'supervisor')
  @Answers(200, goalsSchema)
  async goals(
    @Param('journey', { schema: nameSchema }) journey: string,
    @Query({ schema: goalsQuery }) { days }: z.output<typeof goalsQuery>,
  ) {
    const { groups, goals } = await this.decisions.goals(journey, days);
    return { days, groups: groups.map((each) => ({ ...each })), goals: goals.map((each) => ({ ...each })) };
  }
}
