// The alerts of a place as a stream of events that can be resumed: the table is the truth, signals only say when to look.
import { Database } from '@continuo/persistence';
import { withHeartbeat } from '@continuo/service-kit';
import { Inject, Injectable, type MessageEvent } from '@nestjs/common';
import { Observable } from 'rxjs';
import { AlertWatch, type Listener } from './alert-watch.js';
import { AlertsStore, type StoredAlert } from './alerts.store.js';
import { positionId, positionOf } from './domain/stream-position.js';

const portion = 200;

export interface StreamRequest {
  readonly placeId: string;
  readonly subject: string;
  /** As the header came. */
  readonly lastEventId: string | undefined;
  /** What a listener is shown of an alert. */
  readonly show: (alert: StoredAlert) => object;
}

@Injectable()
export class AlertStream {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(AlertsStore) private readonly store: AlertsStore,
    @Inject(AlertWatch) private readonly watch: AlertWatch,
  ) {}

  /**
   * `reset` (forget what you show) and an `alert` for each open one, or, after an id that is known, an `alert` for each
   * that changed since; then `ready`; then an `alert` for each that changes. It ends when something fails, for the
   * listener to come back: an event about the failure would move its position.
   */
  open(request: StreamRequest): Observable<MessageEvent> {
    const events = new Observable<MessageEvent>((subscriber) => {
      let listener: Listener | undefined;
      let isOver = false;
      const run = async (): Promise<void> => {
        listener = await this.watch.join(request.placeId, request.subject);
        if (isOver) return;
        for await (const event of this.follow(request, listener)) subscriber.next(event);
      };
      const leave = (): void => void (listener && this.watch.leave(listener));
      run()
        .catch(() => undefined)
        .finally(() => {
          leave();
          subscriber.complete();
        });
      return () => {
        isOver = true;
        leave();
      };
    });
    return withHeartbeat(events);
  }

  private async *follow(
    { placeId, lastEventId, show }: StreamRequest,
    listener: Listener,
  ): AsyncGenerator<MessageEvent> {
    const newest = await this.newest(placeId);
    const resumed = positionOf(lastEventId, newest);
    if (resumed === undefined) yield { type: 'reset', id: positionId(0), data: {} };
    const first = { after: resumed ?? 0, until: newest, onlyOpen: resumed === undefined };
    for await (const alert of this.changes(placeId, first)) yield eventOf(alert, show);
    yield { type: 'ready', id: positionId(newest), data: {} };
    let after = newest;
    while (await listener.news()) {
      const until = await this.newest(placeId);
      for await (const alert of this.changes(placeId, { after, until, onlyOpen: false })) {
        yield eventOf(alert, show);
      }
      after = until;
    }
  }

  /** In portions, each in a short transaction: nothing of a slow listener is held open. */
  private async *changes(
    placeId: string,
    range: { readonly after: number; readonly until: number; readonly onlyOpen: boolean },
  ): AsyncGenerator<StoredAlert> {
    for (let { after } = range; after < range.until;) {
      const page = { ...range, after, limit: portion };
      const found = await this.database.transaction((tx) => this.store.changes(tx, placeId, page));
      yield* found;
      after = found.length < portion ? range.until : (found.at(-1)?.news ?? range.until);
    }
  }

  private async newest(placeId: string): Promise<number> {
    const newest = await this.database.transaction((tx) => this.store.newest(tx, [placeId]));
    return newest.get(placeId) ?? 0;
  }
}

function eventOf(alert: StoredAlert, show: (alert: StoredAlert) => object): MessageEvent {
  return { type: 'alert', id: positionId(alert.news), data: show(alert) };
}
