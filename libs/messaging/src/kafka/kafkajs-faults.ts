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
  SASL_AUTHENTICATION_FAILED: 'kafka-login-refused',
  UNSUPPORTED_SASL_MECHANISM: 'kafka-login-refused',
  TLS_CERTIFICATE_UNTRUSTED: 'kafka-certificate-untrusted',
  TLS_REFUSED: 'kafka-tls-refused',
};

/** What Node calls a certificate that it doesn't believe: by its chain, its time or its name. */
const untrusted =
  /^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_(VERIFY|GET|DECRYPT|DECODE)_|INVALID_CA|ERR_TLS_CERT_)/;
/** Both sides speak, but not the same: no TLS at that port, or a client's certificate that is wanted and not given. */
const refused = /^(ERR_SSL_|EPROTO$)/;

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
    const { type, name, code, cause, originalError } = current as {
      type?: unknown;
      name?: unknown;
      code?: unknown;
      cause?: unknown;
      originalError?: unknown;
    };
    if (typeof type === 'string') return type;
    if (name === 'KafkaJSSASLAuthenticationError') return 'SASL_AUTHENTICATION_FAILED';
    if (typeof code === 'string' && untrusted.test(code)) return 'TLS_CERTIFICATE_UNTRUSTED';
    if (typeof code === 'string' && refused.test(code)) return 'TLS_REFUSED';
    current = originalError ?? cause;
  }
  return undefined;
}
