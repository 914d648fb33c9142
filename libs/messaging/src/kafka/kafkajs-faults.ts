// What kafkajs throws, as Faults with codes of our own.
import { Fault } from '@continuo/kernel';

/** Broker errors that trying again cannot cure: somebody must change the topic, the rights or the record. */
const permanent: Readonly<Record<string, string>> = {
  MESSAGE_TOO_LARGE: 'record-too-large',
  RECORD_LIST_TOO_LARGE: 'record-too-large',
  INVALID_TOPIC_EXCEPTION: 'topic-invalid',
  TOPIC_AUTHORIZATION_FAILED: 'kafka-forbidden',
  GROUP_AUTHORIZATION_FAILED: 'kafka-forbidden',
  CLUSTER_AUTHORIZATION_FAILED: 'kafka-forbidden',
  SASL_AUTHENTICATION_FAILED: 'kafka-forbidden',
};

/** A Fault with the broker's own error where it named one; retriable unless it is known not to be. */
export function kafkaFault(message: string, error: unknown): Fault {
  if (error instanceof Fault) return error;
  const type = errorType(error);
  const code = type === undefined ? undefined : permanent[type];
  if (type === 'UNKNOWN_TOPIC_OR_PARTITION') {
    return new Fault(`${message}: the topic is unknown`, {
      code: 'topic-unknown',
      retriable: true,
      cause: error,
    });
  }
  return new Fault(type === undefined ? message : `${message}: ${type}`, {
    code: code ?? 'kafka-unavailable',
    retriable: code === undefined,
    cause: error,
  });
}

function errorType(error: unknown): string | undefined {
  let current = error;
  for (let depth = 0; depth < 8 && typeof current === 'object' && current !== null; depth += 1) {
    const { type, name, cause, originalError } = current as {
      type?: unknown;
      name?: unknown;
      cause?: unknown;
      originalError?: unknown;
    };
    if (typeof type === 'string') return type;
    if (name === 'KafkaJSSASLAuthenticationError') return 'SASL_AUTHENTICATION_FAILED';
    current = originalError ?? cause;
  }
  return undefined;
}
