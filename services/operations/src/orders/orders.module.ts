// Orders: from their acceptance to their end.
import { Module } from '@nestjs/common';
import { FalloutModule } from '../fallout/fallout.module.js';
import { ProductsModule } from '../products/products.module.js';
import { StockModule } from '../stock/stock.module.js';
import { OrderAccessController } from './order-access.controller.js';
import { OrderActionsController } from './order-actions.controller.js';
import { OrderActions } from './order-actions.service.js';
import { OrderPersonsStore } from './order-persons.store.js';
import { OrderTransitions } from './order-transitions.js';
import { OrdersController } from './orders.controller.js';
import { OrdersService } from './orders.service.js';
import { OrdersStore } from './orders.store.js';
import { TimelineConsumer } from './timeline.consumer.js';

@Module({
  imports: [ProductsModule, StockModule, FalloutModule],
  controllers: [OrdersController, OrderActionsController, OrderAccessController, TimelineConsumer],
  providers: [OrdersService, OrdersStore, OrderPersonsStore, OrderTransitions, OrderActions],
  exports: [OrdersStore, OrderPersonsStore, OrderTransitions],
})
export class OrdersModule {}
