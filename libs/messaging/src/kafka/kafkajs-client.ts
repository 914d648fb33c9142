// kafkajs behind the port. This file and its neighbours `kafkajs-*.ts` are the only ones that know kafkajs.
import { logLevel, type KafkaConfig, type LogEntry, type SASLOptions } from 'kafkajs';
import type {
  KafkaAdmin,
  KafkaClient,
  KafkaConsumer,
  KafkaConsumerOptions,
  KafkaLog,
  KafkaProducer,
} from './kafka-client.js';
import type { KafkaLogEntry, KafkaOptions, KafkaSasl } from './kafka-options.js';
import { KafkajsAdmin } from './kafkajs-admin.js';
import { connectOnce, OwnKafka } from './kafkajs-connections.js';
import { KafkajsConsumer } from './kafkajs-consumer.js';
import { readFetchesOnce } from './kafkajs-fetch.js';
import { KafkajsLog } from './kafkajs-log.js';
import { writeBatchesOnce } from './kafkajs-produce.js';
import { KafkajsProducer } from './kafkajs-producer.js';
import { stopNegativeTimeouts } from './kafkajs-request-queue.js';

interface Closable {
  close(): Promise<void>;
}

/** Connects lazily: nothing is sent before the first producer, consumer or admin call. */
export function kafkaClient(options: KafkaOptions): KafkaClient {
  return new KafkajsClient(options);
}

class KafkajsClient implements KafkaClient {
  private readonly prefix: string;
  private readonly open = new Set<Closable>();
  private sharedAdmin: KafkajsAdmin | undefined;
  private sharedLog: KafkajsLog | undefined;

  constructor(private readonly options: KafkaOptions) {
    stopNegativeTimeouts();
    readFetchesOnce();
    writeBatchesOnce();
    connectOnce();
    this.prefix = options.topicPrefix ?? '';
  }

  async producer(): Promise<KafkaProducer> {
    const producer = await KafkajsProducer.connect(this.newKafka(), {
      prefix: this.prefix,
      gzip: this.options.compression === 'gzip',
      timeoutMs: requestTimeoutMs(this.options),
      closed: () => this.open.delete(producer),
    });
    this.open.add(producer);
    return producer;
  }

  admin(): KafkaAdmin {
    if (this.sharedAdmin === undefined) {
      this.sharedAdmin = new KafkajsAdmin(this.newKafka, this.prefix, this.options.replicationFactor);
      this.open.add(this.sharedAdmin);
    }
    return this.sharedAdmin;
  }

  consumer(options: KafkaConsumerOptions): KafkaConsumer {
    const consumer = new KafkajsConsumer(this.newKafka(), this.prefix, options);
    this.open.add({ close: () => consumer.stop() });
    return consumer;
  }

  log(): KafkaLog {
    if (this.sharedLog === undefined) {
      this.sharedLog = new KafkajsLog(this.newKafka, this.prefix);
      this.open.add(this.sharedLog);
    }
    return this.sharedLog;
  }

  async close(): Promise<void> {
    const open = [...this.open];
    this.open.clear();
    this.sharedAdmin = undefined;
    this.sharedLog = undefined;
    await Promise.allSettled(open.map((one) => one.close()));
  }

  private readonly newKafka = (): OwnKafka => new OwnKafka(kafkajsConfig(this.options));
}

function requestTimeoutMs(options: KafkaOptions): number {
  return options.requestTimeoutMs ?? 15_000;
}

/** kafkajs' defaults differ under NODE_ENV=test: everything that matters is said here. */
function kafkajsConfig(options: KafkaOptions): KafkaConfig {
  return {
    brokers: [...options.brokers],
    clientId: options.clientId,
    connectionTimeout: options.connectionTimeoutMs ?? 3_000,
    authenticationTimeout: 10_000,
    requestTimeout: requestTimeoutMs(options),
    enforceRequestTimeout: true,
    retry: { initialRetryTime: 100, maxRetryTime: 5_000, factor: 0.2, multiplier: 2, retries: 5 },
    logLevel: logLevel.WARN,
    logCreator: () => (entry) => options.log?.(logEntry(entry)),
    ...(options.sasl && { sasl: saslOptions(options.sasl) }),
    ...(options.tls && { ssl: options.tls === true ? true : tlsOptions(options.tls) }),
  };
}

function tlsOptions(
  tls: Exclude<KafkaOptions['tls'], true | undefined>,
): Exclude<KafkaConfig['ssl'], boolean> {
  return {
    rejectUnauthorized: tls.rejectUnauthorized ?? true,
    ...(tls.ca !== undefined && { ca: [tls.ca] }),
    ...(tls.cert !== undefined && { cert: tls.cert }),
    ...(tls.key !== undefined && { key: tls.key }),
    ...(tls.passphrase !== undefined && { passphrase: tls.passphrase }),
    ...(tls.serverName !== undefined && { servername: tls.serverName }),
  };
}

function saslOptions(sasl: KafkaSasl): SASLOptions {
  const { username, password } = sasl;
  return { mechanism: sasl.mechanism, username, password } as SASLOptions;
}

const levels: Readonly<Record<number, KafkaLogEntry['level']>> = {
  [logLevel.ERROR]: 'error',
  [logLevel.WARN]: 'warn',
  [logLevel.INFO]: 'info',
  [logLevel.DEBUG]: 'debug',
};

function logEntry(entry: LogEntry): KafkaLogEntry {
  const { message, timestamp: _timestamp, ...details } = entry.log;
  return { level: levels[entry.level] ?? 'debug', message: `${entry.namespace}: ${message}`, details };
}
