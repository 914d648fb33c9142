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

/** Throws Fault `config-invalid` for settings that would connect otherwise than they say. */
export function kafkaOptionsOf(settings: KafkaSettings): Omit<KafkaOptions, 'clientId'> {
  const { KAFKA_TLS_CA: ca, KAFKA_TLS_CERT: cert, KAFKA_TLS_KEY: key } = settings;
  if (!settings.KAFKA_TLS && (ca ?? cert ?? key) !== undefined)
    throw invalid('KAFKA_TLS_CA, KAFKA_TLS_CERT and KAFKA_TLS_KEY are of no use without KAFKA_TLS=true');
  if ((cert === undefined) !== (key === undefined))
    throw invalid('KAFKA_TLS_CERT and KAFKA_TLS_KEY are needed together');
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
  if (mechanism === 'none') {
    if ((username ?? password) === undefined) return undefined;
    throw invalid('KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD are of no use without KAFKA_SASL_MECHANISM');
  }
  if (username === undefined || password === undefined)
    throw invalid('KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD are needed with KAFKA_SASL_MECHANISM');
  return { mechanism, username, password };
}

function invalid(message: string): Fault {
  return new Fault(message, { code: 'config-invalid', retriable: false });
}
