// Brings news of alerts to those who listen in this process: at once what was changed here, by a poll what was elsewhere.
import { Database } from '@continuo/persistence';
import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { AlertsStore } from './alerts.store.js';
import { ListeningStore } from './listening.store.js';

/** How long news of another replica may stay unnoticed; nothing is asked while nobody listens. */
const POLL_MS = 400;
/** How often a replica says that its listeners are still there. */
const TELL_MS = 5_000;

/** Somebody who listens to one place. */
export class Listener {
  #hasNews = false;
  #isClosed = false;
  #wake: (() => void) | undefined;

  constructor(
    readonly placeId: string,
    readonly subject: string,
  ) {}

  /** Resolves with true when there may be news, with false once it is over. */
  async news(): Promise<boolean> {
    while (!this.#hasNews && !this.#isClosed) {
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    this.#hasNews = false;
    return !this.#isClosed;
  }

  tell(): void {
    this.#hasNews = true;
    this.#wake?.();
  }

  close(): void {
    this.#isClosed = true;
    this.#wake?.();
  }
}

@Injectable()
export class AlertWatch implements BeforeApplicationShutdown {
  readonly #replica = randomUUID();
  readonly #listeners = new Set<Listener>();
  /** The newest number seen of each place that somebody listens to. */
  readonly #newest = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;
  #toldAt = 0;
  #telling: Promise<void> = Promise.resolve();
  #isStopping = false;

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(AlertsStore) private readonly alerts: AlertsStore,
    @Inject(ListeningStore) private readonly listening: ListeningStore,
  ) {}

  /** Begins to listen, and says so to all replicas. `leave` must be called at the end. */
  async join(placeId: string, subject: string): Promise<Listener> {
    const listener = new Listener(placeId, subject);
    if (this.#isStopping) listener.close();
    else this.#listeners.add(listener);
    await this.#tellPeople();
    this.#timer ??= this.#next();
    return listener;
  }

  async leave(listener: Listener): Promise<void> {
    listener.close();
    if (this.#listeners.delete(listener)) await this.#tellPeople();
  }

  /** Alerts of a place were changed by a transaction of this process that is committed now. */
  tell(placeId: string): void {
    for (const listener of this.#listeners) if (listener.placeId === placeId) listener.tell();
  }

  /** Streams end first: a server waits for its open answers. */
  async beforeApplicationShutdown(): Promise<void> {
    this.#isStopping = true;
    clearTimeout(this.#timer);
    for (const listener of this.#listeners) listener.close();
    this.#listeners.clear();
    await this.#tellPeople();
  }

  #next(): NodeJS.Timeout {
    const timer = setTimeout(() => void this.#turn(), POLL_MS);
    return timer.unref();
  }

  async #turn(): Promise<void> {
    try {
      await this.#look();
      if (performance.now() - this.#toldAt > TELL_MS) await this.#tellPeople();
    } catch {
      // The database is away: readiness tells of it, and the next turn looks again.
    }
    const goesOn = !this.#isStopping && this.#listeners.size > 0;
    this.#timer = goesOn ? this.#next() : undefined;
  }

  async #look(): Promise<void> {
    const placeIds = [...new Set([...this.#listeners].map(({ placeId }) => placeId))];
    for (const known of this.#newest.keys()) if (!placeIds.includes(known)) this.#newest.delete(known);
    const newest = await this.database.transaction((tx) => this.alerts.newest(tx, placeIds));
    for (const [placeId, news] of newest) {
      if (this.#newest.get(placeId) === news) continue;
      this.#newest.set(placeId, news);
      this.tell(placeId);
    }
  }

  /** One after the other, so that the last word is the newest. It is for information: no stream fails for it. */
  #tellPeople(): Promise<void> {
    this.#toldAt = performance.now();
    const tell = (): Promise<void> =>
      this.database.transaction((tx) => this.listening.tell(tx, this.#replica, this.#people()));
    this.#telling = this.#telling.then(tell).catch(() => undefined);
    return this.#telling;
  }

  #people(): ReadonlyMap<string, number> {
    const subjects = new Map<string, Set<string>>();
    for (const { placeId, subject } of this.#listeners) {
      subjects.set(placeId, (subjects.get(placeId) ?? new Set()).add(subject));
    }
    return new Map([...subjects].map(([placeId, all]) => [placeId, all.size]));
  }
}
