// What the capabilities need of the configuration, by token: rules in numbers, the provider, the queues.
import { Global, Module, type DynamicModule } from '@nestjs/common';
import type { Config } from '../config.js';
import { RoutingSignal } from '../queues/routing-signal.js';
import { QUEUES, ROUTING_RULES, TWILIO } from './settings.tokens.js';

@Global()
@Module({})
export class SettingsModule {
  static with(config: Config): DynamicModule {
    return {
      module: SettingsModule,
      providers: [
        RoutingSignal,
        { provide: QUEUES, useValue: config.QUEUES_FILE },
        {
          provide: ROUTING_RULES,
          useValue: {
            offerMs: config.OFFER_SECONDS * 1_000,
            contextWaitMs: config.OFFER_CONTEXT_WAIT_MS,
            presenceMs: config.PRESENCE_SECONDS * 1_000,
          },
        },
        {
          provide: TWILIO,
          useValue: {
            accountSid: config.TWILIO_ACCOUNT_SID,
            authToken: config.TWILIO_AUTH_TOKEN,
            apiUrl: config.TWILIO_API_URL,
            publicUrl: config.PUBLIC_URL,
          },
        },
      ],
      exports: [RoutingSignal, QUEUES, ROUTING_RULES, TWILIO],
    };
  }
}
