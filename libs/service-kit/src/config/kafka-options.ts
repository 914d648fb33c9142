// From the environment's names to the Kafka adapter's options, once for all services and tools.
import { Fault } from '@continuo/kernel';
import type { KafkaOptions } from '@continuo/messaging';
import type { KafkaConfig } from './service-config.js';

/** Throws Fault `config-invalid` when SASL is asked for without its user or password. */
export function kafkaOptionsOf(
  config: Omit<KafkaConfig, 'SCHEMA_REGISTRY_URL'>,
): Omit<KafkaOptions, 'clientId'> {
  const { KAFKA_TLS_CA: ca, KAFKA_TLS_CERT: cert, KAFKA_TLS_KEY: key } = config;
  const sasl = saslOf(config);
  return {
    brokers: config.KAFKA_BROKERS,
    topicPrefix: config.KAFKA_TOPIC_PREFIX,
    ...(sasl === undefined ? {} : { sasl }),
    ...(config.KAFKA_TLS ? { tls: { ca, cert, key } } : {}),
  };
}

function saslOf(config: Omit<KafkaConfig, 'SCHEMA_REGISTRY_URL'>): KafkaOptions['sasl'] {
  const {
    KAFKA_SASL_MECHANISM: mechanism,
    KAFKA_SASL_USERNAME: username,
    KAFKA_SASL_PASSWORD: password,
  } = config;
  if (mechanism === 'none') return undefined;
  if (username === undefined || password === undefined) {
    throw new Fault('KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD are needed with KAFKA_SASL_MECHANISM', {
      code: 'config-invalid',
      retriable: false,
    });
  }
  return { mechanism, username, password };
}
