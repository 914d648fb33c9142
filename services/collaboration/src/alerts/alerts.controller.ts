// Alerts over HTTP, for the staff of a place: what is open, what changes while they look, and "I take this one".
import { Controller, Get, Headers, Inject, Param, Post, Query, Sse, type MessageEvent } from '@nestjs/common';
import {
  Answers,
  AnswersText,
  Caller,
  decodeCursor,
  idSchema,
  OpenStreams,
  orThrow,
  pageOf,
  pageQuerySchema,
  pageSchema,
  Problem,
  Refuses,
  Roles,
  type Principal,
} from '@continuo/service-kit';
import type { Observable } from 'rxjs';
import { z } from 'zod';
import { AlertStream } from './alert-stream.js';
import { AlertsService, type StoredAlert } from './alerts.service.js';

const placeIdSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/);
const alertSchema = z
  .object({
    alertId: z.uuid(),
    placeId: z.string(),
    /** The order and the profile that it is about; names are read from their owners. */
    orderId: z.string().nullable(),
    profileId: z.uuid(),
    state: z.enum(['open', 'acknowledged', 'lapsed']),
    alertedAt: z.iso.datetime(),
    lapsesAt: z.iso.datetime(),
    endedAt: z.iso.datetime().nullable(),
    takenByYou: z.boolean(),
  })
  .meta({ title: 'StaffAlert' });
const listQuerySchema = pageQuerySchema.extend({
  state: z.enum(['open', 'acknowledged', 'lapsed']).optional(),
});
const cursorSchema = z.tuple([z.int().min(0).max(8.64e15), z.uuid()]);

@Controller()
export class AlertsController {
  constructor(
    @Inject(AlertsService) private readonly alerts: AlertsService,
    @Inject(AlertStream) private readonly stream: AlertStream,
    @Inject(OpenStreams) private readonly streams: OpenStreams,
  ) {}

  /** Alerts of a place: open ones in the order in which customers wait, others the newest first. */
  @Get('places/:placeId/alerts')
  @Roles('agent', 'supervisor')
  @Answers(200, pageSchema(alertSchema).meta({ title: 'StaffAlertPage' }))
  @Refuses([404, 'There is no such place.'])
  async list(
    @Param('placeId', { schema: placeIdSchema }) placeId: string,
    @Query({ schema: listQuerySchema }) { limit, cursor, state }: z.output<typeof listQuerySchema>,
    @Caller() caller: Principal,
  ) {
    const list = `alerts ${placeId} ${state ?? ''}`;
    const after = cursor === undefined ? undefined : decodeCursor(list, cursor, cursorSchema);
    const found = await this.alerts.list({
      placeId,
      state,
      oldestFirst: state === 'open',
      ...(after && { after: { alertedAt: new Date(after[0]), alertId: after[1] } }),
      limit: limit + 1,
    });
    if (found === undefined) throw placeUnknown();
    const view = (alert: StoredAlert) => viewOf(alert, caller);
    return pageOf(found, { list, limit }, view, (alert) => [alert.alertedAt.getTime(), alert.alertId]);
  }

  /**
   * Server-sent events: `reset` and an `alert` for each open one, or with Last-Event-ID an `alert` for each that changed
   * since; then `ready`; then an `alert` for each that changes. Comments keep it open while nothing does.
   */
  @Sse('places/:placeId/alerts/stream')
  @Roles('agent', 'supervisor')
  @AnswersText(200, 'text/event-stream', 'The alerts of this place, as they come.')
  @Refuses([404, 'There is no such place.'], [429, 'The caller has too many streams open.'])
  async follow(
    @Param('placeId', { schema: placeIdSchema }) placeId: string,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Caller() caller: Principal,
  ): Promise<Observable<MessageEvent>> {
    if (!(await this.alerts.hasPlace(placeId))) throw placeUnknown();
    const { subject } = caller;
    const show = (alert: StoredAlert) => viewOf(alert, caller);
    return this.streams.of(subject, this.stream.open({ placeId, subject, lastEventId, show }));
  }

  /** Takes an alert on. Once more by the same person changes nothing. */
  @Post('alerts/:alertId::acknowledge')
  @Roles('agent', 'supervisor')
  @Answers(200, alertSchema)
  @Refuses([404, 'There is no such alert.'], [409, 'Somebody else has taken it on, or it lapsed.'])
  async acknowledge(
    @Param('alertId', { schema: idSchema }) alertId: string,
    @Caller() caller: Principal,
  ): Promise<z.output<typeof alertSchema>> {
    const by = { subject: caller.subject, role: roleOf(caller) };
    const alert = orThrow(await this.alerts.acknowledge(alertId, by), {
      'alert-unknown': 404,
      'alert-taken': 409,
      'alert-lapsed': 409,
    });
    return viewOf(alert, caller);
  }
}

function viewOf(alert: StoredAlert, caller: Principal): z.output<typeof alertSchema> {
  const { alertId, placeId, orderId, profileId, state, alertedAt, lapsesAt, endedAt } = alert;
  return {
    alertId,
    placeId,
    orderId,
    profileId,
    state,
    alertedAt: alertedAt.toISOString(),
    lapsesAt: lapsesAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    takenByYou: alert.acknowledgedBy === caller.subject,
  };
}

function roleOf({ roles }: Principal): string {
  return (['agent', 'supervisor'] as const).find((role) => roles.includes(role)) ?? 'admin';
}

function placeUnknown(): Problem {
  return new Problem(404, 'place-unknown', 'There is no such place.');
}
