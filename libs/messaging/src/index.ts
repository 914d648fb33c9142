// What other projects may use of messaging.
export { namesInTheClear } from './names-in-the-clear.js';
export { formatCustomer, encodeIdentifier, parseCustomer } from './customer-header.js';
export {
  identifierHash,
  identifierHasher,
  identifierKind,
  normaliseEmail,
  normalisePhone,
  parseIdentifierHashKeys,
  type IdentifierHasher,
  type IdentifierHashKey,
} from './identifier-hash.js';
export type {
  CustomerIdentifier,
  IncomingRecord,
  Outgoing,
  OutgoingBytes,
  OutgoingEvent,
} from './message.js';
export type {
  HandlerResult,
  ParkRequest,
  PartitionHandler,
  PartitionScope,
  PartitionScopes,
  PartitionTimers,
} from './handler.js';
export {
  Outbox,
  type OutboxEncoder,
  type OutboxOptions,
  type OutboxSeam,
  type Transacted,
} from './outbox/outbox.js';
export { Backlog } from './outbox/backlog.js';
export { causeOf, type Cause, type TraceContext } from './outbox/envelope.js';
export { outboxStats, type OutboxStats } from './outbox/outbox-stats.js';
export { EventRefused } from './outbox/outbox-row.js';
export { Relay, type RelayOptions } from './relay/relay.js';
export type { RelaySeam } from './relay/tenure.js';
export { WakeUp } from './relay/wake-up.js';
export type { SendObservation, SendOutcome, TransportObserver } from './observer.js';
export { kafkaClient } from './kafka/kafkajs-client.js';
export { kafkaOptionsOf, type KafkaSettings } from './kafka/kafka-settings.js';
export type { KafkaLogEntry, KafkaOptions, KafkaSasl, KafkaTls } from './kafka/kafka-options.js';
export type {
  ConsumerListener,
  KafkaAdmin,
  KafkaBatch,
  KafkaClient,
  KafkaConsumer,
  KafkaConsumerOptions,
  KafkaLog,
  KafkaMessage,
  KafkaProducer,
  KafkaRecord,
  LogFetch,
  LogRange,
  TopicDescription,
  TopicPartition,
  TopicSpecification,
} from './kafka/kafka-client.js';
export { Glancing, type Glance } from './kafka/glance.js';
export { readLog, type LogStretch } from './kafka/read-log.js';
export { partitionOf } from './kafka/partition-of.js';
export { messagingMigrations } from './migrations/messaging-migrations.js';
export { PartitionConsumer } from './consumer/partition-consumer.js';
export type { ConsumerCounter, ConsumerObserver, PartitionPlace } from './consumer/consumer-observer.js';
export type {
  ConsumerLimits,
  ConsumerOutbox,
  ConsumerSeam,
  DrainPace,
  PartitionConsumerOptions,
} from './consumer/consumer-options.js';
export type { ConsumerStatus, PartitionState, PartitionStatus } from './consumer/consumer-status.js';
export { incomingRecord } from './consumer/incoming-record.js';
export { consumerContract, type ConsumerContract } from './consumer/consumer-contract.js';
export { redrive, requestRelease, type RedriveOptions, type RedrivePlan } from './parking/redrive.js';
export type { ParkedFilter } from './parking/parked-filter.js';
export {
  listParked,
  parkedDetail,
  parkedKinds,
  type ParkedDetail,
  type ParkedKind,
  type ParkedSummary,
} from './parking/parked-look.js';
export { parkedOfEvent } from './parking/parked-event.js';
export { countIncidents, openIncidents, type ConsumerIncident } from './parking/incidents.js';
export { shownHeaders, type ShownHeader } from './parking/shown-headers.js';
export {
  countParked,
  discardsPending,
  requestDiscard,
  requestDiscardOfNamed,
  countParkedNamed,
} from './parking/discard.js';
export { oldestTransactionAge } from './outbox/open-transactions.js';
export { sentUpTo } from './outbox/outbox-stats.js';
export { TransportTelemetry } from './telemetry/transport-telemetry.js';
export { BatchHandler, type BatchHandlerOptions } from './nest/batch-handler.decorator.js';
export { EventPattern } from './nest/event-pattern.decorator.js';
export { ContinuoTransport, CONTINUO_TRANSPORT } from './nest/continuo-transport.js';
export { Messaging } from './nest/messaging.js';
export { MessagingModule } from './nest/messaging.module.js';
export {
  CONTRACT,
  KAFKA_CLIENT,
  MESSAGING_OPTIONS,
  RECORD_DECODER,
  RECORD_ENCODER,
  type MessagingOptions,
} from './nest/messaging-options.js';
export { RecordContext, type RecordAnswer } from './nest/record-context.js';
export { startMessaging, type StartMessagingOptions } from './nest/start-messaging.js';
export type { EventPatternExtras } from './nest/subscriptions.js';
export { Intents } from './intents/intents.js';
export { IntentStore } from './intents/intent-store.js';
export { IntentWorker } from './intents/intent-worker.js';
export type { IntentSeam, IntentWorkerOptions } from './intents/intent-lane.js';
export type { Intent, IntentHandler, IntentResult, NewIntent, ParkedIntent } from './intents/intent.js';
