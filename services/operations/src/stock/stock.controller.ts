// Stock over HTTP.
import { Body, Controller, Get, Inject, Param, Post, Put, Query } from '@nestjs/common';
import {
  Answers,
  Caller,
  decodeCursor,
  IdempotencyKey,
  Idempotent,
  orThrow,
  pageOf,
  pageQuerySchema,
  pageSchema,
  Refuses,
  Roles,
  type IdempotentCall,
  type PageQuery,
  type Principal,
} from '@continuo/service-kit';
import { z } from 'zod';
import { localIdSchema } from '../identifiers/local-id.js';
import { MOST_ON_HAND, MOVEMENTS } from './domain/stock.js';
import { levelView, StockService, type LedgerRow } from './stock.service.js';

const countSchema = z.object({ onHand: z.int().min(0).max(MOST_ON_HAND) });
const adjustSchema = z.object({
  delta: z
    .int()
    .min(-MOST_ON_HAND)
    .max(MOST_ON_HAND)
    .refine((delta) => delta !== 0, { error: 'expected a change', params: { rule: 'not-zero' } }),
  /** Stable code of why, e.g. `delivery`, `damaged`, `lost`, `returned`. */
  reason: z.string().regex(/^[a-z][a-z0-9-]{0,63}$/),
});
const levelSchema = z
  .object({
    storeId: localIdSchema,
    productId: localIdSchema,
    onHand: z.int(),
    reserved: z.int(),
    available: z.int(),
  })
  .meta({ title: 'Stock' });
const entrySchema = z.object({
  entryId: z.string(),
  movement: z.enum(MOVEMENTS),
  onHandChange: z.int(),
  reservedChange: z.int(),
  reason: z.string(),
  orderId: z.string().nullable(),
  recordedBy: z.string().nullable(),
  at: z.iso.datetime(),
});
const afterSchema = z.tuple([z.string()]);

const storeParam = { schema: localIdSchema };

@Controller()
export class StockController {
  constructor(@Inject(StockService) private readonly stock: StockService) {}

  /** Somebody counted: what is on hand is what was found. Refused below what is put aside. */
  @Put('stores/:storeId/stock/:productId')
  @Roles('supervisor', 'integrator')
  @Answers(200, levelSchema)
  @Refuses([404, 'No product has this id.'], [409, 'More than that is put aside.'])
  async count(
    @Param('storeId', storeParam) storeId: string,
    @Param('productId', storeParam) productId: string,
    @Body({ schema: countSchema }) { onHand }: z.output<typeof countSchema>,
    @Caller() caller: Principal,
  ) {
    const level = await this.stock.count({ storeId, productId }, onHand, caller.subject);
    return levelView(storeId, orThrow(level, { 'product-unknown': 404, 'stock-below-reserved': 409 }));
  }

  /** Something came or went. */
  @Post('stores/:storeId/stock/:productId::adjust')
  @Idempotent()
  @Roles('supervisor', 'integrator')
  @Answers(200, levelSchema)
  @Refuses([404, 'No product has this id.'], [409, 'There is less than that, or it is put aside.'])
  async adjust(
    @Param('storeId', storeParam) storeId: string,
    @Param('productId', storeParam) productId: string,
    @Body({ schema: adjustSchema }) { delta, reason }: z.output<typeof adjustSchema>,
    @Caller() caller: Principal,
    @IdempotencyKey() call: IdempotentCall | undefined,
  ) {
    const change = { delta, reason, recordedBy: caller.subject };
    const level = orThrow(await this.stock.adjust({ storeId, productId }, change, call), {
      'product-unknown': 404,
      'stock-negative': 409,
      'stock-below-reserved': 409,
    });
    return levelView(storeId, level);
  }

  /** What a place has, in the order of the products. */
  @Get('stores/:storeId/stock')
  @Roles('agent', 'supervisor', 'operator', 'integrator')
  @Answers(200, pageSchema(levelSchema).meta({ title: 'StockPage' }))
  @Refuses([404, 'Nothing was ever stocked there.'])
  async ofStore(
    @Param('storeId', storeParam) storeId: string,
    @Query({ schema: pageQuerySchema }) query: PageQuery,
  ) {
    const list = `stock of ${storeId}`;
    const found = orThrow(await this.stock.ofStore(storeId, pageAfter(list, query)), {
      'store-unknown': 404,
    });
    const place = { list, limit: query.limit };
    return pageOf(
      found,
      place,
      (row) => levelView(row.storeId, row),
      (row) => [row.productId],
    );
  }

  /** Where a product is and how many can be ordered there. */
  @Get('products/:productId/availability')
  @Roles('agent', 'supervisor', 'operator', 'integrator')
  @Answers(200, pageSchema(levelSchema).meta({ title: 'AvailabilityPage' }))
  @Refuses([404, 'No product has this id.'])
  async ofProduct(
    @Param('productId', storeParam) productId: string,
    @Query({ schema: pageQuerySchema }) query: PageQuery,
  ) {
    const list = `availability of ${productId}`;
    const found = await this.stock.ofProduct(productId, pageAfter(list, query));
    const place = { list, limit: query.limit };
    return pageOf(
      orThrow(found, { 'product-unknown': 404 }),
      place,
      (row) => levelView(row.storeId, row),
      (row) => [row.storeId],
    );
  }

  /** How a level came about: every change with its reason, newest first. */
  @Get('stores/:storeId/stock/:productId/ledger')
  @Roles('supervisor', 'operator', 'integrator')
  @Answers(200, pageSchema(entrySchema).meta({ title: 'LedgerPage' }))
  @Refuses([404, 'Nothing was ever stocked there.'])
  async ledger(
    @Param('storeId', storeParam) storeId: string,
    @Param('productId', storeParam) productId: string,
    @Query({ schema: pageQuerySchema }) query: PageQuery,
  ) {
    const list = `ledger of ${storeId} ${productId}`;
    const { after: before, limit } = pageAfter(list, query);
    const found = orThrow(await this.stock.ledger({ storeId, productId }, { before, limit }), {
      'store-unknown': 404,
    });
    return pageOf(found, { list, limit: query.limit }, entryView, (entry) => [entry.id]);
  }
}

/** One more than asked for: whether there is a next page. */
function pageAfter(
  list: string,
  { limit, cursor }: PageQuery,
): { readonly after?: string; readonly limit: number } {
  const after = cursor === undefined ? undefined : decodeCursor(list, cursor, afterSchema)[0];
  return { ...(after !== undefined && { after }), limit: limit + 1 };
}

function entryView({ id: entryId, ...entry }: LedgerRow): z.output<typeof entrySchema> {
  return {
    entryId,
    ...entry,
    orderId: entry.orderId ?? null,
    recordedBy: entry.recordedBy ?? null,
    at: entry.at.toISOString(),
  };
}
