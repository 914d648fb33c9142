// What a process has committed and its own relay has not yet sent: whoever reads records waits while that is too much.

/** Two batches of the relay: enough that it never waits for rows. */
const LIMIT_BYTES = 16 * 1024 * 1024;
/** A topic of which nothing was sent for so long is away, and holds nobody up; nor does anybody wait for longer at once. */
const PATIENCE_MS = 1_000;

interface Unsent {
  bytes: number;
  /** When something of it was sent, or the first of it was committed. */
  movedAt: number;
}

/**
 * Consumers and the relay share a process. Without it, whoever catches up after an outage publishes into an outbox that its
 * relay does not come to: the commands of that hour would leave after its last record. Only the owner of the outbox
 * counts; of what other replicas commit and send nothing is known here.
 */
export class Backlog {
  #isOwner = false;
  readonly #topics = new Map<string, Unsent>();
  readonly #waiting = new Set<() => void>();

  constructor(private readonly limits: { readonly bytes?: number; readonly patienceMs?: number } = {}) {}

  /** Bytes that were committed and not sent, as far as is known. */
  get bytes(): number {
    return this.#sum(() => true);
  }

  committed(topic: string, bytes: number): void {
    if (!this.#isOwner) return;
    const unsent = this.#topics.get(topic) ?? { bytes: 0, movedAt: 0 };
    if (unsent.bytes === 0) unsent.movedAt = performance.now();
    unsent.bytes += bytes;
    this.#topics.set(topic, unsent);
  }

  sent(topic: string, bytes: number): void {
    const unsent = this.#topics.get(topic);
    if (unsent === undefined) return;
    unsent.bytes = Math.max(0, unsent.bytes - bytes);
    unsent.movedAt = performance.now();
    if (!this.#isFull) this.#open();
  }

  /** Begins to count, or stops. */
  owns(isOwner: boolean): void {
    this.#isOwner = isOwner;
    this.#topics.clear();
    this.#open();
  }

  /** Resolves when there is room, or after a second. */
  async room(): Promise<void> {
    if (!this.#isFull) return;
    await new Promise<void>((resolve) => {
      const goOn = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(goOn);
        resolve();
      };
      const timer = setTimeout(goOn, this.#patienceMs);
      this.#waiting.add(goOn);
    });
  }

  get #isFull(): boolean {
    const since = performance.now() - this.#patienceMs;
    return this.#sum(({ movedAt }) => movedAt >= since) > (this.limits.bytes ?? LIMIT_BYTES);
  }

  get #patienceMs(): number {
    return this.limits.patienceMs ?? PATIENCE_MS;
  }

  #sum(counts: (unsent: Unsent) => boolean): number {
    let sum = 0;
    for (const unsent of this.#topics.values()) if (counts(unsent)) sum += unsent.bytes;
    return sum;
  }

  #open(): void {
    for (const goOn of [...this.#waiting]) goOn();
  }
}
