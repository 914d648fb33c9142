// The servers of a test run as throw-away containers, by testcontainers, which also removes them after a crash.
import { ensureDatabase } from './postgres.js';
import { registryDatabase } from './registry.js';
import type { Servers, StartServersOptions } from './server-run.js';

export const images = {
  kafka: 'apache/kafka:4.3.1',
  registry: 'apicurio/apicurio-registry:3.0.9',
  postgres: 'postgres:18',
} as const;

/** Three containers on one network, on ports that the engine chooses. */
export async function startContainers(options: StartServersOptions): Promise<Servers> {
  // A dependency of development only, and slow to load: not before an engine answers.
  const { GenericContainer, Network, Wait } = await import('testcontainers');
  const { password, ports } = options;
  const network = await new Network().start();
  const started: { stop(): Promise<unknown> }[] = [network];
  const stop = async (): Promise<void> => {
    for (const part of [...started].reverse()) await part.stop();
  };
  try {
    const postgres = await new GenericContainer(images.postgres)
      .withNetwork(network)
      .withNetworkAliases('postgres')
      .withEnvironment({ POSTGRES_PASSWORD: password })
      .withCommand([
        'postgres',
        '-c',
        'max_connections=400',
        '-c',
        'checkpoint_timeout=15min',
        '-c',
        'max_wal_size=8GB',
      ])
      .withExposedPorts(5432)
      .withWaitStrategy(Wait.forLogMessage(/ready to accept connections/, 2))
      .start();
    started.push(postgres);
    const at = `${postgres.getHost()}:${postgres.getMappedPort(5432)}`;
    const databaseUrl = `postgres://postgres:${encodeURIComponent(password)}@${at}/postgres`;
    await ensureDatabase(databaseUrl, registryDatabase);
    // The broker tells clients where it is, so its port outside must be known before it starts.
    const kafka = await new GenericContainer(images.kafka)
      .withEnvironment(kafkaEnvironment(ports.kafka))
      .withExposedPorts({ container: 9092, host: ports.kafka })
      .withWaitStrategy(Wait.forLogMessage(/Kafka Server started/))
      .start();
    started.push(kafka);
    const registry = await new GenericContainer(images.registry)
      .withNetwork(network)
      .withEnvironment(registryEnvironment(password))
      .withExposedPorts(8080)
      .withWaitStrategy(Wait.forHttp('/apis/ccompat/v7/subjects', 8080))
      .start();
    started.push(registry);
    return {
      kafkaBrokers: `${kafka.getHost()}:${ports.kafka}`,
      schemaRegistryUrl: `http://${registry.getHost()}:${registry.getMappedPort(8080)}/apis/ccompat/v7`,
      databaseUrl,
      source: 'docker',
      processes: [],
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function kafkaEnvironment(port: number): Record<string, string> {
  return {
    KAFKA_NODE_ID: '1',
    KAFKA_PROCESS_ROLES: 'broker,controller',
    KAFKA_CONTROLLER_QUORUM_VOTERS: '1@localhost:9093',
    KAFKA_LISTENERS: 'PLAINTEXT://:9092,CONTROLLER://:9093',
    KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://127.0.0.1:${port}`,
    KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
    KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false',
    KAFKA_LOG_MESSAGE_TIMESTAMP_TYPE: 'LogAppendTime',
    KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
    KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS: '1',
    KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
    KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: '1',
    KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0',
    KAFKA_GROUP_MIN_SESSION_TIMEOUT_MS: '1000',
  };
}

function registryEnvironment(password: string): Record<string, string> {
  return {
    APICURIO_STORAGE_KIND: 'sql',
    APICURIO_STORAGE_SQL_KIND: 'postgresql',
    APICURIO_DATASOURCE_URL: `jdbc:postgresql://postgres:5432/${registryDatabase}`,
    APICURIO_DATASOURCE_USERNAME: 'postgres',
    APICURIO_DATASOURCE_PASSWORD: password,
    QUARKUS_HTTP_ACCESS_LOG_ENABLED: 'false',
  };
}
