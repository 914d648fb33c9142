// Tells the replica that owns the outbox of rows another one committed: saves it the wait until its next poll.
import type { Database } from '@continuo/persistence';
import type { Client } from 'pg';

const CHANNEL = 'continuo_outbox';
/** After a connection failed: how long nothing is tried. Polling goes on meanwhile. */
const REST_MS = 1_000;

/**
 * NOTIFY and LISTEN on a connection of its own, after the commit: inside the business transaction a NOTIFY would let
 * all commits of the database wait for each other. Nothing depends on it, so whatever fails here is dropped.
 */
export class ReplicaSignal {
  private client: Client | undefined;
  private restUntil = 0;

  constructor(
    private readonly database: Database,
    private readonly rung: () => void,
  ) {}

  /** Resolves when the server has it; the caller sends no second one before, so many commits become one signal. */
  async notify(): Promise<void> {
    await this.say(`notify ${CHANNEL}`);
  }

  /** From now on signals of other replicas are heard. Call it again after a failure; it costs nothing when all is well. */
  async listen(): Promise<void> {
    if (this.client === undefined) await this.say(`listen ${CHANNEL}`);
  }

  async close(): Promise<void> {
    const { client } = this;
    this.client = undefined;
    await client?.end().catch(() => undefined);
  }

  private async say(statement: string): Promise<void> {
    if (performance.now() < this.restUntil) return;
    try {
      this.client ??= await this.connect();
      await this.client.query(statement);
    } catch {
      this.restUntil = performance.now() + REST_MS;
      await this.close();
    }
  }

  private async connect(): Promise<Client> {
    const client = await this.database.dedicated('outbox-signal');
    client.on('notification', this.rung);
    client.on('end', () => {
      if (this.client === client) this.client = undefined;
    });
    return client;
  }
}
