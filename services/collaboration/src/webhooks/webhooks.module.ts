// Webhooks: what providers of channels tell us.
import { Module, type DynamicModule } from '@nestjs/common';
import { MessagesModule } from '../messages/messages.module.js';
import { SuppressionsModule } from '../suppressions/suppressions.module.js';
import { RejectionsStore } from './rejections.store.js';
import { WebhooksController } from './webhooks.controller.js';
import { WebhooksService } from './webhooks.service.js';
import { WEBHOOK_OPTIONS, type WebhookOptions } from './webhooks.tokens.js';

@Module({})
export class WebhooksModule {
  static with(config: {
    readonly WHATSAPP_APP_SECRET: string;
    readonly WHATSAPP_VERIFY_TOKEN: string;
    readonly WHATSAPP_PHONE_NUMBER_ID: string;
  }): DynamicModule {
    const options: WebhookOptions = {
      appSecret: config.WHATSAPP_APP_SECRET,
      verifyToken: config.WHATSAPP_VERIFY_TOKEN,
      numberId: config.WHATSAPP_PHONE_NUMBER_ID,
    };
    return {
      module: WebhooksModule,
      imports: [MessagesModule, SuppressionsModule],
      controllers: [WebhooksController],
      providers: [{ provide: WEBHOOK_OPTIONS, useValue: options }, WebhooksService, RejectionsStore],
    };
  }
}
