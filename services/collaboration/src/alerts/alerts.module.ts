// Alerts to the staff of places.
import { Module, type DynamicModule } from '@nestjs/common';
import { AlertLapse } from './alert-lapse.js';
import { AlertStream } from './alert-stream.js';
import { AlertWatch } from './alert-watch.js';
import { AlertsConsumer } from './alerts.consumer.js';
import { AlertsController } from './alerts.controller.js';
import { AlertsService } from './alerts.service.js';
import { AlertsStore } from './alerts.store.js';
import { ALERT_LAPSE_MS } from './alerts.tokens.js';
import { ListeningStore } from './listening.store.js';

const hourMs = 60 * 60 * 1_000;

@Module({})
export class AlertsModule {
  static with(config: { readonly ALERT_LAPSE_HOURS: number }): DynamicModule {
    return {
      module: AlertsModule,
      controllers: [AlertsController, AlertsConsumer],
      providers: [
        AlertsService,
        AlertsStore,
        AlertStream,
        AlertWatch,
        AlertLapse,
        ListeningStore,
        { provide: ALERT_LAPSE_MS, useValue: config.ALERT_LAPSE_HOURS * hourMs },
      ],
    };
  }
}
