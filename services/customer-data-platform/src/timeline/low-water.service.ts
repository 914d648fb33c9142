// Tells up to when the timeline is complete; the clocks of its readers don't pass that time while they are idle.
import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { KAFKA_CLIENT, type KafkaClient } from '@continuo/messaging';
import { Database } from '@continuo/persistence';
import { observeGauge } from '@continuo/telemetry';
import { afterLook, readUpTo, unknownMark, type SourcePartition } from './domain/low-water.js';
import { LowWaterStore } from './low-water.store.js';
import { sourceTopics } from './timeline.consumer.js';

/** Readers ask once a second each, and when timers wait for it; closer together than this they share a look. */
const shareMs = 25;
const gaugeWithinMs = 500;

@Injectable()
export class LowWaterService implements OnModuleInit, OnApplicationShutdown {
  private state = unknownMark;
  private look: Promise<void> | undefined;
  private lookedAt = Number.NEGATIVE_INFINITY;
  private endGauge = (): void => undefined;

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(KAFKA_CLIENT) private readonly kafka: KafkaClient,
    @Inject(LowWaterStore) private readonly store: LowWaterStore,
  ) {}

  onModuleInit(): void {
    this.endGauge = observeGauge('continuo.low_water_mark.lag', async () => {
      // A broker that hangs must not make all metrics late: then what was known last is told, and grows older.
      const known = () => this.state.mark;
      const mark = await Promise.race([this.mark().catch(known), delay(gaugeWithinMs).then(known)]);
      return mark === null ? [] : [{ value: Math.max(0, Date.now() - mark) / 1_000 }];
    });
  }

  onApplicationShutdown(): void {
    this.endGauge();
  }

  /** Milliseconds since the epoch; null while it can't be told. Throws when the broker or the database is away. */
  async mark(): Promise<number | null> {
    if (performance.now() - this.lookedAt > shareMs) {
      this.look ??= this.takeLook().finally(() => {
        this.look = undefined;
      });
      await this.look;
    }
    return this.state.mark;
  }

  /** The time first, then the ends, then the positions: whatever comes in between is later than the time. */
  private async takeLook(): Promise<void> {
    const now = await this.store.now(this.database);
    const admin = this.kafka.admin();
    const ranges = await Promise.all(
      sourceTopics.map(async (topic) => [topic, await admin.logRanges(topic)] as const),
    );
    const snapshot = await this.store.snapshot(this.database, 'cdp', 'cdp.timeline');
    const positions = new Map(snapshot.positions.map((each) => [`${each.topic} ${each.partition}`, each]));
    const partitions = ranges.flatMap(([topic, byPartition]) =>
      [...byPartition].map(([partition, range]): SourcePartition => ({
        ...range,
        ...positions.get(`${topic} ${partition}`),
      })),
    );
    this.state = afterLook(this.state, { ...snapshot, readUpTo: readUpTo(partitions, now) });
    this.lookedAt = performance.now();
  }
}
