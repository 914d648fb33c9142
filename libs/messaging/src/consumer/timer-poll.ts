// Finds partitions whose timers are due while no record comes, without touching those that have nothing to do.
import type { PartitionTimers } from '../handler.js';
import type { ConsumerContext } from './consumer-options.js';
import type { LogWatch } from './log-watch.js';
import { idleLimit, type LowWaterMark } from './partition-clock.js';
import type { PartitionWriter } from './partition-writer.js';

/** How often the low-water mark is asked for. */
const MARK_EVERY_MS = 1_000;

export class TimerPoll {
  private mark: { readonly time: number | null; readonly askedAt: number } | null = null;
  private markAskedAt = 0;
  private asking = false;

  constructor(
    private readonly context: ConsumerContext,
    private readonly timers: PartitionTimers,
    private readonly log: LogWatch,
    private readonly writers: () => Iterable<PartitionWriter>,
  ) {}

  /** One look at all partitions. */
  async look(): Promise<void> {
    this.askMark();
    const byTopic = this.standingByTopic();
    if (byTopic.size === 0) return;
    // Database time first, the logs' ends after it: what came before that time lies before those ends.
    const databaseTime = await this.databaseTime();
    const limit = idleLimit(databaseTime, this.currentMark());
    for (const [topic, standing] of byTopic) {
      const clocks = new Map<number, number>();
      for (const [partition, { clock, idle }] of standing) {
        clocks.set(partition, idle && limit !== null ? Math.max(clock, limit) : clock);
      }
      const due = await this.timers.due(clocks, topic);
      if (due.length > 0) await this.ask(topic, due, standing, limit);
    }
  }

  private async ask(
    topic: string,
    due: readonly number[],
    standing: ReadonlyMap<number, Standing>,
    limit: number | null,
  ): Promise<void> {
    const asksEnd = limit !== null && due.some((partition) => standing.get(partition)?.idle === true);
    const ends = asksEnd ? await this.log.ends(topic) : undefined;
    for (const partition of due) {
      const one = standing.get(partition);
      const end = ends?.get(partition)?.end;
      if (one === undefined) continue;
      one.writer.askTick(limit !== null && one.idle && end !== undefined ? { limit, endOffset: end } : null);
    }
  }

  private standingByTopic(): Map<string, Map<number, Standing>> {
    const byTopic = new Map<string, Map<number, Standing>>();
    for (const writer of this.writers()) {
      const { standing } = writer;
      if (standing === null || !standing.ticks) continue;
      const { topic, partition } = writer.id;
      const ofTopic = byTopic.get(topic) ?? new Map<number, Standing>();
      ofTopic.set(partition, { writer, clock: standing.clock, idle: standing.idle });
      byTopic.set(topic, ofTopic);
    }
    return byTopic;
  }

  private async databaseTime(): Promise<number> {
    const rows = await this.context.database.query<{ now: string }>(
      'select floor(extract(epoch from clock_timestamp()) * 1000)::bigint as now',
    );
    return Number(rows[0]!.now);
  }

  private currentMark(): LowWaterMark | undefined {
    if (this.timers.lowWaterMark === undefined) return undefined;
    if (this.mark === null) return { time: null, age: 0 };
    return { time: this.mark.time, age: Date.now() - this.mark.askedAt };
  }

  /** Beside the look, so that a mark that is slow to come delays no timer at the clock that stands. */
  private askMark(): void {
    const { timers } = this;
    const askedAt = Date.now();
    if (timers.lowWaterMark === undefined || this.asking || askedAt - this.markAskedAt < MARK_EVERY_MS)
      return;
    this.asking = true;
    this.markAskedAt = askedAt;
    void timers
      .lowWaterMark()
      .then((time) => {
        this.mark = { time, askedAt };
      })
      .catch(() => undefined)
      .finally(() => {
        this.asking = false;
      });
  }
}

interface Standing {
  readonly writer: PartitionWriter;
  readonly clock: number;
  readonly idle: boolean;
}
