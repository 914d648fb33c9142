// Lets alerts lapse that nobody took on: seen by whoever looks at them, not told on the bus.
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { AlertsService } from './alerts.service.js';

const everyMs = 15_000;

@Injectable()
export class AlertLapse implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;

  constructor(@Inject(AlertsService) private readonly alerts: AlertsService) {}

  onApplicationBootstrap(): void {
    // A failure is tried again at the next turn; what is due then is the same.
    this.timer = setInterval(() => void this.alerts.lapseDue().catch(() => undefined), everyMs);
    this.timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }
}
