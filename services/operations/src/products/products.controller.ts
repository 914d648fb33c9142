// Products over HTTP.
import { Body, Controller, Get, Inject, Param, Put, Query, Req, Res } from '@nestjs/common';
import {
  Answers,
  checkIfMatch,
  decodeCursor,
  orThrow,
  pageOf,
  pageQuerySchema,
  pageSchema,
  Problem,
  Refuses,
  Roles,
  setETag,
} from '@continuo/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { localIdSchema } from '../identifiers/local-id.js';
import { isSame, type Product } from './domain/product.js';
import { ProductsService } from './products.service.js';

const currencies = new Set(Intl.supportedValuesOf('currency'));
const priceSchema = z.object({
  /** Decimal text, e.g. `12.50`: numbers would be rounded on the way. */
  amount: z.string().regex(/^(?:0|[1-9]\d{0,11})(?:\.\d{1,4})?$/),
  /** ISO 4217. */
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .refine((code) => currencies.has(code), {
      error: 'expected an ISO 4217 code',
      params: { rule: 'iso-4217' },
    }),
});
const factsSchema = z.object({
  name: z.string().trim().min(1).max(200),
  description: z.string().max(2_000).default(''),
  unitPrice: priceSchema,
  active: z.boolean().default(true),
});
const productSchema = factsSchema
  .extend({
    productId: localIdSchema,
    version: z.int(),
    createdAt: z.iso.datetime(),
    changedAt: z.iso.datetime(),
  })
  .meta({ title: 'Product' });
const listQuery = pageQuerySchema.extend({
  active: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional(),
});

@Controller('products')
export class ProductsController {
  constructor(@Inject(ProductsService) private readonly products: ProductsService) {}

  /** Says what a product is: a new one is created; a known one wants the ETag that was read as If-Match. */
  @Put(':productId')
  @Roles('supervisor', 'integrator')
  @Answers(200, productSchema, 'Created (201), changed, or the same as before (200).')
  @Refuses([412, 'It was changed since it was read.'], [428, 'If-Match is missing.'])
  async put(
    @Param('productId', { schema: localIdSchema }) id: string,
    @Body({ schema: factsSchema }) facts: z.output<typeof factsSchema>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const known = await this.products.show(id);
    if (known.ok && !isSame(known.value, facts)) checkIfMatch(request, known.value.version);
    if (!known.ok && request.headers['if-match'] !== undefined) {
      throw new Problem(412, 'version-moved', 'There is no such product any more, or not yet.');
    }
    const put = await this.products.put(id, facts, known.ok ? known.value.version : undefined);
    const { product, created } = orThrow(put, { 'version-moved': 412 });
    setETag(reply, product.version);
    void reply.status(created ? 201 : 200);
    return viewOf(product);
  }

  /** All products in the order of their ids, or only those that are (not) active. */
  @Get()
  @Roles('agent', 'supervisor', 'operator', 'integrator')
  @Answers(200, pageSchema(productSchema).meta({ title: 'ProductPage' }))
  async list(@Query({ schema: listQuery }) { active, limit, cursor }: z.output<typeof listQuery>) {
    const after =
      cursor === undefined ? undefined : decodeCursor('products', cursor, z.tuple([z.string()]))[0];
    const found = await this.products.list({ active, after, limit: limit + 1 });
    return pageOf(found, { list: 'products', limit }, viewOf, ({ id }) => [id]);
  }

  @Get(':productId')
  @Roles('agent', 'supervisor', 'operator', 'integrator')
  @Answers(200, productSchema)
  @Refuses([404, 'No product has this id.'])
  async show(
    @Param('productId', { schema: localIdSchema }) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const product = orThrow(await this.products.show(id), { 'product-unknown': 404 });
    setETag(reply, product.version);
    return viewOf(product);
  }
}

function viewOf({ id: productId, ...product }: Product): z.output<typeof productSchema> {
  return {
    productId,
    ...product,
    unitPrice: { ...product.unitPrice },
    createdAt: product.createdAt.toISOString(),
    changedAt: product.changedAt.toISOString(),
  };
}
