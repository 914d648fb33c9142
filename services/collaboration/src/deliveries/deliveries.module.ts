// Deliveries: messages to customers, by command.
import { Module, type DynamicModule } from '@nestjs/common';
import { ConsentsModule } from '../consents/consents.module.js';
import { MessagesModule } from '../messages/messages.module.js';
import { SuppressionsModule } from '../suppressions/suppressions.module.js';
import { ALLOWED_RECIPIENTS, allowedRecipients } from './allowed-recipients.js';
import { CUSTOMER_ADDRESSES_OPTIONS, CustomerAddresses } from './customer-addresses.js';
import { DeliveriesConsumer } from './deliveries.consumer.js';
import { DeliveriesController } from './deliveries.controller.js';
import { DeliveriesReading } from './deliveries-reading.service.js';
import { DeliveriesReadingStore } from './deliveries-reading.store.js';
import { DeliveriesService } from './deliveries.service.js';
import { DeliveriesStore } from './deliveries.store.js';
import { DeliveryOutcomes } from './delivery-outcomes.js';
import { HeldExpiry } from './held-expiry.js';
import { SendFactsReader } from './send-facts.js';
import { Sender, SENDER_OPTIONS } from './sender.js';
import { SendingSwitchController } from './sending-switch.controller.js';
import { SendingSwitchService } from './sending-switch.service.js';
import { SendingSwitchStore } from './sending-switch.store.js';
import { WHATSAPP_OPTIONS, WhatsAppChannel } from './whatsapp-channel.js';

export interface DeliveriesConfig {
  readonly NODE_ENV: string;
  readonly WHATSAPP_API_URL: string;
  readonly WHATSAPP_PHONE_NUMBER_ID: string;
  readonly WHATSAPP_ACCESS_TOKEN: string;
  readonly WHATSAPP_TIMEOUT_MS: number;
  readonly CUSTOMER_DATA_PLATFORM_URL: string;
  readonly DEFAULT_COUNTRY?: string;
  readonly ALLOWED_RECIPIENTS: readonly string[];
  readonly DELIVERY_ATTEMPTS: number;
  readonly DELIVERY_RETRY_FIRST_MS: number;
}

@Module({})
export class DeliveriesModule {
  static with(config: DeliveriesConfig): DynamicModule {
    const whatsApp = {
      apiUrl: config.WHATSAPP_API_URL,
      numberId: config.WHATSAPP_PHONE_NUMBER_ID,
      accessToken: config.WHATSAPP_ACCESS_TOKEN,
      timeoutMs: config.WHATSAPP_TIMEOUT_MS,
    };
    const sender = {
      attempts: config.DELIVERY_ATTEMPTS,
      retryFirstMs: config.DELIVERY_RETRY_FIRST_MS,
      timeoutMs: config.WHATSAPP_TIMEOUT_MS,
    };
    const addresses = {
      platformUrl: config.CUSTOMER_DATA_PLATFORM_URL,
      defaultCountry: config.DEFAULT_COUNTRY,
    };
    return {
      module: DeliveriesModule,
      global: true,
      imports: [ConsentsModule, MessagesModule, SuppressionsModule],
      controllers: [DeliveriesConsumer, DeliveriesController, SendingSwitchController],
      providers: [
        { provide: WHATSAPP_OPTIONS, useValue: whatsApp },
        { provide: SENDER_OPTIONS, useValue: sender },
        { provide: CUSTOMER_ADDRESSES_OPTIONS, useValue: addresses },
        { provide: ALLOWED_RECIPIENTS, useValue: allowedRecipients(config) },
        CustomerAddresses,
        DeliveriesReading,
        DeliveriesReadingStore,
        DeliveriesService,
        DeliveriesStore,
        DeliveryOutcomes,
        HeldExpiry,
        SendFactsReader,
        Sender,
        SendingSwitchService,
        SendingSwitchStore,
        WhatsAppChannel,
      ],
      exports: [DeliveriesService, DeliveriesReading],
    };
  }
}
