// Alerts in the database. Changes of a place's alerts are numbered in the order in which they are committed.
import type { Transaction } from '@continuo/persistence';
import { PersonalData, personalRows } from '@continuo/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import type { AlertState } from './domain/alert.js';

/** The command that asked for it: what comes of it is told as its consequence. */
export interface AlertCause {
  readonly id: string;
  readonly correlationId: string;
  readonly hops: number;
}

export interface StoredAlert {
  readonly alertId: string;
  readonly placeId: string;
  readonly orderId: string | null;
  readonly profileId: string;
  readonly state: AlertState;
  /** The number of its last change, within its place. */
  readonly news: number;
  readonly alertedAt: Date;
  readonly lapsesAt: Date;
  /** When it was taken on, or lapsed. */
  readonly endedAt: Date | null;
  readonly acknowledgedBy: string | null;
  readonly acknowledgedRole: string | null;
  readonly cause: AlertCause;
}

export type NewAlert = Pick<
  StoredAlert,
  'alertId' | 'placeId' | 'orderId' | 'profileId' | 'alertedAt' | 'lapsesAt' | 'cause'
>;

export interface AlertPage {
  readonly placeId: string;
  readonly state?: AlertState;
  readonly oldestFirst: boolean;
  readonly after?: { readonly alertedAt: Date; readonly alertId: string };
  readonly limit: number;
}

const columns = `alert_id as "alertId", place_id as "placeId", order_id as "orderId", profile_id as "profileId", state,
  news::float8 as news, alerted_at as "alertedAt", lapses_at as "lapsesAt", ended_at as "endedAt",
  acknowledged_by as "acknowledgedBy", acknowledged_role as "acknowledgedRole", cause`;

@Injectable()
export class AlertsStore {
  constructor(@Inject(PersonalData) personalData: PersonalData) {
    personalData.add(personalRows('collaboration.staff_alert', 'staff_alert'));
  }

  /**
   * Locks the changes of a place's alerts until the end of the transaction, and answers the number of the last one.
   * Whoever changes an alert does this first: so a reader that has seen a number has seen all before it.
   */
  async lock(tx: Transaction, placeId: string): Promise<number> {
    await tx.client.query('insert into place_news (place_id) values ($1) on conflict do nothing', [placeId]);
    const { rows } = await tx.client.query<{ news: string }>(
      'select news from place_news where place_id = $1 for update',
      [placeId],
    );
    return Number(rows[0]?.news ?? 0);
  }

  /** The numbers of the last changes of these places; places without any are left out. */
  async newest(tx: Transaction, placeIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const { rows } = await tx.client.query<{ place_id: string; news: string }>(
      'select place_id, news from place_news where place_id = any($1::text[])',
      [placeIds],
    );
    return new Map(rows.map(({ place_id: placeId, news }) => [placeId, Number(news)]));
  }

  /** The open alert about an order. Only under the place's lock is the answer still true afterwards. */
  async openOf(tx: Transaction, placeId: string, orderId: string): Promise<StoredAlert | undefined> {
    const { rows } = await tx.client.query<StoredAlert>(
      `select ${columns} from staff_alert where place_id = $1 and order_id = $2 and state = 'open'`,
      [placeId, orderId],
    );
    return rows[0];
  }

  async insert(tx: Transaction, alert: NewAlert, news: number): Promise<void> {
    await tx.client.query(
      `insert into staff_alert (alert_id, place_id, order_id, profile_id, news, alerted_at, lapses_at, cause)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        alert.alertId,
        alert.placeId,
        alert.orderId,
        alert.profileId,
        news,
        alert.alertedAt,
        alert.lapsesAt,
        JSON.stringify(alert.cause),
      ],
    );
    await this.advance(tx, alert.placeId, news);
  }

  async find(tx: Transaction, alertId: string): Promise<StoredAlert | undefined> {
    const { rows } = await tx.client.query<StoredAlert>(
      `select ${columns} from staff_alert where alert_id = $1`,
      [alertId],
    );
    return rows[0];
  }

  /** Somebody has taken an open alert on. */
  async acknowledge(
    tx: Transaction,
    { alertId, placeId }: Pick<StoredAlert, 'alertId' | 'placeId'>,
    by: { readonly subject: string; readonly role: string; readonly at: Date },
    news: number,
  ): Promise<StoredAlert | undefined> {
    const { rows } = await tx.client.query<StoredAlert>(
      `update staff_alert set state = 'acknowledged', acknowledged_by = $2, acknowledged_role = $3, ended_at = $4, news = $5
       where alert_id = $1 and state = 'open' returning ${columns}`,
      [alertId, by.subject, by.role, by.at, news],
    );
    await this.advance(tx, placeId, news);
    return rows[0];
  }

  /** Places with open alerts whose time is over. */
  async placesWithDue(tx: Transaction, now: Date, limit: number): Promise<readonly string[]> {
    const { rows } = await tx.client.query<{ placeId: string }>(
      `select distinct place_id as "placeId" from staff_alert
       where state = 'open' and lapses_at <= $1 order by place_id limit $2`,
      [now, limit],
    );
    return rows.map(({ placeId }) => placeId);
  }

  /** Lets a place's open alerts lapse whose time is over, some of them, numbered on from a change; answers how many. */
  async lapse(
    tx: Transaction,
    { placeId, now, limit }: { readonly placeId: string; readonly now: Date; readonly limit: number },
    news: number,
  ): Promise<number> {
    const { rowCount } = await tx.client.query(
      `update staff_alert set state = 'lapsed', ended_at = $2, news = $3::bigint + due.n
       from (select alert_id, row_number() over (order by alerted_at, alert_id) as n from staff_alert
             where place_id = $1 and state = 'open' and lapses_at <= $2
             order by alerted_at, alert_id limit $4) due
       where staff_alert.alert_id = due.alert_id`,
      [placeId, now, news, limit],
    );
    const lapsed = rowCount ?? 0;
    await this.advance(tx, placeId, news + lapsed);
    return lapsed;
  }

  /** Alerts whose last change lies between two numbers, in the order of those; only open ones when told so. */
  async changes(
    tx: Transaction,
    placeId: string,
    {
      after,
      until,
      onlyOpen,
      limit,
    }: {
      readonly after: number;
      readonly until: number;
      readonly onlyOpen: boolean;
      readonly limit: number;
    },
  ): Promise<readonly StoredAlert[]> {
    const { rows } = await tx.client.query<StoredAlert>(
      `select ${columns} from staff_alert
       where place_id = $1 and news > $2 and news <= $3 and (not $4 or state = 'open') order by news limit $5`,
      [placeId, after, until, onlyOpen, limit],
    );
    return rows;
  }

  async list(tx: Transaction, page: AlertPage): Promise<readonly StoredAlert[]> {
    const [comes, order] = page.oldestFirst ? ['>', 'asc'] : ['<', 'desc'];
    const { rows } = await tx.client.query<StoredAlert>(
      `select ${columns} from staff_alert
       where place_id = $1 and ($2::text is null or state = $2)
         and ($3::timestamptz is null or (alerted_at, alert_id) ${comes} ($3, $4::uuid))
       order by alerted_at ${order}, alert_id ${order} limit $5`,
      [
        page.placeId,
        page.state ?? null,
        page.after?.alertedAt ?? null,
        page.after?.alertId ?? null,
        page.limit,
      ],
    );
    return rows;
  }

  private async advance(tx: Transaction, placeId: string, news: number): Promise<void> {
    await tx.client.query('update place_news set news = $2 where place_id = $1', [placeId, news]);
  }
}
