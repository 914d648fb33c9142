// The history of cases: what people wrote, what the service did, what other channels told.
import { Injectable } from '@nestjs/common';
import type { Transaction } from '@continuo/persistence';
import type { NewActivity } from './case-view.js';

@Injectable()
export class ActivitiesStore {
  /**
   * Adds to the history of a case. What an event told (`sourceEventId`) is there once, however often it comes; answers
   * whether it was added.
   */
  async add(
    tx: Transaction,
    caseId: string,
    activity: NewActivity,
    sourceEventId: string | null = null,
  ): Promise<boolean> {
    const { rowCount } = await tx.client.query(
      `insert into case_activity (id, case_id, activity_type, code, text, interaction_id, refs, happened_at,
         recorded_by, source_event_id)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (case_id, source_event_id) do nothing`,
      [
        activity.id,
        caseId,
        activity.activityType,
        activity.code,
        activity.text,
        activity.interactionId,
        JSON.stringify(activity.refs),
        activity.happenedAt,
        activity.by,
        sourceEventId,
      ],
    );
    return rowCount === 1;
  }

  /** Newest first, those before a place in the history. */
  async list(
    tx: Transaction,
    caseId: string,
    page: { readonly before?: { readonly happenedAt: string; readonly id: string }; readonly limit: number },
  ): Promise<readonly NewActivity[]> {
    const { rows } = await tx.client.query<NewActivity>(
      `select id, activity_type as "activityType", code, text, interaction_id as "interactionId", refs,
         happened_at as "happenedAt", recorded_by as by
       from case_activity
       where case_id = $1 and ($2::timestamptz is null or (happened_at, id) < ($2, $3::uuid))
       order by happened_at desc, id desc limit $4`,
      [caseId, page.before?.happenedAt ?? null, page.before?.id ?? null, page.limit],
    );
    return rows;
  }
}
