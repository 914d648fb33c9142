// Marks the provider that handles a topic batch by batch: for hot paths, where a record's own transaction is too dear.
import { SetMetadata, type CustomDecorator } from '@nestjs/common';

/** Which topics a batch handler consumes. */
export interface BatchHandlerOptions {
  readonly topics: readonly string[];
  /** @default the group given to MessagingModule */
  readonly group?: string;
  /** Records of one transaction at most. @default 500 */
  readonly batchSize?: number;
  /**
   * Records of one key that a batch applies at most; what it has beyond is deferred, and a record that fails alone is set
   * aside, so that neither one key's flood nor its poison stands in the way of the others. @default no limit
   */
  readonly recordsPerKey?: number;
}

export const BATCH_HANDLER = 'continuo:batch-handler';

/**
 * On a provider that implements PartitionHandler: `@BatchHandler({ topics: ['cdp.timeline'] })`. Guards, pipes,
 * interceptors and filters do not apply; a throwing handler leaves the position where it was.
 */
export function BatchHandler(options: BatchHandlerOptions): CustomDecorator {
  return SetMetadata(BATCH_HANDLER, options);
}
