// Finds partitions whose timers are due while no record comes, without touching those that have nothing to do.
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import type { PartitionTimers } from '../handler.js';
import type { ConsumerContext } from './consumer-options.js';
import type { LogWatch } from './log-watch.js';
import { idleLimit, type LowWaterMark } from './partition-clock.js';
import type { PartitionWriter } from './partition-writer.js';

/** How often the low-water mark is asked for when nothing waits for it, and at most. */
const MARK_EVERY_MS = 1_000;
const MARK_AT_MOST_EVERY_MS = 20;
/** How long a look waits for a mark that alone keeps timers from firing. */
const MARK_PATIENCE_MS = 100;
/** When something is about to be due, it is looked for then, and no more often than this, for so long. */
const CLOSE_LOOK_MS = 10;
/** What becomes due within so much of the first goes with it: a transaction each would be later for all. */
const TOGETHER_MS = 5;
const CLOSE_LOOKS_FOR_MS = 300;
const CLOSE_LOOKS_AGAIN_MS = 5_000;

export class TimerPoll {
  private mark: { readonly time: number | null; readonly askedAt: number } | null = null;
  private markAskedAt = 0;
  private asking: Promise<void> | null = null;
  private closeUntil = 0;

  constructor(
    private readonly context: ConsumerContext,
    private readonly timers: PartitionTimers,
    private readonly log: LogWatch,
    private readonly writers: () => Iterable<PartitionWriter>,
  ) {}

  /** One look at all partitions; while something is about to be due, several. */
  async look(): Promise<void> {
    for (let wait = await this.lookOnce(); wait !== null; wait = await this.lookOnce()) await delay(wait);
  }

  /** How long (ms) to wait for the next look when it is worth looking again soon; null when it is not. */
  private async lookOnce(): Promise<number | null> {
    this.askMark(MARK_EVERY_MS);
    const byTopic = this.standingByTopic();
    if (byTopic.size === 0) return null;
    // Database time first, the logs' ends after it: what came before that time lies before those ends.
    const databaseTime = await this.databaseTime();
    const askedAt = performance.now();
    let isNear = false;
    let next = Number.POSITIVE_INFINITY;
    for (const [topic, standing] of byTopic) {
      const near = await this.timers.due(clocksOf(standing, databaseTime + this.context.timerPollMs), topic);
      if (near.size === 0) continue;
      isNear = true;
      await this.fire(topic, near, standing, databaseTime);
      for (const time of near.values()) if (time > databaseTime) next = Math.min(next, time);
    }
    if (!this.isClose(isNear)) return null;
    // A partition's clock may be ahead of the database's: however far its timers are, the others are looked at in time.
    const left = next - databaseTime - (performance.now() - askedAt) + TOGETHER_MS;
    return left > CLOSE_LOOK_MS && left <= this.context.timerPollMs ? left : CLOSE_LOOK_MS;
  }

  /** Asks those to tick whose clocks have reached what is near; where only the mark holds one back, it is asked for anew. */
  private async fire(
    topic: string,
    near: ReadonlyMap<number, number>,
    standing: ReadonlyMap<number, Standing>,
    databaseTime: number,
  ): Promise<void> {
    const before = idleLimit(databaseTime, this.currentMark());
    const reached = reachedAt(near, standing, before);
    if (reached.length > 0) await this.ask(topic, reached, standing, before);
    const late = reachedAt(near, standing, databaseTime).filter((partition) => !reached.includes(partition));
    if (late.length === 0) return;
    this.askMark(MARK_AT_MOST_EVERY_MS);
    await Promise.race([this.asking, delay(MARK_PATIENCE_MS)]);
    const limit = idleLimit(databaseTime, this.currentMark());
    const released = reachedAt(near, standing, limit).filter((partition) => late.includes(partition));
    if (released.length > 0) await this.ask(topic, released, standing, limit);
  }

  /** For a while after something came near; not for ever where it can't become due. */
  private isClose(isNear: boolean): boolean {
    const now = Date.now();
    if (!isNear) {
      if (now > this.closeUntil) this.closeUntil = 0;
      return false;
    }
    if (this.closeUntil === 0 || now > this.closeUntil + CLOSE_LOOKS_AGAIN_MS)
      this.closeUntil = now + CLOSE_LOOKS_FOR_MS;
    return now < this.closeUntil;
  }

  private async ask(
    topic: string,
    reached: readonly number[],
    standing: ReadonlyMap<number, Standing>,
    limit: number | null,
  ): Promise<void> {
    const asksEnd = limit !== null && reached.some((partition) => standing.get(partition)?.idle === true);
    const ends = asksEnd ? await this.log.ends(topic) : undefined;
    for (const partition of reached) {
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
  private askMark(everyMs: number): void {
    const { timers } = this;
    const askedAt = Date.now();
    if (timers.lowWaterMark === undefined || this.asking !== null || askedAt - this.markAskedAt < everyMs)
      return;
    this.markAskedAt = askedAt;
    this.asking = timers
      .lowWaterMark()
      .then((time) => {
        this.mark = { time, askedAt };
      })
      .catch(() => undefined)
      .finally(() => {
        this.asking = null;
      });
  }
}

interface Standing {
  readonly writer: PartitionWriter;
  readonly clock: number;
  readonly idle: boolean;
}

/** What a partition's clock would be: that of one that is read to its end may go up to the limit. */
function clockOf({ clock, idle }: Standing, limit: number | null): number {
  return idle && limit !== null ? Math.max(clock, limit) : clock;
}

function clocksOf(
  standing: ReadonlyMap<number, Standing>,
  limit: number | null,
): ReadonlyMap<number, number> {
  return new Map([...standing].map(([partition, one]) => [partition, clockOf(one, limit)]));
}

/** The partitions whose clocks, which may go up to the limit, have reached what is near. */
function reachedAt(
  near: ReadonlyMap<number, number>,
  standing: ReadonlyMap<number, Standing>,
  limit: number | null,
): readonly number[] {
  return [...near.keys()].filter((partition) => {
    const one = standing.get(partition);
    return one !== undefined && (near.get(partition) ?? Infinity) <= clockOf(one, limit);
  });
}
