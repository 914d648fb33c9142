// Products: what can be ordered, and at what price.
import { Module } from '@nestjs/common';
import { ProductsController } from './products.controller.js';
import { ProductsService } from './products.service.js';
import { ProductsStore } from './products.store.js';

@Module({
  controllers: [ProductsController],
  providers: [ProductsService, ProductsStore],
  exports: [ProductsStore],
})
export class ProductsModule {}
