// The hot path as it runs: partitions that read their own logs in batches, hold and defer keys, drain them in slices, fire
// timers by an idle clock, and lose any transaction at its end. What a transaction makes of its records is the real code.
import type { IncomingRecord } from '@continuo/messaging';
import { nextDue, type Instance } from '../../src/journeys/domain/engine/instance.js';
import type { Memory } from '../../src/journeys/domain/engine/memory.js';
import { direction, mergeStep, movers, type MergeMarker } from '../../src/journeys/domain/engine/merge.js';
import { StartedBefore } from '../../src/journeys/instances/batch.store.js';
import { byAge } from '../../src/journeys/instances/instances.store.js';
import { TimelineBatch } from '../../src/journeys/timeline/timeline-batch.js';
import { around, END, inputOf, type Item } from './items.js';
import { outcomeOf } from './model.js';

/** Records of one key that a batch applies; small, so that keys are deferred all the time. */
const SHARE = 3;
const SLICE = 4;
/** Timers of one profile that a transaction fires; few, so that records have to wait for them. */
const TIMERS = 2;

export interface Draw {
  below(end: number): number;
}

interface Held {
  readonly rows: readonly Item[];
  readonly onPurpose: boolean;
}

/** Everything that is committed; a transaction works on a copy. */
interface State {
  readonly instances: Map<string, string>;
  readonly memories: Map<string, string>;
  readonly journals: Map<string, readonly string[]>;
  readonly held: Map<string, Held>;
  readonly firsts: Map<string, string>;
  readonly moves: Map<string, readonly string[]>;
  readonly positions: number[];
  readonly clocks: number[];
}

export class Partitions {
  /** Transactions that were thrown away. */
  lost = 0;
  deferred = 0;
  /** Records that had to wait for timers. */
  waited = 0;
  ticks = 0;
  #state: State;
  /** Told by the database when they are written again; it outlives the transaction that fails for it. */
  readonly #startedBefore = new Set<string>();
  readonly #logs: readonly (readonly Item[])[];

  constructor(
    streams: ReadonlyMap<string, readonly Item[]>,
    private readonly homes: ReadonlyMap<string, number>,
    private readonly draw: Draw,
  ) {
    const count = Math.max(...homes.values()) + 1;
    const logs: Item[][] = Array.from({ length: count }, () => []);
    for (const [profile, stream] of streams) logs[this.#home(profile)]?.push(...stream);
    this.#logs = logs.map((log) => log.sort((a, b) => a.at - b.at));
    const map = <V>(): Map<string, V> => new Map<string, V>();
    this.#state = {
      instances: map(),
      memories: map(),
      journals: map(),
      held: map(),
      firsts: map(),
      moves: map(),
      positions: logs.map(() => 0),
      clocks: logs.map(() => 0),
    };
  }

  get isDone(): boolean {
    const { positions, held } = this.#state;
    return positions.every((at, p) => at >= (this.#logs[p]?.length ?? 0)) && held.size === 0;
  }

  /** One transaction of one writer, or an attempt at one. */
  step(): void {
    const partition = this.draw.below(this.#logs.length);
    const kind = this.draw.below(8);
    if (kind < 4) this.#batch(partition);
    else if (kind < 6) this.#drain(partition);
    else this.#tick(partition);
  }

  /** Nothing more is to be read: all timers fire. */
  finish(): void {
    for (let n = 0; n < 50; n += 1)
      for (let partition = 0; partition < this.#logs.length; partition += 1) this.#fire(partition, END, true);
  }

  outcome(): string {
    const { instances, journals } = this.#state;
    return outcomeOf(
      [...instances.values()].map((json) => JSON.parse(json) as Instance),
      journals,
    );
  }

  #home(profile: string): number {
    return this.homes.get(profile) ?? 0;
  }

  #batch(partition: number): void {
    const { positions } = this.#state;
    const from = positions[partition] ?? 0;
    const records = (this.#logs[partition] ?? []).slice(from, from + 1 + this.draw.below(9));
    const last = records.at(-1);
    if (last === undefined) return;
    this.#transaction((state) => {
      const shares = new Map<string, number>();
      const deliver: Item[] = [];
      for (const item of records) {
        const held = state.held.get(item.profile);
        const share = (shares.get(item.profile) ?? 0) + 1;
        shares.set(item.profile, share);
        if (held === undefined && share <= SHARE) deliver.push(item);
        else {
          if (held === undefined) this.deferred += 1;
          // What the handler holds on purpose in this batch comes before these rows.
          state.held.set(item.profile, {
            rows: [...(held?.rows ?? []), item],
            onPurpose: held?.onPurpose ?? false,
          });
        }
      }
      this.#apply(state, partition, deliver);
      state.positions[partition] = from + records.length;
      state.clocks[partition] = Math.max(state.clocks[partition] ?? 0, last.at);
    });
  }

  #drain(partition: number): void {
    const draining = [...this.#state.held].filter(
      ([profile, { onPurpose }]) => !onPurpose && this.#home(profile) === partition,
    );
    const chosen = draining[this.draw.below(Math.max(1, draining.length))];
    if (chosen === undefined) return;
    const [profile, { rows }] = chosen;
    this.#transaction((state) => {
      const slice = rows.slice(0, 1 + this.draw.below(SLICE));
      state.held.set(profile, { rows: rows.slice(slice.length), onPurpose: false });
      this.#apply(state, partition, slice);
      const after = state.held.get(profile);
      if (after !== undefined && !after.onPurpose && after.rows.length === 0) state.held.delete(profile);
    });
  }

  /** The idle clock goes no further than to the next record: the low-water mark sees to that. */
  #tick(partition: number): void {
    const { positions, clocks } = this.#state;
    const next = this.#logs[partition]?.[positions[partition] ?? 0];
    const clock = clocks[partition] ?? 0;
    if (next === undefined || clock === 0 || next.at - 1 <= clock) return;
    const until = this.draw.below(3) === 0 ? next.at - 1 : clock + this.draw.below(next.at - 1 - clock);
    this.#fire(partition, until, false);
  }

  #fire(partition: number, until: number, certainly: boolean): void {
    this.ticks += 1;
    const due = [...this.#state.instances.values()]
      .map((json) => JSON.parse(json) as Instance)
      .filter((each) => (nextDue(each) ?? Number.POSITIVE_INFINITY) <= until)
      .map(({ profileId }) => profileId)
      .filter((profile) => this.#home(profile) === partition && !this.#state.held.has(profile));
    if (due.length === 0) return;
    this.#transaction((state) => {
      const batch = this.#open(state, new Set(due));
      for (const profile of new Set(due)) batch.fireTimers(profile, until + 1);
      this.#write(state, batch, partition);
      state.clocks[partition] = until;
    }, certainly);
  }

  #transaction(work: (state: State) => void, certainly = false): void {
    const state: State = {
      instances: new Map(this.#state.instances),
      memories: new Map(this.#state.memories),
      journals: new Map(this.#state.journals),
      held: new Map(this.#state.held),
      firsts: new Map(this.#state.firsts),
      moves: new Map(this.#state.moves),
      positions: [...this.#state.positions],
      clocks: [...this.#state.clocks],
    };
    try {
      work(state);
    } catch (thrown) {
      if (!(thrown instanceof StartedBefore)) throw thrown;
      for (const id of thrown.instanceIds) this.#startedBefore.add(id);
      this.lost += 1;
      return;
    }
    // Killed before its commit: nothing of it stands, and it is done again, perhaps cut differently.
    if (!certainly && this.draw.below(6) === 0) this.lost += 1;
    else this.#state = state;
  }

  #open(state: State, profiles: ReadonlySet<string>): TimelineBatch {
    const instances = [...state.instances.values()]
      .map((json) => JSON.parse(json) as Instance)
      .filter(({ profileId, status }) => profiles.has(profileId) && status !== 'ended')
      .sort(byAge)
      .map((instance) => ({ instance, hop: null }));
    const none = { publication: 0, marked: 0, guardrails: 0, guardrailsMarked: 0 };
    const batch: TimelineBatch = new TimelineBatch(
      { instances, facts: new Map(), memories: memoriesOf(state, [...profiles]), ...none },
      { ...around, startedBefore: (id) => batch.holds(id) || this.#startedBefore.has(id) },
      null,
      undefined,
      TIMERS,
    );
    return batch;
  }

  #apply(state: State, partition: number, items: readonly Item[]): void {
    const batch = this.#open(state, new Set(items.map(({ profile }) => profile)));
    const owned = items.flatMap((item) =>
      item.is === 'event' && item.commandId !== undefined ? [item.commandId] : [],
    );
    // By the table of commands, ended instances too.
    for (const json of owned.length === 0 ? [] : state.instances.values())
      if (owned.some((commandId) => json.includes(commandId)))
        batch.add({ instance: JSON.parse(json) as Instance, hop: null });
    const stopped = new Map<string, Item[]>();
    for (const item of items) {
      const waits = stopped.get(item.profile);
      if (waits !== undefined) waits.push(item);
      else if (!batch.reach(item.profile, item.at, recordOf(item))) stopped.set(item.profile, [item]);
      else if (item.is === 'event') batch.apply(item.profile, inputOf(item), recordOf(item));
      else if (!this.#marker(state, batch, item)) stopped.set(item.profile, []);
    }
    this.waited += batch.defer.length;
    for (const [profile, waits] of stopped) {
      const held = state.held.get(profile);
      // Of a batch they come before what was deferred in it; of a slice before what is held still.
      state.held.set(profile, {
        rows: [...waits, ...(held?.rows ?? [])],
        onPurpose: held?.onPurpose ?? false,
      });
    }
    if (batch.park.length > 0) throw new Error(`parked: ${batch.park[0]?.reason ?? ''}`);
    this.#write(state, batch, partition);
  }

  /** As `readMarker` does. */
  #marker(state: State, batch: TimelineBatch, item: Extract<Item, { is: 'marker' }>): boolean {
    const { marker, profile } = item;
    const name = `${marker.kind}/${marker.mergeId}`;
    const first = state.firsts.get(name) ?? null;
    switch (mergeStep(first, profile)) {
      case 'hold':
        state.firsts.set(name, profile);
        state.held.set(profile, { rows: state.held.get(profile)?.rows ?? [], onPurpose: true });
        return false;
      case 'move': {
        this.#move(state, batch, marker, item);
        const other = state.held.get(first ?? '');
        if (other !== undefined) state.held.set(first ?? '', { ...other, onPurpose: false });
        return true;
      }
      case 'read-before':
        throw new Error('a marker twice under one key');
    }
  }

  #move(state: State, batch: TimelineBatch, marker: MergeMarker, item: Item): void {
    const { from, to } = direction(marker);
    for (const json of state.instances.values()) {
      const instance = JSON.parse(json) as Instance;
      if (instance.profileId === from) batch.add({ instance, hop: null });
    }
    batch.recall(memoriesOf(state, [from, to]));
    const before = new Set(marker.kind === 'split' ? (state.moves.get(marker.mergeId) ?? []) : []);
    const moving = movers(marker, [...batch.state(from).instances.values()], before);
    for (const instance of moving) {
      const input = { kind: 'moved', id: marker.mergeId, at: item.at, to, because: marker.kind } as const;
      batch.applyTo(instance, input, recordOf(item));
    }
    batch.moveMemory(marker);
    if (marker.kind === 'merged')
      state.moves.set(
        marker.mergeId,
        moving.map(({ id }) => id),
      );
  }

  #write(state: State, batch: TimelineBatch, partition: number): void {
    const written = batch.written(new Date(0), partition, (profile) => this.#home(profile));
    const again = written.started.filter((id) => state.instances.has(id));
    if (again.length > 0) throw new StartedBefore(again);
    for (const { instance } of written.instances) state.instances.set(instance.id, JSON.stringify(instance));
    for (const [profile, memory] of written.memories) state.memories.set(profile, JSON.stringify(memory));
    for (const { instanceId, seq, entry } of written.journal) {
      const journal = state.journals.get(instanceId) ?? [];
      if (seq !== journal.length + 1) throw new Error(`entry ${seq} after ${journal.length}`);
      state.journals.set(instanceId, [...journal, entry]);
    }
  }
}

function memoriesOf(state: State, profiles: readonly string[]): ReadonlyMap<string, Memory> {
  return new Map(
    profiles.flatMap((profile) => {
      const json = state.memories.get(profile);
      return json === undefined ? [] : [[profile, JSON.parse(json) as Memory] as const];
    }),
  );
}

function recordOf(item: Item): IncomingRecord {
  return {
    topic: 'cdp.timeline',
    partition: 0,
    offset: 0n,
    timestamp: item.at,
    key: item.profile,
    headers: {},
    bytes: null,
    type: '',
    id: item.id,
    profileId: item.profile,
    redriven: false,
    value: <T>() => ({}) as T,
  };
}
