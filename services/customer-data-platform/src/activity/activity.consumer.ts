// Follows the timeline as a reader of its own and keeps where each record lies: the resolver knows nothing of it.
import {
  BatchHandler,
  type HandlerResult,
  type IncomingRecord,
  type PartitionHandler,
  type PartitionScope,
} from '@continuo/messaging';
import { Inject, Injectable } from '@nestjs/common';
import { activityOfBatch, ERASED } from './domain/activity-of-batch.js';
import { keptTime } from './domain/kept-time.js';
import { ActivityStore } from './activity.store.js';

/** The consumer group, as topics.yaml has it. */
export const ACTIVITY_GROUP = 'cdp-activity';

@Injectable()
@BatchHandler({ topics: ['cdp.timeline'], group: ACTIVITY_GROUP, batchSize: 1_000 })
export class ActivityConsumer implements PartitionHandler {
  readonly lastWords: ReadonlySet<string> = new Set([ERASED]);

  constructor(@Inject(ActivityStore) private readonly store: ActivityStore) {}

  /** At most one statement per table and kind of change; values are not decoded. */
  async handle(records: readonly IncomingRecord[], scope: PartitionScope): Promise<HandlerResult> {
    const batch = activityOfBatch(records, keptTime(scope.now));
    await this.store.forget(scope.tx, batch.erased);
    for (const profileId of batch.erased) await scope.discard(profileId);
    await this.store.keep(scope.tx, batch.entries);
    await this.store.count(scope.tx, scope.partition, batch.counts);
    await this.store.saw(scope.tx, batch.seen);
    await this.store.moveMerged(scope.tx, batch.merging);
    return { ignored: batch.ignored };
  }
}
