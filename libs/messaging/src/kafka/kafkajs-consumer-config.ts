// How kafkajs is told to be a member of a group.
import type { ConsumerConfig } from 'kafkajs';
import type { KafkaConsumerOptions } from './kafka-client.js';

/** `goesOn` says whether one that crashed is still wanted. */
export function consumerConfig(
  prefix: string,
  options: KafkaConsumerOptions,
  goesOn: () => boolean,
): ConsumerConfig {
  const sessionTimeout = options.sessionTimeoutMs ?? 30_000;
  return {
    groupId: prefix + options.group,
    sessionTimeout,
    rebalanceTimeout: Math.max(60_000, sessionTimeout),
    heartbeatInterval: options.heartbeatIntervalMs ?? Math.ceil(sessionTimeout / 10),
    maxWaitTimeInMs: options.maxWaitMs ?? 100,
    maxBytesPerPartition: 1_048_576,
    allowAutoTopicCreation: false,
    // A crash after these is started again by kafkajs itself; what it calls not retriable, by the consumer.
    retry: {
      retries: 10,
      initialRetryTime: 100,
      maxRetryTime: 5_000,
      restartOnFailure: () => Promise.resolve(goesOn()),
    },
  };
}
