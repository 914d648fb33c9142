// Publishes what is suppressed and was never published: once after an upgrade, and while older replicas still run beside it.
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { RepeatedWork } from '@continuo/service-kit';
import { SuppressionsService } from './suppressions.service.js';

const everyMs = 15_000;

@Injectable()
export class SuppressionBacklog implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly work: RepeatedWork;

  constructor(@Inject(SuppressionsService) suppressions: SuppressionsService) {
    this.work = new RepeatedWork(everyMs, () => suppressions.publishUnpublished());
  }

  /** The first turn is when messaging has started and knows its schemas. */
  onApplicationBootstrap(): void {
    this.work.start();
  }

  /** Without waiting: what is under way may wait for room in the outbox, which nobody makes any more. */
  onApplicationShutdown(): void {
    void this.work.stop();
  }
}
