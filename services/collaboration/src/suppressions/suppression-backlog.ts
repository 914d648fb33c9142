// Publishes what is suppressed and was never published: once after an upgrade, and while older replicas still run beside it.
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { SuppressionsService } from './suppressions.service.js';

const everyMs = 15_000;

@Injectable()
export class SuppressionBacklog implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;

  constructor(@Inject(SuppressionsService) private readonly suppressions: SuppressionsService) {}

  onApplicationBootstrap(): void {
    // The first turn is when messaging has started and knows its schemas. A failure is tried again at the next one.
    this.timer = setInterval(
      () => void this.suppressions.publishUnpublished().catch(() => undefined),
      everyMs,
    );
    this.timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }
}
