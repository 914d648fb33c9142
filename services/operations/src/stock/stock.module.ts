// Stock: what there is in each shop, and what is put aside.
import { Module } from '@nestjs/common';
import { ProductsModule } from '../products/products.module.js';
import { StockController } from './stock.controller.js';
import { StockService } from './stock.service.js';
import { StockStore } from './stock.store.js';

@Module({
  imports: [ProductsModule],
  controllers: [StockController],
  providers: [StockService, StockStore],
  exports: [StockStore],
})
export class StockModule {}
