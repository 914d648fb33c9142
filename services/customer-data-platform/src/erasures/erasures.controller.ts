// Erasures over HTTP. Addresses and numbers come in the body and stay here; answers hold numbers, times and opaque ids.
import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import {
  Answers,
  Caller,
  decodeCursor,
  Idempotent,
  idSchema,
  orThrow,
  pageOf,
  pageQuerySchema,
  pageSchema,
  Refuses,
  Roles,
  type Principal,
} from '@continuo/service-kit';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { ErasuresService, type Erasure, type Proof } from './erasures.service.js';

const orderSchema = z
  .object({
    /** Identifiers of one person, in the clear. */
    customers: z
      .array(
        z.object({ kind: z.string().regex(/^[a-z][a-z0-9.-]{0,63}$/), value: z.string().min(1).max(512) }),
      )
      .min(1)
      .max(20)
      .optional(),
    profileId: idSchema.optional(),
    /** Only say what there is. */
    dryRun: z.boolean().default(false),
  })
  .refine(({ customers, profileId }) => (customers === undefined) !== (profileId === undefined), {
    error: 'expected either customers or profileId',
    path: ['customers'],
  });
const nullableTime = z.iso.datetime().nullable();
const rowsSchema = z.object({
  store: z.string(),
  rowsBefore: z.int().nullable(),
  rowsErased: z.int().nullable(),
  rowsNow: z.int().nullable(),
  erasedAt: nullableTime,
});
const summarySchema = z.object({
  erasureId: z.uuid(),
  state: z.enum(['running', 'done']),
  /** What it waits for: services' unsent events and the timeline, then everybody's confirmation. */
  phase: z.enum(['settling', 'confirming', 'done']),
  requestedAt: z.iso.datetime(),
  requestedBy: z.string(),
  erasedAt: nullableTime,
  doneAt: nullableTime,
});
const proofSchema = summarySchema
  .extend({
    profileIds: z.array(z.uuid()),
    services: z.array(
      z.object({
        service: z.string(),
        state: z.enum(['waiting', 'confirmed', 'left-over', 'silent']),
        problem: z.string().nullable(),
        checkedAt: z.iso.datetime(),
        stores: z.array(rowsSchema),
      }),
    ),
  })
  .meta({ title: 'ErasureProof' });
const answerSchema = z
  .object({
    dryRun: z.boolean(),
    /** Null in a dry run. */
    erasureId: z.uuid().nullable(),
    /** In a dry run: the profiles that are this person, and what each service has of them. */
    profileIds: z.array(z.uuid()),
    services: z.array(
      z.object({
        service: z.string(),
        /** Why it could not say. */
        problem: z.string().nullable(),
        stores: z.array(z.object({ store: z.string(), rows: z.int() })),
      }),
    ),
  })
  .meta({ title: 'ErasureOrder' });
const listQuerySchema = pageQuerySchema.extend({ state: z.enum(['running', 'done']).optional() });
const placeSchema = z.tuple([z.iso.datetime(), z.uuid()]);
const statuses = { 'customer-unknown': 404, 'profile-unknown': 404, 'customers-differ': 409 } as const;

@Controller('erasures')
@Roles('operator')
export class ErasuresController {
  constructor(@Inject(ErasuresService) private readonly erasures: ErasuresService) {}

  /** Erases a person in all services (202), or says what there is of them (200 with `dryRun`). It can't be undone. */
  @Post()
  @Idempotent()
  @Answers(202, answerSchema)
  @Refuses([404, 'Nobody is known by it.'], [409, 'The identifiers are of different persons.'])
  async order(
    @Body({ schema: orderSchema }) { dryRun, ...subject }: z.output<typeof orderSchema>,
    @Caller() caller: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.output<typeof answerSchema>> {
    const { subject: name, clientId: client } = caller;
    const by = { subject: name, ...(client !== undefined && { client }) };
    if (dryRun) {
      const { profileIds, services } = orThrow(await this.erasures.dryRun(subject, by), statuses);
      void reply.status(200);
      return {
        dryRun,
        erasureId: null,
        profileIds: [...profileIds],
        services: services.map((each) => ({ ...each, stores: [...each.stores] })),
      };
    }
    const { erasureId } = orThrow(await this.erasures.request(subject, by), statuses);
    void reply.status(202).header('location', `/api/customer-data-platform/erasures/${erasureId}`);
    return { dryRun, erasureId, profileIds: [], services: [] };
  }

  /** Erasures, the newest first; `state=running` shows what is not done yet. */
  @Get()
  @Answers(200, pageSchema(summarySchema))
  async list(@Query({ schema: listQuerySchema }) query: z.output<typeof listQuerySchema>) {
    const { limit, cursor, state } = query;
    const place = cursor === undefined ? undefined : decodeCursor('erasures', cursor, placeSchema);
    const found = await this.erasures.list({
      limit: limit + 1,
      ...(place && { before: { at: new Date(place[0]), id: place[1] } }),
      ...(state && { running: state === 'running' }),
    });
    const page = { list: 'erasures', limit };
    return pageOf(found, page, summaryOf, ({ requestedAt, id }) => [requestedAt.toISOString(), id]);
  }

  /** The proof: rows by service and store before, erased and now, and who has not confirmed. Nothing of the person. */
  @Get(':id')
  @Answers(200, proofSchema)
  @Refuses([404, 'No erasure has this id.'])
  async show(@Param('id', { schema: idSchema }) id: string): Promise<z.output<typeof proofSchema>> {
    return proofOf(orThrow(await this.erasures.show(id), { 'erasure-unknown': 404 }));
  }
}

function summaryOf({ id, requestedAt, requestedBy, erasedAt, doneAt }: Erasure) {
  const isDone = doneAt !== null;
  return {
    erasureId: id,
    state: isDone ? ('done' as const) : ('running' as const),
    phase: isDone ? ('done' as const) : erasedAt === null ? ('settling' as const) : ('confirming' as const),
    requestedAt: requestedAt.toISOString(),
    requestedBy,
    erasedAt: erasedAt?.toISOString() ?? null,
    doneAt: doneAt?.toISOString() ?? null,
  };
}

function proofOf({ erasure, services }: Proof): z.output<typeof proofSchema> {
  return {
    ...summaryOf(erasure),
    profileIds: [...erasure.profileIds],
    services: services.map(({ service, state, problem, checkedAt, rows }) => ({
      service,
      state,
      problem,
      checkedAt: checkedAt.toISOString(),
      stores: rows.map(({ store, rowsBefore, rowsErased, rowsNow, erasedAt }) => ({
        store,
        rowsBefore,
        rowsErased,
        rowsNow,
        erasedAt: erasedAt?.toISOString() ?? null,
      })),
    })),
  };
}
