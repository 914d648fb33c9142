// Why, over HTTP: why an instance stands where it stands, the record of what mattered to a customer, the chain of one message.
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import {
  Answers,
  decodeCursor,
  encodeCursor,
  pageQuerySchema,
  pageSchema,
  Problem,
  Refuses,
  Roles,
} from '@continuo/service-kit';
import { z } from 'zod';
import { WHY_KINDS, type WhyRecord } from '../domain/why/why-record.js';
import type { InstanceRow } from '../instances/instance-view.js';
import { awaitedSchema, awaitedShown } from '../instances/awaited-view.js';
import { Instances } from '../instances/instances.service.js';
import { positionSchema, positionsShown } from '../instances/position-view.js';
import { WhyRecords, type WhyPage } from './why.service.js';

const whySchema = z
  .object({
    instanceId: z.uuid(),
    journey: z.string(),
    /** Why it began, which way it went, and why it ended. */
    story: z.array(z.string()),
    summary: z.string(),
    waitsFor: z.array(awaitedSchema),
    positions: z.array(positionSchema),
    until: z.string().nullable(),
    because: z.array(z.string()),
  })
  .meta({ title: 'Why' });
const recordSchema = z.object({
  kind: z.enum(WHY_KINDS),
  at: z.string(),
  journey: z.string(),
  version: z.int(),
  instanceId: z.string().nullable(),
  step: z.string().nullable(),
  commandId: z.string().nullable(),
  cause: z.object({ kind: z.string(), type: z.string().nullable(), id: z.string().nullable() }),
  rule: z.string().nullable(),
  ruleVersion: z.string().nullable(),
  /** Of what is held: when it is looked at again; null when no time is known. */
  until: z.string().nullable(),
  inputs: z.record(z.string(), z.unknown()),
  /** In plain words. */
  text: z.string(),
});
const recordPageSchema = pageSchema(recordSchema).meta({ title: 'WhyRecordPage' });
const messageSchema = z
  .object({
    commandId: z.string(),
    instanceId: z.uuid(),
    journey: z.string(),
    version: z.int(),
    step: z.string(),
    state: z.enum(['sent', 'waiting', 'held', 'skipped', 'failed', 'left']),
    text: z.string(),
    chain: z.array(recordSchema),
  })
  .meta({ title: 'WhyMessage' });
const kind = z.enum(WHY_KINDS);
const recordQuery = pageQuerySchema.extend({
  journey: z.string().max(64).optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  /** One or several, separated by commas. */
  kind: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(kind))
    .optional(),
});
const messageQuery = z.object({ customer: z.uuid().optional() });
const cursorSchema = z.tuple([z.string(), z.string(), z.int()]);

@Controller()
export class WhyController {
  constructor(
    @Inject(Instances) private readonly instances: Instances,
    @Inject(WhyRecords) private readonly records: WhyRecords,
  ) {}

  /** Why it stands where it stands: what it waits for, and which inputs, rules and facts led there. */
  @Get('instances/:id/why')
  @Roles('agent', 'supervisor', 'designer', 'operator')
  @Answers(200, whySchema)
  @Refuses([404, 'No such instance.'])
  async why(@Param('id', { schema: z.uuid() }) id: string) {
    return this.#why(await this.#find(id));
  }

  /** The same for each of a customer's newest journeys. */
  @Get('profiles/:profileId/why')
  @Roles('agent', 'supervisor', 'designer', 'operator')
  @Answers(200, z.object({ journeys: z.array(whySchema) }).meta({ title: 'ProfileWhy' }))
  async whyOfProfile(@Param('profileId', { schema: z.uuid() }) profileId: string) {
    const rows = await this.instances.list({ profileId }, undefined, 20);
    return { journeys: await Promise.all(rows.map((row) => this.#why(row))) };
  }

  /** Everything that mattered to a customer, newest first: entries, declined ones, holds, skips, sends, ends, each with its rule. */
  @Get('customers/:profileId/why')
  @Roles('agent', 'supervisor', 'designer', 'operator')
  @Answers(200, recordPageSchema)
  recordsOfCustomer(
    @Param('profileId', { schema: z.uuid() }) profileId: string,
    @Query({ schema: recordQuery }) query: z.output<typeof recordQuery>,
  ) {
    return this.#page({ profileId }, query);
  }

  /** The same of one instance. */
  @Get('instances/:id/why/records')
  @Roles('agent', 'supervisor', 'designer', 'operator')
  @Answers(200, recordPageSchema)
  @Refuses([404, 'No such instance.'])
  async recordsOfInstance(
    @Param('id', { schema: z.uuid() }) id: string,
    @Query({ schema: recordQuery }) query: z.output<typeof recordQuery>,
  ) {
    await this.#find(id);
    return this.#page({ instanceId: id }, query);
  }

  /** Why one message went out or did not: by its command's id, or with `customer` by the id of the event that answered it. */
  @Get('messages/:id/why')
  @Roles('agent', 'supervisor', 'designer', 'operator')
  @Answers(200, messageSchema)
  @Refuses([
    404,
    'Nothing is known of it (any more); an answering event is looked for with its customer only.',
  ])
  async message(
    @Param('id', { schema: z.uuid() }) id: string,
    @Query({ schema: messageQuery }) { customer }: z.output<typeof messageQuery>,
  ) {
    const found = await this.records.message(id, customer);
    if (found === undefined)
      throw new Problem(
        404,
        'message-not-found',
        'Nothing is known of such a message; name its customer too.',
      );
    return { ...found, chain: found.chain.map(shown) };
  }

  async #page(
    about: { readonly profileId?: string; readonly instanceId?: string },
    { limit, cursor, journey, from, to, kind: kinds = [] }: z.output<typeof recordQuery>,
  ) {
    const page: WhyPage = await this.records.page({
      ...about,
      kinds,
      limit,
      ...(journey === undefined ? {} : { journey }),
      ...(from === undefined ? {} : { from: new Date(from) }),
      ...(to === undefined ? {} : { to: new Date(to) }),
      ...(cursor === undefined ? {} : { after: decodeCursor('why', cursor, cursorSchema) }),
    });
    return {
      items: page.records.map(shown),
      ...(page.next === null ? {} : { nextCursor: encodeCursor('why', [...page.next]) }),
    };
  }

  async #why(row: InstanceRow): Promise<z.output<typeof whySchema>> {
    const { story, summary, waitsFor, positions, until, because } = await this.instances.why(row);
    return {
      instanceId: row.id,
      journey: row.journey,
      story: [...story],
      summary,
      waitsFor: waitsFor.map(awaitedShown),
      positions: positionsShown(positions),
      until,
      because: [...because],
    };
  }

  async #find(id: string): Promise<InstanceRow> {
    const row = await this.instances.find(id);
    if (row === undefined) throw new Problem(404, 'instance-not-found', 'There is no such instance.');
    return row;
  }
}

function shown({ at, until, inputs, cause, ...record }: WhyRecord): z.output<typeof recordSchema> {
  return {
    ...record,
    at: new Date(at).toISOString(),
    until: until === null ? null : new Date(until).toISOString(),
    inputs: { ...inputs },
    cause: { ...cause },
  };
}
