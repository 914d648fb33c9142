// Proves that settings which say one thing and would do another are refused, and that the others reach the client.
import { kafkaOptionsOf, type KafkaSettings } from './kafka-settings.js';

const plain: KafkaSettings = {
  KAFKA_BROKERS: ['a:9092'],
  KAFKA_TOPIC_PREFIX: '',
  KAFKA_TLS: false,
  KAFKA_SASL_MECHANISM: 'none',
};

describe('kafkaOptionsOf', () => {
  it('hands on what is set, and nothing else', () => {
    expect(kafkaOptionsOf(plain)).toEqual({ brokers: ['a:9092'], topicPrefix: '' });
    const secured: KafkaSettings = {
      ...plain,
      KAFKA_TLS: true,
      KAFKA_TLS_CA: 'authority',
      KAFKA_SASL_MECHANISM: 'scram-sha-512',
      KAFKA_SASL_USERNAME: 'user',
      KAFKA_SASL_PASSWORD: 'password',
    };
    expect(kafkaOptionsOf(secured)).toMatchObject({
      tls: { ca: 'authority' },
      sasl: { mechanism: 'scram-sha-512', username: 'user', password: 'password' },
    });
  });

  it.each<[string, Partial<KafkaSettings>]>([
    ['an authority without TLS', { KAFKA_TLS_CA: 'pem' }],
    ['a certificate without TLS', { KAFKA_TLS_CERT: 'pem', KAFKA_TLS_KEY: 'pem' }],
    ['a certificate without its key', { KAFKA_TLS: true, KAFKA_TLS_CERT: 'pem' }],
    ['a key without its certificate', { KAFKA_TLS: true, KAFKA_TLS_KEY: 'pem' }],
    ['a login without a mechanism', { KAFKA_SASL_USERNAME: 'user', KAFKA_SASL_PASSWORD: 'password' }],
    ['a mechanism without a password', { KAFKA_SASL_MECHANISM: 'plain', KAFKA_SASL_USERNAME: 'user' }],
  ])('refuses %s, which would connect otherwise than it says', (_what, change) => {
    expect(() => kafkaOptionsOf({ ...plain, ...change })).toThrow(
      expect.objectContaining({ code: 'config-invalid', retriable: false }),
    );
  });
});
