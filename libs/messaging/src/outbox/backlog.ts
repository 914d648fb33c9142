// What a process has committed and its own relay has not yet sent: whoever reads records waits while that is too much.

/** Two batches of the relay: enough that it never waits for rows. */
const LIMIT_BYTES = 16 * 1024 * 1024;
/** A broker that takes nothing holds nobody up for longer: what was fetched is applied all the same. */
const PATIENCE_MS = 1_000;

/**
 * Consumers and the relay share a process. Without it, whoever catches up after an outage publishes into an outbox that its
 * relay does not come to: the commands of that hour would leave after its last record. Only the owner of the outbox
 * counts; of what other replicas commit and send nothing is known here.
 */
export class Backlog {
  #bytes = 0;
  #isOwner = false;
  #waiting: (() => void)[] = [];

  constructor(private readonly limits: { readonly bytes?: number; readonly patienceMs?: number } = {}) {}

  /** Bytes that were committed and not sent, as far as is known. */
  get bytes(): number {
    return this.#bytes;
  }

  committed(bytes: number): void {
    if (this.#isOwner) this.#bytes += bytes;
  }

  sent(bytes: number): void {
    this.#bytes = Math.max(0, this.#bytes - bytes);
    if (!this.#isFull) this.#open();
  }

  /** Begins to count, or stops. */
  owns(isOwner: boolean): void {
    this.#isOwner = isOwner;
    this.#bytes = 0;
    this.#open();
  }

  /** Resolves when there is room, or after a second. */
  async room(): Promise<void> {
    if (!this.#isFull) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, this.limits.patienceMs ?? PATIENCE_MS);
      this.#waiting.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  get #isFull(): boolean {
    return this.#bytes > (this.limits.bytes ?? LIMIT_BYTES);
  }

  #open(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const goOn of waiting) goOn();
  }
}
