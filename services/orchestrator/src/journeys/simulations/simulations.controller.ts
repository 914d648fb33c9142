// Simulations over HTTP: ask for one, follow it, cancel it, and read who would be different.
import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import {
  Answers,
  Caller,
  decodeCursor,
  encodeCursor,
  Idempotent,
  orThrow,
  pageQuerySchema,
  pageSchema,
  Problem,
  Refuses,
  Roles,
  type PageQuery,
  type Principal,
} from '@continuo/service-kit';
import { z } from 'zod';
import { DIFFERENCES } from '../domain/simulation/comparison.js';
import { Simulations } from './simulations.service.js';
import { NOTE_CODES } from './simulation-report.js';
import { SIMULATION_STATES, type StoredSimulation } from './simulation-view.js';

const DAY = 86_400_000;
const askSchema = z
  .object({
    definition: z.string().min(1).max(262_144),
    /** How many days back from now; else `from`, and `to` when it is not now. */
    days: z.number().positive().max(92).optional(),
    from: z.iso.datetime({ offset: true }).optional(),
    to: z.iso.datetime({ offset: true }).optional(),
    profiles: z.array(z.uuid()).min(1).max(1_000).optional(),
    /** A share of the customers, always the same ones. */
    sample: z.number().positive().max(1).default(1),
  })
  .refine(
    ({ days, from, to }) =>
      (days === undefined) !== (from === undefined) && (days === undefined || to === undefined),
    {
      message: 'names either days or from',
    },
  );
const countSchema = z.object({ before: z.int(), after: z.int() });
const reportSchema = z.object({
  totals: z.object({
    customers: z.object({ all: z.int(), different: z.int() }),
    entries: countSchema,
    outcomes: z.record(z.string(), countSchema),
    outcomeChanges: z.record(z.string(), z.int()),
    steps: z.record(z.string(), countSchema),
    contacts: countSchema.extend({ gained: z.int(), lost: z.int(), moved: z.int(), kept: z.int() }),
    messages: z.record(z.string(), countSchema),
    rules: z.record(z.string(), countSchema),
  }),
  leftOut: z.record(z.string(), z.int()),
  assumedAnswers: z.array(
    z.object({
      act: z.string(),
      times: z.int(),
      type: z.string().nullable(),
      delayMs: z.number(),
      samples: z.int(),
    }),
  ),
  notes: z.array(z.object({ code: z.enum(NOTE_CODES), text: z.string() })),
  records: z.int(),
  inputs: z.int(),
  kept: z.int(),
  seconds: z.number(),
});
const simulationSchema = z
  .object({
    id: z.uuid(),
    journey: z.string(),
    version: z.int(),
    state: z.enum(SIMULATION_STATES),
    from: z.string(),
    to: z.string(),
    sample: z.number(),
    progress: z.object({ read: z.int(), all: z.int() }),
    askedBy: z.string(),
    askedAt: z.string(),
    endedAt: z.string().nullable(),
    problem: z.string().nullable(),
    report: reportSchema.nullable(),
  })
  .meta({ title: 'Simulation' });
const summarySchema = simulationSchema.omit({ report: true });
const contactSchema = z.object({
  commandId: z.string(),
  journey: z.string(),
  step: z.string(),
  template: z.string().nullable(),
  channel: z.string().nullable(),
  at: z.string(),
});
const customerSchema = z.object({
  profileId: z.uuid(),
  differences: z.array(z.enum(DIFFERENCES)),
  gained: z.array(contactSchema),
  lost: z.array(contactSchema),
  moved: z.array(z.object({ before: contactSchema, after: contactSchema })),
  outcomes: z.array(
    z.object({
      journey: z.string(),
      instanceId: z.string(),
      before: z.string().nullable(),
      after: z.string().nullable(),
      entered: z.enum(['both', 'before', 'after']),
    }),
  ),
});
const customersQuery = pageQuerySchema.extend({ difference: z.enum(DIFFERENCES).optional() });

@Controller('simulations')
export class SimulationsController {
  constructor(@Inject(Simulations) private readonly simulations: Simulations) {}

  /** Runs a definition over recorded history. Nothing is sent; 202 with the id under which it is followed. */
  @Post()
  @Roles('designer', 'operator')
  @Idempotent()
  @Answers(202, simulationSchema)
  @Refuses(
    [409, 'One runs already in this process.'],
    [422, 'The definition has errors, each listed; or the time looked at is none.'],
  )
  async ask(@Body({ schema: askSchema }) body: z.output<typeof askSchema>, @Caller() caller: Principal) {
    const { definition, days, profiles = null, sample } = body;
    const to = body.to === undefined ? new Date() : new Date(body.to);
    const from = body.from === undefined ? new Date(to.getTime() - (days ?? 0) * DAY) : new Date(body.from);
    const options = { profiles, sample };
    const asked = await this.simulations.ask({ definition, from, to, options }, caller.subject);
    if (!asked.ok && asked.problems !== undefined) {
      const fields = asked.problems.slice(0, 50).map(({ line, column, rule, message }) => ({
        field: `definition:${line}:${column}`,
        rule,
        message,
      }));
      throw new Problem(422, asked.refusal.code, asked.refusal.message, { fields });
    }
    return shown(
      orThrow(asked, { 'simulation-running': 409, 'window-invalid': 422, 'definition-invalid': 422 }),
    );
  }

  /** Simulations of the last month, newest first. */
  @Get()
  @Roles('designer', 'operator')
  @Answers(200, pageSchema(summarySchema).meta({ title: 'SimulationPage' }))
  async list(@Query({ schema: pageQuerySchema }) { limit, cursor }: PageQuery) {
    const after =
      cursor === undefined ? undefined : decodeCursor('simulations', cursor, z.tuple([z.string(), z.uuid()]));
    const found = await this.simulations.list(after, limit + 1);
    const items = found.slice(0, limit);
    const last = items.at(-1);
    const hasMore = found.length > limit && last !== undefined;
    return {
      items: items.map((each) => {
        const { report: _report, ...rest } = shown(each);
        return rest;
      }),
      ...(hasMore ? { nextCursor: encodeCursor('simulations', [last.askedAt.toISOString(), last.id]) } : {}),
    };
  }

  /** How far it is, and its report when it is done. */
  @Get(':id')
  @Roles('designer', 'operator')
  @Answers(200, simulationSchema)
  @Refuses([404, 'No such simulation.'])
  async show(@Param('id', { schema: z.uuid() }) id: string) {
    return shown(await this.#find(id));
  }

  /** Customers that would be different (the first 1,000 that were found), by kind of difference. */
  @Get(':id/customers')
  @Roles('designer', 'operator')
  @Answers(200, pageSchema(customerSchema).meta({ title: 'SimulatedCustomerPage' }))
  @Refuses([404, 'No such simulation.'])
  async customers(
    @Param('id', { schema: z.uuid() }) id: string,
    @Query({ schema: customersQuery }) { limit, cursor, difference }: z.output<typeof customersQuery>,
  ) {
    await this.#find(id);
    const [after] =
      cursor === undefined ? [-1] : decodeCursor('simulated-customers', cursor, z.tuple([z.int()]));
    const found = await this.simulations.customers(id, difference, after, limit + 1);
    const items = found.slice(0, limit);
    const last = items.at(-1);
    const hasMore = found.length > limit && last !== undefined;
    return {
      items: items.map(({ place: _place, gained, lost, moved, ...rest }) => ({
        ...rest,
        differences: [...rest.differences],
        gained: gained.map(contactOf),
        lost: lost.map(contactOf),
        moved: moved.map(({ before, after: now }) => ({ before: contactOf(before), after: contactOf(now) })),
        outcomes: [...rest.outcomes],
      })),
      ...(hasMore ? { nextCursor: encodeCursor('simulated-customers', [last.place]) } : {}),
    };
  }

  /** Ends one that runs in this process. */
  @Post(':id/cancel')
  @Roles('designer', 'operator')
  @Answers(200, simulationSchema)
  @Refuses([404, 'No such simulation.'], [409, 'It does not run here.'])
  async cancel(@Param('id', { schema: z.uuid() }) id: string) {
    const found = await this.#find(id);
    if (!this.simulations.cancel(id))
      throw new Problem(409, 'simulation-not-running', 'This process does not run it (any more).');
    return shown(found);
  }

  async #find(id: string): Promise<StoredSimulation> {
    const found = await this.simulations.find(id);
    if (found === undefined) throw new Problem(404, 'simulation-not-found', 'There is no such simulation.');
    return found;
  }
}

function contactOf<Contact extends { readonly at: number }>({ at, ...rest }: Contact) {
  return { ...rest, at: new Date(at).toISOString() };
}

function shown({ options, read, all, from, to, askedAt, endedAt, report, ...rest }: StoredSimulation) {
  return {
    ...rest,
    from: from.toISOString(),
    to: to.toISOString(),
    sample: options.sample,
    progress: { read, all },
    askedAt: askedAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    report:
      report === null
        ? null
        : {
            ...report,
            leftOut: { ...report.leftOut },
            assumedAnswers: [...report.assumedAnswers],
            notes: report.notes.map((note) => ({ ...note })),
          },
  };
}
