// Suppressed addresses for supervisors. Addresses come in bodies only, and are never answered: nobody has them.
import { Body, Controller, Delete, Get, Inject, Param, Post, Put, Query } from '@nestjs/common';
import {
  Answers,
  Caller,
  decodeCursor,
  idSchema,
  orThrow,
  pageOf,
  pageQuerySchema,
  pageSchema,
  Refuses,
  Roles,
  type PageQuery,
  type Principal,
} from '@continuo/service-kit';
import { z } from 'zod';
import { SuppressionsService, type Suppression } from './suppressions.service.js';

const addressSchema = z.object({
  channel: z.literal('whatsapp').default('whatsapp'),
  /** A phone number as people write it. */
  address: z.string().min(3).max(64),
});
const putSchema = addressSchema.extend({
  /** Everything, or everything but the purpose `service`. */
  scope: z.enum(['all', 'marketing']).default('all'),
  reason: z.string().regex(/^[a-z][a-z0-9-]{0,63}$/),
});
const suppressionSchema = z
  .object({
    suppressionId: z.uuid(),
    channel: z.string(),
    scope: z.enum(['all', 'marketing']),
    source: z.enum(['customer', 'provider', 'staff']),
    reason: z.string(),
    addedBy: z.string(),
    addedAt: z.iso.datetime(),
  })
  .meta({ title: 'Suppression' });
const list = 'suppressions';

@Controller()
export class SuppressionsController {
  constructor(@Inject(SuppressionsService) private readonly suppressions: SuppressionsService) {}

  /** Nothing is sent to this address from now on. Said again, it answers what there is. */
  @Put('suppressions')
  @Roles('supervisor')
  @Answers(200, suppressionSchema)
  @Refuses([422, 'The address is no phone number.'])
  async put(@Body({ schema: putSchema }) body: z.output<typeof putSchema>, @Caller() caller: Principal) {
    const { scope, reason } = body;
    return shown(orThrow(await this.suppressions.put(body, { scope, reason, by: caller.subject })));
  }

  /** Whether an address is suppressed; null when it is not. */
  @Post('suppressions::lookup')
  @Roles('supervisor', 'agent')
  @Answers(200, z.object({ suppression: suppressionSchema.nullable() }))
  @Refuses([422, 'The address is no phone number.'])
  async lookUp(@Body({ schema: addressSchema }) body: z.output<typeof addressSchema>) {
    const found = orThrow(await this.suppressions.lookUp(body));
    return { suppression: found === null ? null : shown(found) };
  }

  /** The newest first. */
  @Get('suppressions')
  @Roles('supervisor')
  @Answers(200, pageSchema(suppressionSchema))
  async list(@Query({ schema: pageQuerySchema }) { limit, cursor }: PageQuery) {
    const after =
      cursor === undefined ? undefined : decodeCursor(list, cursor, z.tuple([z.iso.datetime(), z.uuid()]));
    const found = await this.suppressions.page({ after, limit: limit + 1 });
    return pageOf(found, { list, limit }, shown, ({ addedAt, id }) => [addedAt.toISOString(), id]);
  }

  /** The address may be written to again. */
  @Delete('suppressions/:suppressionId')
  @Roles('supervisor')
  @Answers(204)
  @Refuses([404, 'There is no such entry.'])
  async remove(@Param('suppressionId', { schema: idSchema }) id: string): Promise<void> {
    orThrow(await this.suppressions.remove(id), { 'suppression-unknown': 404 });
  }
}

function shown({ id: suppressionId, addedAt, ...found }: Suppression) {
  return { suppressionId, ...found, addedAt: addedAt.toISOString() };
}
