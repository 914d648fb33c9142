// The overview as a numbered stream of changes: who comes back gets what they missed, or everything anew.
import { randomBytes } from 'node:crypto';
import { mergePatchOf, type JsonObject, type MergePatch } from './domain/merge-patch.js';
import type { OverviewData } from './overview.schema.js';

export interface Change {
  readonly seq: string;
  readonly changes: MergePatch;
}

export interface Snapshot {
  readonly seq: string;
  readonly at: string;
  readonly data: OverviewData;
}

/** What is kept for those who come back: five minutes of changes, and no more than this. */
const KEPT_CHANGES = 150;
const KEPT_BYTES = 4 * 1_048_576;

export class LiveFeed {
  /** Numbers of another process, or of this one before it was started again, mean nothing here. */
  readonly #epoch = randomBytes(6).toString('hex');
  readonly #kept: { readonly number: number; readonly change: Change; readonly bytes: number }[] = [];
  readonly #listeners = new Set<(change: Change) => void>();
  #number = 0;
  #bytes = 0;
  #data: OverviewData | undefined;
  #at = 0;

  /** The newest state becomes what is shown; whoever listens is told what that changed. */
  publish(data: OverviewData, at: number): void {
    const before = this.#data;
    const changes =
      before === undefined
        ? undefined
        : mergePatchOf(before as unknown as JsonObject, data as unknown as JsonObject);
    this.#data = data;
    this.#at = at;
    if (changes === undefined) return;
    this.#number += 1;
    const change = { seq: this.#seq(this.#number), changes };
    const bytes = JSON.stringify(changes).length;
    this.#kept.push({ number: this.#number, change, bytes });
    this.#bytes += bytes;
    while (this.#kept.length > KEPT_CHANGES || this.#bytes > KEPT_BYTES)
      this.#bytes -= this.#kept.shift()?.bytes ?? 0;
    for (const listener of this.#listeners) listener(change);
  }

  /** Undefined before anything was published. */
  snapshot(): Snapshot | undefined {
    if (this.#data === undefined) return undefined;
    return { seq: this.#seq(this.#number), at: new Date(this.#at).toISOString(), data: this.#data };
  }

  /** The changes after one that somebody has seen; undefined when they are not all kept, or it is not one of ours. */
  since(seq: string | undefined): readonly Change[] | undefined {
    const [epoch, text = ''] = (seq ?? '').split('.');
    if (epoch !== this.#epoch || !/^\d{1,15}$/.test(text)) return undefined;
    const number = Number(text);
    if (number > this.#number) return undefined;
    const oldest = this.#kept[0]?.number ?? this.#number + 1;
    if (number < oldest - 1) return undefined;
    return this.#kept.filter((each) => each.number > number).map(({ change }) => change);
  }

  /** The returned function ends it. */
  listen(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #seq(number: number): string {
    return `${this.#epoch}.${number}`;
  }
}
