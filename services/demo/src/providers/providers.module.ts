// The played providers as a Nest module.
import { Module } from '@nestjs/common';
import { TwilioController } from './twilio.controller.js';
import { WhatsAppController } from './whatsapp.controller.js';
import { WhatsAppInbox } from './whatsapp-inbox.js';

@Module({ controllers: [WhatsAppController, TwilioController], providers: [WhatsAppInbox] })
export class ProvidersModule {}
