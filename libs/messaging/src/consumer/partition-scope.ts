// What a handler holds while it runs: the locked partition's transaction and its keys.
import type { Transaction } from '@continuo/persistence';
import type { PartitionScope } from '../handler.js';
import type { IncomingRecord } from '../message.js';
import { discardKey, heldAmong, holdKey, releaseKeys } from '../parking/held-keys.js';
import type { LockedRow, PartitionId } from './partition-row.js';

export interface ScopeTimes {
  readonly nextOffset: bigint;
  readonly clock: number;
}

export class LockedScope implements PartitionScope {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
  readonly nextOffset: bigint;
  readonly clockBefore: number;
  readonly clock: number;
  readonly now: Date;
  /** Records behind which a key was held, by key. */
  readonly heldAfter = new Map<string, bigint>();
  private keyChange = 0;
  private byteChange = 0;

  constructor(
    readonly tx: Transaction,
    private readonly id: PartitionId,
    row: LockedRow,
    times: ScopeTimes,
    private readonly onProgress: () => void,
  ) {
    this.group = id.group;
    this.topic = id.topic;
    this.partition = id.partition;
    this.nextOffset = times.nextOffset;
    this.clockBefore = row.clock;
    this.clock = times.clock;
    this.now = new Date(row.databaseTime);
  }

  /** How many keys became held (less those that ceased to be) through this scope, and how their bytes changed. */
  get change(): { readonly keys: number; readonly bytes: number } {
    return { keys: this.keyChange, bytes: this.byteChange };
  }

  async hold(key: string, code: string, after?: IncomingRecord): Promise<void> {
    if (await holdKey(this.tx, this.id, Buffer.from(key), code)) this.keyChange += 1;
    const before = this.heldAfter.get(key);
    if (after !== undefined && (before === undefined || after.offset < before)) {
      this.heldAfter.set(key, after.offset);
    }
  }

  async release(key: string): Promise<void> {
    await releaseKeys(this.tx, this.id, [Buffer.from(key)]);
  }

  async held(keys: readonly string[]): Promise<ReadonlySet<string>> {
    const found = await heldAmong(
      this.tx,
      this.id,
      keys.map((key) => Buffer.from(key)),
    );
    return new Set(found.map(({ key }) => key.toString('utf8')));
  }

  async discard(key: string): Promise<number> {
    const gone = await discardKey(this.tx, this.id, Buffer.from(key));
    if (gone.wasHeld) this.keyChange -= 1;
    this.byteChange -= gone.bytes;
    return gone.rows;
  }

  progress(): void {
    this.onProgress();
  }
}
