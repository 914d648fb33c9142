// Reservations: stock put aside for orders, by command and by hand.
import { Module } from '@nestjs/common';
import { FalloutModule } from '../fallout/fallout.module.js';
import { OrdersModule } from '../orders/orders.module.js';
import { CommandsConsumer } from './commands.consumer.js';
import { FalloutRetriesController } from './fallout-retries.controller.js';
import { Reservations } from './reservations.service.js';

@Module({
  imports: [OrdersModule, FalloutModule],
  controllers: [CommandsConsumer, FalloutRetriesController],
  providers: [Reservations],
})
export class ReservationsModule {}
