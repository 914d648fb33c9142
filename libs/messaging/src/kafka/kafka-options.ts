// How to reach a Kafka cluster: what a service's configuration hands to the adapter.

export interface KafkaSasl {
  readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
  readonly username: string;
  readonly password: string;
}

export interface KafkaTls {
  /** PEM of the authorities that are trusted; left out, Node's own list. */
  readonly ca?: string;
  /** PEM of the client's certificate and key, for mutual TLS. */
  readonly cert?: string;
  readonly key?: string;
  readonly passphrase?: string;
  /** @default true */
  readonly rejectUnauthorized?: boolean;
  readonly serverName?: string;
}

/** One line of the client's own log. Carries no record's content. */
export interface KafkaLogEntry {
  readonly level: 'error' | 'warn' | 'info' | 'debug';
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}

export interface KafkaOptions {
  /** `host:port`, at least one. */
  readonly brokers: readonly string[];
  readonly clientId: string;
  /** Put before every topic and group name at this boundary, so that several deployments can share a cluster. @default '' */
  readonly topicPrefix?: string;
  readonly sasl?: KafkaSasl;
  readonly tls?: KafkaTls | true;
  /** @default 3_000 */
  readonly connectionTimeoutMs?: number;
  /** How long a request, a send among them, may go unanswered. @default 15_000 */
  readonly requestTimeoutMs?: number;
  /** Compress what is sent. Only gzip: every stock client reads it without a further library. @default 'none' */
  readonly compression?: 'none' | 'gzip';
  /** Replication of created topics that don't say. @default the broker's */
  readonly replicationFactor?: number;
  /** Where the client's log goes; errors and warnings only unless `debug` is set. @default nowhere */
  readonly log?: (entry: KafkaLogEntry) => void;
}
