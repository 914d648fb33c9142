// From the settings that every deployment gives a Kafka client, by their names in the environment, to its options.
import { Fault } from '@continuo/kernel';
import type { KafkaOptions, KafkaSasl } from './kafka-options.js';

/** As a service's configuration and the command line have parsed them. */
export interface KafkaSettings {
  readonly KAFKA_BROKERS: readonly string[];
  readonly KAFKA_TOPIC_PREFIX: string;
  readonly KAFKA_TLS: boolean;
  readonly KAFKA_TLS_CA?: string;
  readonly KAFKA_TLS_CERT?: string;
  readonly KAFKA_TLS_KEY?: string;
  readonly KAFKA_SASL_MECHANISM: 'none' | KafkaSasl['mechanism'];
  readonly KAFKA_SASL_USERNAME?: string;
  readonly KAFKA_SASL_PASSWORD?: string;
}

/** Throws Fault `config-invalid` when SASL is asked for without its user or password. */
export function kafkaOptionsOf(settings: KafkaSettings): Omit<KafkaOptions, 'clientId'> {
  const { KAFKA_TLS_CA: ca, KAFKA_TLS_CERT: cert, KAFKA_TLS_KEY: key } = settings;
  const sasl = saslOf(settings);
  return {
    brokers: settings.KAFKA_BROKERS,
    topicPrefix: settings.KAFKA_TOPIC_PREFIX,
    ...(sasl === undefined ? {} : { sasl }),
    ...(settings.KAFKA_TLS ? { tls: { ca, cert, key } } : {}),
  };
}

function saslOf(settings: KafkaSettings): KafkaSasl | undefined {
  const {
    KAFKA_SASL_MECHANISM: mechanism,
    KAFKA_SASL_USERNAME: username,
    KAFKA_SASL_PASSWORD: password,
  } = settings;
  if (mechanism === 'none') return undefined;
  if (username === undefined || password === undefined) {
    throw new Fault('KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD are needed with KAFKA_SASL_MECHANISM', {
      code: 'config-invalid',
      retriable: false,
    });
  }
  return { mechanism, username, password };
}
