// The transport of one process as a whole: started after the application, drained in order, and asked how it is.
import type { RecordEncoder } from '@continuo/contracts';
import { Database } from '@continuo/persistence';
import { attribute, observeGauge } from '@continuo/telemetry';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Contract } from '@continuo/contracts';
import { IntentStore } from '../intents/intent-store.js';
import { IntentWorker } from '../intents/intent-worker.js';
import type { KafkaClient } from '../kafka/kafka-client.js';
import { countIncidents } from '../parking/incidents.js';
import { oldestTransactionAge } from '../outbox/open-transactions.js';
import { outboxStats } from '../outbox/outbox-stats.js';
import { Relay } from '../relay/relay.js';
import { ContinuoTransport } from './continuo-transport.js';
import {
  CONTRACT,
  KAFKA_CLIENT,
  MESSAGING_OPTIONS,
  RECORD_ENCODER,
  type MessagingOptions,
} from './messaging-options.js';

const DEFAULT_FLUSH_MS = 3_000;
const FLUSH_LOOK_MS = 20;

@Injectable()
export class Messaging implements OnApplicationShutdown {
  private readonly endGauges: (() => void)[] = [];
  private started = false;

  constructor(
    @Inject(MESSAGING_OPTIONS) private readonly options: MessagingOptions,
    @Inject(CONTRACT) private readonly contract: Contract,
    @Inject(Database) private readonly database: Database,
    @Inject(KAFKA_CLIENT) private readonly kafka: KafkaClient,
    @Inject(RECORD_ENCODER) private readonly encoder: RecordEncoder,
    @Inject(Relay) private readonly relay: Relay,
    @Inject(IntentWorker) private readonly worker: IntentWorker,
    @Inject(IntentStore) private readonly intents: IntentStore,
    @Inject(ContinuoTransport) private readonly transport: ContinuoTransport,
  ) {}

  /** Begins to send and to call; the consumers are started by the strategy. `startMessaging` does all of it. */
  async start(): Promise<void> {
    if (this.started) return;
    this.started = true;
    await this.warmUp();
    this.relay.start();
    this.worker.start();
    this.observe();
  }

  /**
   * Nest has closed HTTP and the consumers by now. What they committed is sent as long as the flush may take; what is
   * left lies in the outbox for the next owner.
   */
  async onApplicationShutdown(): Promise<void> {
    for (const end of this.endGauges) end();
    if (this.started) {
      await this.worker.stop();
      await this.flush(this.options.flushMs ?? DEFAULT_FLUSH_MS);
      await this.relay.stop();
    }
    await this.kafka.close();
    await this.database.close();
  }

  /** Why a restart would help, or nothing: a consumer has died. */
  live(): string | undefined {
    const dead = this.transport.statuses().find(({ live }) => !live);
    return dead === undefined ? undefined : `consumer ${dead.group}: ${dead.dead ?? 'dead'}`;
  }

  /** Why no work should be sent here, or nothing: the database or the broker is unreachable. */
  async ready(): Promise<string | undefined> {
    const reaches = async (what: string, ping: Promise<void>): Promise<string | undefined> =>
      ping.then(
        () => undefined,
        () => `${what} is unreachable`,
      );
    const [database, broker] = await Promise.all([
      reaches('the database', this.database.ping()),
      reaches('the broker', this.kafka.admin().ping()),
    ]);
    return database ?? broker;
  }

  /** Ids of the schemas it will publish, once. When the registry is away, events wait for it one by one. */
  private async warmUp(): Promise<void> {
    const { service, logger } = this.options;
    const topics = this.contract.topics
      .filter(({ owner, producers }) => owner === service || producers.includes(service))
      .map(({ name }) => name);
    try {
      await this.encoder.warmUp(topics);
    } catch (error) {
      logger?.warn({ error }, 'schema ids could not be fetched ahead');
    }
  }

  private async flush(deadlineMs: number): Promise<void> {
    const deadline = performance.now() + deadlineMs;
    try {
      while (performance.now() < deadline && (await this.outboxFigures()).pending > 0) {
        await new Promise((resolve) => setTimeout(resolve, FLUSH_LOOK_MS));
      }
    } catch {
      // The database is away: nothing can be sent, and nothing is lost.
    }
  }

  /** Rows and seconds. */
  private async outboxFigures(): Promise<{ readonly pending: number; readonly oldestAge: number }> {
    const { pending, oldestAgeMs } = await outboxStats(this.database);
    return { pending, oldestAge: oldestAgeMs / 1_000 };
  }

  private observe(): void {
    this.endGauges.push(
      observeGauge('continuo.outbox.pending', async () => [{ value: (await this.outboxFigures()).pending }]),
      observeGauge('continuo.outbox.oldest.age', async () => [
        { value: (await this.outboxFigures()).oldestAge },
      ]),
      observeGauge('continuo.database.transaction.age', async () => [
        { value: await oldestTransactionAge(this.database) },
      ]),
      observeGauge('continuo.consumer.lag', () => this.lags()),
      observeGauge('continuo.consumer.paused', () => this.pauses()),
      observeGauge('continuo.parked.pending', () => this.parkedRows()),
      observeGauge('continuo.intents.pending', async () =>
        (await this.intents.counts()).map(({ kind, pending }) => ({
          value: pending,
          attributes: { [attribute.continuoIntentKind]: kind },
        })),
      ),
      observeGauge('continuo.incidents.open', async () => {
        const parked = (await this.intents.counts()).reduce((sum, { parked: some }) => sum + some, 0);
        const counts = [{ code: 'intent-parked', count: parked }, ...(await countIncidents(this.database))];
        return counts.map(({ code, count }) => ({
          value: count,
          attributes: { [attribute.continuoIncidentCode]: code },
        }));
      }),
    );
  }

  private lags() {
    return this.partitions().map(({ group, topic, partition, lag }) => ({
      value: Number(lag),
      attributes: {
        [attribute.messagingDestinationName]: topic,
        [attribute.messagingConsumerGroupName]: group,
        [attribute.messagingDestinationPartitionId]: String(partition),
      },
    }));
  }

  private pauses() {
    const counts = new Map<string, { topic: string; group: string; code: string; value: number }>();
    for (const { topic, group, state, code } of this.partitions()) {
      if (state !== 'paused' && state !== 'stopped') continue;
      const name = [topic, group, code].join(' ');
      const seen = counts.get(name) ?? { topic, group, code: code ?? state, value: 0 };
      counts.set(name, { ...seen, value: seen.value + 1 });
    }
    return [...counts.values()].map(({ topic, group, code, value }) => ({
      value,
      attributes: {
        [attribute.messagingDestinationName]: topic,
        [attribute.messagingConsumerGroupName]: group,
        [attribute.continuoReason]: code,
      },
    }));
  }

  private async parkedRows() {
    const rows = await this.database.query<{ group: string; n: number }>(
      `select group_name as group, sum(n)::int as n from (
         select group_name, count(*) as n from messaging.parked_record group by 1
         union all select group_name, sum(record_count) from messaging.held_batch group by 1) counted group by 1`,
    );
    return rows.map(({ group, n }) => ({
      value: n,
      attributes: { [attribute.messagingConsumerGroupName]: group },
    }));
  }

  private partitions() {
    return this.transport.statuses().flatMap(({ partitions }) => partitions);
  }
}
