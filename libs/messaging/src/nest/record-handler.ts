// Takes a topic record by record: each to the method that names its type, in the transaction of its effect.
import type { HandlerResult, ParkRequest, PartitionHandler, PartitionScope } from '../handler.js';
import type { IncomingRecord, Outgoing } from '../message.js';
import { RecordContext } from './record-context.js';
import { runPipeline, type NestHandler } from './record-pipeline.js';

export class RecordHandler implements PartitionHandler {
  /** @param handlers by `ce_type` */
  constructor(
    private readonly handlers: ReadonlyMap<string, NestHandler>,
    readonly lastWords: ReadonlySet<string> = new Set(),
  ) {}

  handles(type: string): boolean {
    return this.handlers.has(type);
  }

  async handle(records: readonly IncomingRecord[], scope: PartitionScope): Promise<HandlerResult> {
    const outgoing: Outgoing[] = [];
    const park: ParkRequest[] = [];
    const ignored: Record<string, number> = {};
    const parkedKeys = new Set<string>();
    for (const record of records) {
      // The transport holds what comes after a parked record of its key: applied here, it would be applied twice.
      if (parkedKeys.has(record.key)) continue;
      const result = await this.one(record, scope);
      outgoing.push(...(result.outgoing ?? []));
      park.push(...(result.park ?? []));
      for (const request of result.park ?? []) parkedKeys.add(request.record.key);
      for (const [reason, times] of Object.entries(result.ignored ?? {})) {
        ignored[reason] = (ignored[reason] ?? 0) + times;
      }
    }
    return { outgoing, park, ignored };
  }

  private async one(record: IncomingRecord, scope: PartitionScope): Promise<HandlerResult> {
    if (record.bytes === null) return { ignored: { tombstone: 1 } };
    const handler = this.handlers.get(record.type);
    // A type that the topic carries and nobody here asked for; types that it does not carry were parked before.
    if (handler === undefined) return { ignored: { 'no-handler': 1 } };
    const context = new RecordContext(record, scope);
    await runPipeline(handler, context);
    return context.result;
  }
}
