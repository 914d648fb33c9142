// Who read the name and number on a customer's orders, over HTTP.
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import {
  accessLogPage,
  Answers,
  idSchema,
  pageQuerySchema,
  pageSchema,
  Roles,
  type AccessLogRange,
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

@Controller('profiles/:profileId')
export class OrderAccessController {
  constructor(@Inject(OrdersService) private readonly orders: OrdersService) {}

  /** Who was shown whose name and number of a person's orders, newest first. */
  @Get('access-log')
  @Roles('supervisor')
  @Answers(200, pageSchema(accessSchema).meta({ title: 'OrderAccessLog' }))
  async accessLog(
    @Param('profileId', { schema: idSchema }) profileId: string,
    @Query({ schema: pageQuerySchema }) page: PageQuery,
  ) {
    const read = (range: AccessLogRange) => this.orders.accessLog(profileId, range);
    return accessLogPage({ ...page, list: `access-log ${profileId}` }, read, shown, ({ place }) => place);
  }
}

function shown({ place: _place, at, ...access }: FoundAccess): z.output<typeof accessSchema> {
  return { ...access, at: at.toISOString() };
}
