// The transport as operators see it: a span for each send and each handling, linked to what created the records, and counts.
import { context, ROOT_CONTEXT, SpanKind, trace, type Link, type Span } from '@opentelemetry/api';
import {
  attribute,
  count,
  currentTrace,
  errorType,
  failSpan,
  record as measure,
  spanContextOf,
  startSpan,
  type Logger,
  type TelemetryAttributes,
} from '@continuo/telemetry';
import type { ConsumerCounter, ConsumerObserver, PartitionPlace } from '../consumer/consumer-observer.js';
import type { IncomingRecord } from '../message.js';
import type { SendObservation, SendOutcome, TransportObserver } from '../observer.js';
import type { TraceContext } from '../outbox/envelope.js';

/** A span with more links says nothing more, and costs. */
const MAX_LINKS = 128;

/** Puts OpenTelemetry on the transport: give it to the outbox, the relay and the consumers as their observer. */
export class TransportTelemetry implements TransportObserver, ConsumerObserver {
  readonly #logger: Pick<Logger, 'info' | 'warn'> | undefined;

  constructor(logger?: Pick<Logger, 'info' | 'warn'>) {
    this.#logger = logger;
  }

  /** What is active where an event is published is its creation context: stored with its row, linked by its readers. */
  published(): TraceContext | undefined {
    return currentTrace();
  }

  /** A child of the creation context when the batch has one, else a trace of its own with links to all. */
  sending(batch: SendObservation): (outcome: SendOutcome) => void {
    const began = performance.now();
    const links = linksOf(batch.records.map(({ trace: created }) => created ?? {}));
    const only = links.length === 1 ? links[0] : undefined;
    const span = startSpan(`send ${batch.topic}`, {
      kind: SpanKind.PRODUCER,
      attributes: {
        ...messaging('send', batch.topic),
        [attribute.messagingBatchMessageCount]: batch.records.length,
        ...single(batch.records, ({ partition }) => ({
          [attribute.messagingDestinationPartitionId]: String(partition),
        })),
      },
      parent: only === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, only.context),
      links: only === undefined ? links : [],
    });
    return ({ error }) => this.#sent(batch, span, seconds(began), error);
  }

  relayOwnership(owner: boolean): void {
    this.#logger?.info(
      { owner },
      owner ? 'this process owns the outbox' : 'this process no longer owns the outbox',
    );
  }

  relayFailed(error: Error): void {
    this.#logger?.warn({ error }, 'the relay failed and tries again');
  }

  /** One span per handled record, or one per batch: of its own trace, linked to what created the records. */
  async around<T>(
    place: PartitionPlace,
    records: readonly IncomingRecord[],
    run: () => Promise<T>,
  ): Promise<T> {
    const began = performance.now();
    const span = processSpan(place, records);
    try {
      return await context.with(trace.setSpan(ROOT_CONTEXT, span), run);
    } catch (thrown) {
      failSpan(span, thrown);
      throw thrown;
    } finally {
      span.end();
      measure('continuo.consumer.batch.duration', seconds(began), route(place));
      const oldest = records[0];
      if (oldest !== undefined) {
        measure('continuo.consumer.delay', Math.max(0, Date.now() - oldest.timestamp) / 1_000, route(place));
      }
    }
  }

  count(counter: ConsumerCounter, amount: number, place: PartitionPlace, code?: string): void {
    const group = { [attribute.messagingConsumerGroupName]: place.group };
    if (counter === 'delivered') count('continuo.consumer.records', amount, route(place));
    else if (counter === 'duplicate-offset' || counter === 'duplicate-sequence') {
      count('continuo.consumer.duplicates', amount, route(place));
    } else if (counter === 'ignored') {
      count('continuo.consumer.ignored', amount, { ...group, [attribute.continuoReason]: code ?? 'unknown' });
    } else if (counter === 'parked') {
      count('continuo.parked.records', amount, {
        ...route(place),
        [attribute.continuoReason]: code ?? 'unknown',
      });
      count('continuo.dead_letters', amount, route(place));
    } else if (counter === 'ticked-apart') {
      count('continuo.timers.apart', amount, {
        ...route(place),
        [attribute.continuoReason]: code ?? 'unknown',
      });
    } else if (counter === 'keys-deferred') count('continuo.consumer.deferred', amount, route(place));
    else if (counter === 'redriven') count('continuo.parked.redriven', amount, group);
  }

  troubled(place: PartitionPlace, code: string, reason: string): void {
    if (place.partition < 0) {
      const { group } = place;
      this.#logger?.warn({ group, code, reason }, 'a consumer is without its broker or has ended');
    } else this.#logger?.warn({ ...place, code, reason }, 'a partition rests or stopped');
  }

  recovered(place: PartitionPlace): void {
    this.#logger?.info({ ...place }, 'a partition works again');
  }

  incident(place: PartitionPlace, code: string): void {
    this.#logger?.warn({ ...place, code }, 'an incident waits for a person');
  }

  #sent({ topic, records }: SendObservation, span: Span, took: number, error: Error | undefined): void {
    const destination = { [attribute.messagingDestinationName]: topic };
    if (error === undefined) {
      count('continuo.outbox.sent', records.length, destination);
      measure('continuo.outbox.send.duration', took, destination);
    } else {
      const failed = { [attribute.errorType]: errorType(error) };
      failSpan(span, error);
      count('continuo.outbox.send.failures', 1, failed);
      measure('continuo.outbox.send.duration', took, { ...destination, ...failed });
    }
    span.end();
  }
}

function processSpan(place: PartitionPlace, records: readonly IncomingRecord[]): Span {
  return startSpan(`process ${place.topic}`, {
    kind: SpanKind.CONSUMER,
    parent: ROOT_CONTEXT,
    links: linksOf(records.map(({ headers }) => headers)),
    attributes: {
      ...messaging('process', place.topic),
      [attribute.messagingConsumerGroupName]: place.group,
      ...(place.partition < 0
        ? {}
        : { [attribute.messagingDestinationPartitionId]: String(place.partition) }),
      [attribute.messagingBatchMessageCount]: records.length,
      ...single(records, aboutRecord),
    },
  });
}

/** What may be told of a record: never its key, which may be an identifier. */
function aboutRecord(record: IncomingRecord): TelemetryAttributes {
  const { headers } = record;
  const correlationId = headers['ce_correlationid'];
  const commandId = headers['commandid'];
  return {
    [attribute.kafkaOffset]: Number(record.offset),
    [attribute.messagingMessageId]: record.id,
    [attribute.continuoEventType]: record.type,
    ...(correlationId === undefined ? {} : { [attribute.continuoCorrelationId]: correlationId }),
    ...(commandId === undefined ? {} : { [attribute.continuoCommandId]: commandId }),
    ...(record.profileId === undefined ? {} : { [attribute.customerProfileId]: record.profileId }),
    ...(record.redriven ? { [attribute.continuoRedriven]: true } : {}),
  };
}

function messaging(operation: 'send' | 'process', topic: string): TelemetryAttributes {
  return {
    [attribute.messagingSystemName]: 'kafka',
    [attribute.messagingOperationName]: operation,
    [attribute.messagingOperationType]: operation,
    [attribute.messagingDestinationName]: topic,
  };
}

function single<T>(items: readonly T[], describe: (item: T) => TelemetryAttributes): TelemetryAttributes {
  const [first] = items;
  return items.length === 1 && first !== undefined ? describe(first) : {};
}

function route({ topic, group }: PartitionPlace): {
  readonly [attribute.messagingDestinationName]: string;
  readonly [attribute.messagingConsumerGroupName]: string;
} {
  return { [attribute.messagingDestinationName]: topic, [attribute.messagingConsumerGroupName]: group };
}

/** One link per creation context; when there are too many, the sampled ones are kept before the others. */
function linksOf(carriers: readonly Partial<TraceContext>[]): Link[] {
  const links = new Map<string, Link>();
  for (const carrier of carriers) {
    const { traceparent } = carrier;
    if (traceparent === undefined || links.has(traceparent)) continue;
    const spanContext = spanContextOf({ ...carrier });
    if (spanContext !== undefined) links.set(traceparent, { context: spanContext });
  }
  const all = [...links.values()];
  if (all.length <= MAX_LINKS) return all;
  return all.sort((a, b) => (b.context.traceFlags & 1) - (a.context.traceFlags & 1)).slice(0, MAX_LINKS);
}

function seconds(since: number): number {
  return (performance.now() - since) / 1_000;
}
