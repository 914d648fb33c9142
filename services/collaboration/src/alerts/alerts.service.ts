// Alerts the staff of a place, lets one person take an alert on, and lets lapse what nobody took on.
import { ok, refuse, type Result } from '@continuo/kernel';
import { Outbox } from '@continuo/messaging';
import { Database, type Transaction } from '@continuo/persistence';
import type { CommandOutcome } from '@continuo/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import { PlacesStore } from '../places/places.store.js';
import { alertAcknowledged, alerted, alertRefused } from './alert-events.js';
import { AlertWatch } from './alert-watch.js';
import { ALERT_LAPSE_MS } from './alerts.tokens.js';
import { AlertsStore, type AlertCause, type AlertPage, type StoredAlert } from './alerts.store.js';
import { acknowledge, isUsableId, type AcknowledgeRefused } from './domain/alert.js';
import { ListeningStore } from './listening.store.js';

export type { AlertPage, StoredAlert } from './alerts.store.js';

/** What a command asks for. */
export interface WantedAlert {
  readonly profileId: string;
  readonly placeId: string;
  readonly orderId: string | null;
  readonly cause: AlertCause;
  readonly now: Date;
}

/** Places, and alerts of one place, of one turn of the sweep: no transaction is long. */
const portion = 200;

@Injectable()
export class AlertsService {
  constructor(
    @Inject(Outbox) private readonly outbox: Outbox,
    @Inject(Database) private readonly database: Database,
    @Inject(AlertsStore) private readonly store: AlertsStore,
    @Inject(ListeningStore) private readonly listening: ListeningStore,
    @Inject(PlacesStore) private readonly places: PlacesStore,
    @Inject(AlertWatch) private readonly watch: AlertWatch,
    @Inject(ALERT_LAPSE_MS) private readonly lapseMs: number,
  ) {}

  /** Alerts the staff, or answers with the alert about the order that is open already. */
  async raise(tx: Transaction, wanted: WantedAlert): Promise<CommandOutcome> {
    const { profileId, placeId, orderId, now } = wanted;
    const refused = (code: string, keep = true): CommandOutcome => ({
      answer: alertRefused({ placeId, orderId }, { profileId, code, at: now }),
      keep,
    });
    // No place has such an id, and no table could hold it: not even the stored answer.
    if (!isUsableId(placeId)) return refused('unknown-place', false);
    if (orderId !== null && !isUsableId(orderId)) return refused('order-id-unusable', false);
    const place = await this.places.find(tx, placeId);
    if (place === undefined) return refused('unknown-place');
    if (place.retiredAt !== null) return refused('place-retired');
    const last = await this.store.lock(tx, placeId);
    const open = orderId === null ? undefined : await this.store.openOf(tx, placeId, orderId);
    const alert = open ?? (await this.create(tx, wanted, last + 1));
    const listening = await this.listening.peopleAt(tx, placeId);
    return { answer: alerted(alert, { profileId, listening }) };
  }

  /** Takes an alert on for a person. Only the first one does; told again by the same person it changes nothing. */
  async acknowledge(
    alertId: string,
    by: { readonly subject: string; readonly role: string },
  ): Promise<Result<StoredAlert, AcknowledgeRefused | 'alert-unknown'>> {
    type Acknowledged = Result<StoredAlert, AcknowledgeRefused | 'alert-unknown'>;
    return this.outbox.transact<Acknowledged>(async (tx) => {
      const found = await this.store.find(tx, alertId);
      if (found === undefined) return { result: unknown(), outgoing: [] };
      const last = await this.store.lock(tx, found.placeId);
      const alert = await this.store.find(tx, alertId);
      if (alert === undefined) return { result: unknown(), outgoing: [] };
      const decided = acknowledge(alert, by.subject);
      if (!decided.ok) return { result: decided, outgoing: [] };
      if (decided.value === 'already-acknowledged') return { result: ok(alert), outgoing: [] };
      const at = new Date();
      const taken = await this.store.acknowledge(tx, alert, { ...by, at }, last + 1);
      if (taken === undefined) return { result: unknown(), outgoing: [] };
      tx.afterCommit(() => this.watch.tell(taken.placeId));
      return { result: ok(taken), outgoing: [alertAcknowledged(taken, at)] };
    });
  }

  /** A page of a place's alerts; undefined when there is no such place. */
  list(page: AlertPage): Promise<readonly StoredAlert[] | undefined> {
    return this.database.transaction(async (tx) => {
      if ((await this.places.find(tx, page.placeId)) === undefined) return undefined;
      return this.store.list(tx, page);
    });
  }

  hasPlace(placeId: string): Promise<boolean> {
    return this.database.transaction(async (tx) => (await this.places.find(tx, placeId)) !== undefined);
  }

  /** Lets open alerts lapse whose time is over; answers how many. Those who listen are told, the bus is not. */
  async lapseDue(now = new Date()): Promise<number> {
    const placeIds = await this.database.transaction((tx) => this.store.placesWithDue(tx, now, portion));
    let all = 0;
    for (const placeId of placeIds) {
      all += await this.database.transaction(async (tx) => {
        const last = await this.store.lock(tx, placeId);
        tx.afterCommit(() => this.watch.tell(placeId));
        return this.store.lapse(tx, { placeId, now, limit: portion }, last);
      });
    }
    return all;
  }

  private async create(tx: Transaction, wanted: WantedAlert, news: number): Promise<StoredAlert> {
    const { now, ...alert } = wanted;
    const times = { alertedAt: now, lapsesAt: new Date(now.getTime() + this.lapseMs) };
    const created = { ...alert, ...times, alertId: uuidv7() };
    await this.store.insert(tx, created, news);
    tx.afterCommit(() => this.watch.tell(wanted.placeId));
    return { ...created, state: 'open', news, endedAt: null, acknowledgedBy: null, acknowledgedRole: null };
  }
}

function unknown() {
  return refuse('alert-unknown', 'there is no such alert', { field: 'alertId' });
}
