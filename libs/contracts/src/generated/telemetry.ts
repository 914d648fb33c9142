// Generated from schemas/ by `npm run generate`: change the sources, not this file.

/** Attribute names of spans and metrics. */
export const attribute = {
  journeyId: 'journey.id',
  journeyDefinition: 'journey.definition',
  journeyVersion: 'journey.version',
  journeyStep: 'journey.step',
  journeyOutcome: 'journey.outcome',
  journeyState: 'journey.state',
  customerProfileId: 'customer.profile_id',
  messagingSystemName: 'messaging.system.name',
  messagingOperationName: 'messaging.operation.name',
  messagingOperationType: 'messaging.operation.type',
  messagingDestinationName: 'messaging.destination.name',
  messagingDestinationPartitionId: 'messaging.destination.partition.id',
  messagingConsumerGroupName: 'messaging.consumer.group.name',
  messagingBatchMessageCount: 'messaging.batch.message_count',
  messagingMessageId: 'messaging.message.id',
  messagingKafkaOffset: 'messaging.kafka.offset',
  continuoEventType: 'continuo.event.type',
  continuoCorrelationId: 'continuo.correlation.id',
  continuoCommandId: 'continuo.command.id',
  continuoRedriven: 'continuo.redriven',
  continuoReason: 'continuo.reason',
  continuoIntentKind: 'continuo.intent.kind',
  continuoIncidentCode: 'continuo.incident.code',
  continuoDecisionOutcome: 'continuo.decision.outcome',
  errorType: 'error.type',
  httpRequestMethod: 'http.request.method',
  httpRoute: 'http.route',
  httpResponseStatusCode: 'http.response.status_code',
} as const;
export type AttributeName = (typeof attribute)[keyof typeof attribute];

/** Metrics by name, with what an instrument needs. */
export const metric = {
  consumerLag: {"name":"continuo.consumer.lag","instrument":"gauge","unit":"{record}","doc":"Records behind the end of the topic.","attributes":["messaging.destination.name","messaging.destination.partition.id","messaging.consumer.group.name"]},
  consumerRecords: {"name":"continuo.consumer.records","instrument":"counter","unit":"{record}","doc":"Records applied.","attributes":["messaging.destination.name","messaging.consumer.group.name","continuo.event.type"]},
  consumerDuplicates: {"name":"continuo.consumer.duplicates","instrument":"counter","unit":"{record}","doc":"Records dropped because they had been applied.","attributes":["messaging.destination.name","messaging.consumer.group.name"]},
  consumerIgnored: {"name":"continuo.consumer.ignored","instrument":"counter","unit":"{record}","doc":"No-ops, by reason.","attributes":["messaging.consumer.group.name","continuo.reason"]},
  consumerPaused: {"name":"continuo.consumer.paused","instrument":"gauge","unit":"{partition}","doc":"Partitions that stand still, by reason.","attributes":["messaging.destination.name","messaging.consumer.group.name","continuo.reason"]},
  consumerBatchDuration: {"name":"continuo.consumer.batch.duration","instrument":"histogram","unit":"s","doc":"One batch's transaction.","attributes":["messaging.destination.name","messaging.consumer.group.name"]},
  consumerDelay: {"name":"continuo.consumer.delay","instrument":"histogram","unit":"s","doc":"From log append to commit.","attributes":["messaging.destination.name","messaging.consumer.group.name"]},
  outboxPending: {"name":"continuo.outbox.pending","instrument":"gauge","unit":"{record}","doc":"Rows that wait to be sent.","attributes":[]},
  outboxOldestAge: {"name":"continuo.outbox.oldest.age","instrument":"gauge","unit":"s","doc":"Age of the oldest unsent row.","attributes":[]},
  outboxSent: {"name":"continuo.outbox.sent","instrument":"counter","unit":"{record}","doc":"Rows acknowledged by the broker.","attributes":["messaging.destination.name"]},
  outboxSendFailures: {"name":"continuo.outbox.send.failures","instrument":"counter","unit":"{batch}","doc":"Failed sends; each is repeated.","attributes":["error.type"]},
  parkedRecords: {"name":"continuo.parked.records","instrument":"counter","unit":"{record}","doc":"Records parked, by reason.","attributes":["messaging.destination.name","messaging.consumer.group.name","continuo.reason"]},
  parkedPending: {"name":"continuo.parked.pending","instrument":"gauge","unit":"{record}","doc":"Parked and held rows.","attributes":["messaging.consumer.group.name"]},
  parkedRedriven: {"name":"continuo.parked.redriven","instrument":"counter","unit":"{record}","doc":"Rows redriven.","attributes":["messaging.consumer.group.name"]},
  deadLetters: {"name":"continuo.dead_letters","instrument":"counter","unit":"{record}","doc":"Copies for the dead-letter topics.","attributes":["messaging.destination.name","messaging.consumer.group.name"]},
  intentsPending: {"name":"continuo.intents.pending","instrument":"gauge","unit":"{intent}","doc":"Intents that wait for a worker.","attributes":["continuo.intent.kind"]},
  intentsAttempts: {"name":"continuo.intents.attempts","instrument":"counter","unit":"{attempt}","doc":"Calls to the outside, by result.","attributes":["continuo.intent.kind","error.type"]},
  partitionClockLag: {"name":"continuo.partition.clock.lag","instrument":"gauge","unit":"s","doc":"How far a partition's clock is behind database time.","attributes":["messaging.destination.name","messaging.consumer.group.name"]},
  lowWaterMarkLag: {"name":"continuo.low_water_mark.lag","instrument":"gauge","unit":"s","doc":"How far the low-water mark is behind database time.","attributes":[]},
  timersPending: {"name":"continuo.timers.pending","instrument":"gauge","unit":"{timer}","doc":"Timers that are set.","attributes":[]},
  timersLag: {"name":"continuo.timers.lag","instrument":"gauge","unit":"s","doc":"How late the latest fired timer was.","attributes":[]},
  timersFired: {"name":"continuo.timers.fired","instrument":"counter","unit":"{timer}","doc":"Timers fired.","attributes":[]},
  journeys: {"name":"continuo.journeys","instrument":"gauge","unit":"{instance}","doc":"Instances, by definition and state.","attributes":["journey.definition","journey.state"]},
  journeysEnded: {"name":"continuo.journeys.ended","instrument":"counter","unit":"{instance}","doc":"Instances ended, by outcome.","attributes":["journey.definition","journey.outcome"]},
  incidentsOpen: {"name":"continuo.incidents.open","instrument":"gauge","unit":"{incident}","doc":"Incidents that wait for a person.","attributes":["continuo.incident.code"]},
  decisions: {"name":"continuo.decisions","instrument":"counter","unit":"{decision}","doc":"Decisions, by outcome.","attributes":["continuo.decision.outcome"]},
  sendsWithheld: {"name":"continuo.sends.withheld","instrument":"counter","unit":"{message}","doc":"Messages held or skipped, by rule.","attributes":["continuo.reason"]},
  identityMerges: {"name":"continuo.identity.merges","instrument":"counter","unit":"{merge}","doc":"Profiles merged.","attributes":[]},
  identityRefusals: {"name":"continuo.identity.refusals","instrument":"counter","unit":"{merge}","doc":"Merges that a limit forbade.","attributes":["continuo.reason"]},
  propertiesWithheld: {"name":"continuo.properties.withheld","instrument":"counter","unit":"{property}","doc":"Tracked properties kept off the bus.","attributes":["continuo.reason"]},
  httpServerRequestDuration: {"name":"http.server.request.duration","instrument":"histogram","unit":"s","doc":"One HTTP request.","attributes":["http.request.method","http.route","http.response.status_code"]},
} as const;
export type MetricDefinition = (typeof metric)[keyof typeof metric];

/** Span names, without what follows them. */
export const span = {
  send: 'send',
  process: 'process',
  journeyHop: 'journey-hop',
  intent: 'intent',
} as const;
