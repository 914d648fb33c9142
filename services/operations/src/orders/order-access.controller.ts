// Who read the name and number on a customer's orders, over HTTP.
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import {
  Answers,
  decodeCursor,
  idSchema,
  pageOf,
  pageQuerySchema,
  pageSchema,
  Roles,
  type PageQuery,
} from '@continuo/service-kit';
import { z } from 'zod';
import { OrdersService, type FoundAccess } from './orders.service.js';

const accessSchema = z
  .object({
    at: z.iso.datetime(),
    subject: z.string(),
    client: z.string().nullable(),
    purpose: z.string(),
    orderId: z.string(),
  })
  .meta({ title: 'OrderAccess' });
const placeSchema = z.tuple([z.string().regex(/^\d{1,19}$/)]);

@Controller('profiles/:profileId')
export class OrderAccessController {
  constructor(@Inject(OrdersService) private readonly orders: OrdersService) {}

  /** Who was shown whose name and number of a person's orders, newest first. */
  @Get('access-log')
  @Roles('supervisor')
  @Answers(200, pageSchema(accessSchema).meta({ title: 'OrderAccessLog' }))
  async accessLog(
    @Param('profileId', { schema: idSchema }) profileId: string,
    @Query({ schema: pageQuerySchema }) { limit, cursor }: PageQuery,
  ) {
    const list = `access-log ${profileId}`;
    const before = cursor === undefined ? undefined : decodeCursor(list, cursor, placeSchema)[0];
    const found = await this.orders.accessLog(profileId, before, limit + 1);
    return pageOf(found, { list, limit }, shown, ({ place }) => [place]);
  }
}

function shown({ place: _place, at, ...access }: FoundAccess): z.output<typeof accessSchema> {
  return { ...access, at: at.toISOString() };
}
