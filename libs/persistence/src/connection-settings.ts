// Settings of every application session: what makes a stopped or cut-off owner let go of its locks.
import type { ClientConfig } from 'pg';

export interface ConnectionOptions {
  /** `postgres://user:password@host:port/database`; TLS by `?sslmode=…`. */
  readonly url: string;
  /** Seen in `pg_stat_activity`. */
  readonly applicationName: string;
  /** A transaction that waits for its client this long is ended. Must lie below the session timeout. @default 5_000 */
  readonly idleInTransactionTimeoutMs?: number;
  /** @default 30_000 */
  readonly statementTimeoutMs?: number;
}

/** What is sent to the server when a connection is made: nothing that a pooler before it (PgBouncer) would refuse. */
export function connectionSettings(options: ConnectionOptions): ClientConfig {
  return {
    connectionString: options.url,
    application_name: options.applicationName.slice(0, 63),
    keepAlive: true,
    keepAliveInitialDelayMillis: 5_000,
  };
}

/** The first statement of every session. */
export function sessionSettings(options: ConnectionOptions): string {
  const idle = Math.round(options.idleInTransactionTimeoutMs ?? 5_000);
  const settings: Readonly<Record<string, number>> = {
    statement_timeout: Math.round(options.statementTimeoutMs ?? 30_000),
    idle_in_transaction_session_timeout: idle,
    // For the server's side of a connection whose client vanished: unanswered data is given up in the same time.
    tcp_user_timeout: 2 * idle,
    tcp_keepalives_idle: 5,
    tcp_keepalives_interval: 2,
    tcp_keepalives_count: 3,
  };
  return Object.entries(settings)
    .map(([name, value]) => `set ${name} = ${value}`)
    .join('; ');
}
