// Offers: who is asked to talk to whom, and what they are told before.
import { Module } from '@nestjs/common';
import { AgentsModule } from '../agents/agents.module.js';
import { ContextModule } from '../context/context.module.js';
import { InteractionsModule } from '../interactions/interactions.module.js';
import { OfferNews } from './offer-news.js';
import { OfferStreams } from './offer-streams.js';
import { OffersController } from './offers.controller.js';
import { OffersService } from './offers.service.js';

@Module({
  imports: [AgentsModule, ContextModule, InteractionsModule],
  controllers: [OffersController],
  providers: [OffersService, OfferNews, OfferStreams],
})
export class OffersModule {}
