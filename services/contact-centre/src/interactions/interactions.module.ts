// Interactions: calls from the first ring to what came of them.
import { Module } from '@nestjs/common';
import { AgentsModule } from '../agents/agents.module.js';
import { Endings } from '../offers/endings.js';
import { OffersStore } from '../offers/offers.store.js';
import { CallsService } from './calls.service.js';
import { ConnectCaller } from './connect-caller.js';
import { InteractionAccessController } from './interaction-access.controller.js';
import { InteractionEvents } from './interaction-events.js';
import { InteractionsConsumer } from './interactions.consumer.js';
import { InteractionsController } from './interactions.controller.js';
import { InteractionsService } from './interactions.service.js';
import { InteractionsStore } from './interactions.store.js';
import { TwilioController } from './twilio.controller.js';

@Module({
  imports: [AgentsModule],
  controllers: [TwilioController, InteractionsController, InteractionAccessController, InteractionsConsumer],
  providers: [
    CallsService,
    ConnectCaller,
    Endings,
    InteractionEvents,
    InteractionsService,
    InteractionsStore,
    OffersStore,
  ],
  exports: [Endings, InteractionEvents, InteractionsStore, OffersStore],
})
export class InteractionsModule {}
