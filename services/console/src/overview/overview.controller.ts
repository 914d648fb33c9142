// What runs, in one document, and the same document as a stream of changes.
import { Controller, Get, Header, Headers, Inject, Req, Sse, type MessageEvent } from '@nestjs/common';
import {
  Answers,
  AnswersText,
  Caller,
  OpenStreams,
  Problem,
  Refuses,
  Roles,
  withHeartbeat,
  type Principal,
} from '@continuo/service-kit';
import type { FastifyRequest } from 'fastify';
import { Observable, takeUntil, timer } from 'rxjs';
import type { Change, Snapshot } from './live-feed.js';
import { overviewSchema } from './overview.schema.js';
import { Overview } from './overview.service.js';
import { SlowListener } from './slow-listener.js';
import { lifeOf } from './token-life.js';

@Controller('console')
@Roles('operator')
export class OverviewController {
  constructor(
    @Inject(Overview) private readonly overview: Overview,
    @Inject(OpenStreams) private readonly streams: OpenStreams,
  ) {}

  /**
   * Services, topics, journeys, and what needs a person. What is away says since when, and its figures are left out;
   * `figures` tells for each figure its window and its source, and the source its age.
   */
  @Get('overview')
  @Header('cache-control', 'no-store')
  @Answers(200, overviewSchema)
  @Refuses([503, '`overview-not-ready`: the console is stopping.'])
  async show(): Promise<Snapshot> {
    return (await this.overview.look()) ?? notReady();
  }

  /**
   * Server-sent events: `snapshot` (as `GET /console/overview` answers), then `change` with `seq` and `changes`, a JSON
   * Merge Patch (RFC 7396) of `data`. With `Last-Event-ID` the changes since that one, while they are kept (five
   * minutes), else a new snapshot. Ends with the token, after a quarter of an hour at most.
   */
  @Sse('live')
  @AnswersText(200, 'text/event-stream', 'The overview and its changes, as they come.')
  @Refuses([429, 'The caller has too many streams open.'])
  live(
    @Headers('last-event-id') lastEventId: string | undefined,
    @Headers('authorization') authorization: string | undefined,
    @Req() request: FastifyRequest,
    @Caller() caller: Principal,
  ): Observable<MessageEvent> {
    const listener = new SlowListener(request.raw.socket);
    const events = this.#follow(lastEventId, listener).pipe(
      takeUntil(timer(lifeOf(authorization, Date.now()))),
    );
    return this.streams.of(caller.subject, withHeartbeat(events));
  }

  #follow(lastEventId: string | undefined, listener: SlowListener): Observable<MessageEvent> {
    const { overview } = this;
    return new Observable((subscriber) => {
      const leave = overview.watch();
      let silence: (() => void) | undefined;
      const begin = (snapshot: Snapshot | undefined): void => {
        if (subscriber.closed) return;
        const missed = overview.feed.since(lastEventId);
        if (missed !== undefined) for (const change of missed) subscriber.next(changed(change));
        else if (snapshot !== undefined)
          subscriber.next({ type: 'snapshot', id: snapshot.seq, data: snapshot });
        silence = overview.feed.listen((change) => {
          if (listener.isLost()) subscriber.complete();
          else subscriber.next(changed(change));
        });
      };
      // In one go from what there is to what comes: no change can fall between the two.
      void overview.look().then(begin, () => subscriber.complete());
      return () => {
        silence?.();
        leave();
      };
    });
  }
}

function changed(change: Change): MessageEvent {
  return { type: 'change', id: change.seq, data: change };
}

function notReady(): never {
  throw new Problem(503, 'overview-not-ready', 'The console is starting or stopping.', {
    headers: { 'retry-after': '2' },
  });
}
