// Lets one member of a group serve topics that are handled differently: each goes to its own handler.
import { Fault } from '@continuo/kernel';
import type { HandlerResult, PartitionHandler, PartitionScope, PartitionTimers } from '../handler.js';
import { currentTrace } from '@continuo/telemetry';
import type { IncomingRecord, Outgoing } from '../message.js';

/** Handles each topic by its own handler; has timers when one of them has. */
export class TopicRouter implements PartitionHandler {
  readonly timers?: PartitionTimers;
  readonly lastWords: ReadonlySet<string>;

  constructor(private readonly handlers: ReadonlyMap<string, PartitionHandler>) {
    this.lastWords = new Set([...handlers.values()].flatMap(({ lastWords = [] }) => [...lastWords]));
    const timed = [...new Set(handlers.values())].filter(({ timers }) => timers !== undefined);
    if (timed.length > 1) {
      throw new Fault('one handler of a group may have timers: several cannot share its low-water mark', {
        code: 'timers-ambiguous',
        retriable: false,
      });
    }
    const timers = timed[0]?.timers;
    if (timers !== undefined) this.timers = this.routed(timers);
  }

  async handle(records: readonly IncomingRecord[], scope: PartitionScope): Promise<HandlerResult> {
    return traced(await this.of(scope.topic).handle(records, scope));
  }

  handles(type: string, topic: string): boolean {
    return this.handlers.get(topic)?.handles?.(type, topic) ?? true;
  }

  committed(topic: string, partition: number): void {
    this.handlers.get(topic)?.committed?.(topic, partition);
  }

  private routed(timers: PartitionTimers): PartitionTimers {
    const [lowWaterMark, apart] = [timers.lowWaterMark?.bind(timers), timers.apart?.bind(timers)];
    return {
      due: async (clocks, topic) =>
        this.handlers.get(topic)?.timers === timers ? timers.due(clocks, topic) : new Map(),
      tick: async (scopes) => traced(await timers.tick(scopes)),
      ...(lowWaterMark === undefined ? {} : { lowWaterMark }),
      ...(apart === undefined ? {} : { apart }),
    };
  }

  private of(topic: string): PartitionHandler {
    const handler = this.handlers.get(topic);
    if (handler !== undefined) return handler;
    throw new Fault(`no handler for ${topic}`, { code: 'topic-without-handler', retriable: false });
  }
}

/**
 * What a handler publishes was created by its handling: the rows are inserted after the handler's span has ended, so its
 * context is noted here. One that names another (a hop of a journey) keeps it.
 */
function traced(result: HandlerResult): HandlerResult {
  const trace = currentTrace();
  if (trace === undefined || result.outgoing === undefined) return result;
  const noted = (one: Outgoing): Outgoing =>
    'bytes' in one || one.trace !== undefined ? one : { ...one, trace };
  return { ...result, outgoing: result.outgoing.map(noted) };
}
