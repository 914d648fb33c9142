// A partition's places of limited journeys: leased in portions, given to instances, taken back when they end.
//
// What is taken in all is what the partitions have leased and what instances have; it never goes beyond the limit, since
// it only grows under the lock of its row. An instance takes its place along when a merge gives it to another partition.
import { Fault } from '@continuo/kernel';
import type { Transaction } from '@continuo/persistence';
import type { Places } from '../domain/engine/work.js';
import { changeTaken, loadSpare, lockFree, lockTaken, writeSpare } from './leases.store.js';

export interface LimitedJourney {
  readonly journey: string;
  /** Open instances over all customers. */
  readonly total: number;
}

/** How many entries of a journey a transaction may see at most. */
export type Wanted = ReadonlyMap<string, number>;

/** Every record may be an entry: too many are given back with the same transaction. */
export function wantedBy(types: readonly string[], plans: LimitedPlans): Wanted {
  const wanted = new Map<string, number>();
  for (const type of types) {
    for (const journey of plans.limitedBy(type)) wanted.set(journey, (wanted.get(journey) ?? 0) + 1);
  }
  return wanted;
}

/** What an edition says of limited journeys. */
export interface LimitedPlans {
  readonly limited: readonly LimitedJourney[];
  /** Those that a record of this type may start. */
  limitedBy(type: string): readonly string[];
}

export interface LeasingPartition {
  readonly partition: number;
  readonly partitions: number;
  /** Journeys of which the last transaction wanted more places than it had; kept from one to the next. */
  readonly short?: Set<string>;
  /**
   * What the transaction has locked, where several partitions go together in it. None of them leases at the beginning: the
   * second would wait for a lock while the first holds one. Who wants more than it has in store is tried again alone.
   */
  readonly shared?: Set<string>;
}

export class PartitionLeases implements Places {
  readonly #spare: Map<string, number>;
  readonly #freed = new Map<string, number>();
  readonly #taken: string[] = [];
  readonly #locked: Set<string>;
  readonly #changed = new Set<string>();
  /** What was leased and kept, and where none was left: both mattered. */
  readonly #leased = new Map<string, number>();
  readonly #refused = new Set<string>();

  private constructor(
    private readonly partition: number,
    private readonly partitions: number,
    private readonly limited: ReadonlyMap<string, number>,
    spare: ReadonlyMap<string, number>,
    private readonly short: Set<string>,
    locked: Set<string>,
  ) {
    this.#spare = new Map(spare);
    this.#locked = locked;
  }

  /** With at least as many places as are wanted, as far as there are any; with all that are free where that has to lock. */
  static async open(
    tx: Transaction,
    { partition, partitions, short = new Set(), shared }: LeasingPartition,
    limited: readonly LimitedJourney[],
    wanted: Wanted,
  ): Promise<PartitionLeases> {
    const names = limited.map(({ journey }) => journey);
    const spare = names.length === 0 ? new Map<string, number>() : await loadSpare(tx, partition, names);
    const totals = new Map(limited.map(({ journey, total }) => [journey, total]));
    const leases = new PartitionLeases(partition, partitions, totals, spare, short, shared ?? new Set());
    if (shared !== undefined) return leases;
    const looked = [...short].map((journey): [string, number] => [journey, Number.POSITIVE_INFINITY]);
    await leases.#lease(tx, new Map([...wanted, ...looked]));
    return leases;
  }

  /** What is taken from here on can be put back, when the input that takes it fails. */
  begin(): void {
    this.#taken.length = 0;
  }

  putBack(): void {
    for (const journey of this.#taken.splice(0))
      this.#spare.set(journey, (this.#spare.get(journey) ?? 0) + 1);
  }

  /**
   * @throws {Fault} `places-not-looked-up` (retriable) where more are wanted than were thought of, and only the lock of the
   *   row tells whether there are any: the same transaction is tried again, and locks it.
   */
  take(journey: string): boolean {
    const left = this.#spare.get(journey) ?? 0;
    if (left === 0) {
      if (this.limited.has(journey) && !this.#locked.has(journey)) {
        this.short.add(journey);
        throw new Fault(`more places of ${journey} are wanted than were leased`, {
          code: 'places-not-looked-up',
          retriable: true,
        });
      }
      this.#refused.add(journey);
      return false;
    }
    this.#spare.set(journey, left - 1);
    this.#changed.add(journey);
    this.#taken.push(journey);
    return true;
  }

  /** An instance has ended. */
  free(journey: string): void {
    this.#freed.set(journey, (this.#freed.get(journey) ?? 0) + 1);
  }

  /** How many places were leased here, by journey; 0 where one was wanted and none was left. Null when nothing mattered. */
  get told(): Readonly<Record<string, number>> | null {
    const kept = [...this.#leased].filter(([, count]) => count > 0);
    const told = [...[...this.#refused].map((journey): [string, number] => [journey, 0]), ...kept];
    return told.length === 0 ? null : Object.fromEntries(told);
  }

  /** Writes what changed, and gives back what is more than a portion. */
  async close(tx: Transaction): Promise<void> {
    await this.#lookUp(tx, [...this.#freed.keys()]);
    for (const [journey, count] of this.#freed) {
      this.#spare.set(journey, (this.#spare.get(journey) ?? 0) + count);
      this.#changed.add(journey);
    }
    await this.#giveBack(tx);
    if (this.#changed.size === 0) return;
    const changed = [...this.#changed].map((journey): [string, number] => [
      journey,
      this.#spare.get(journey) ?? 0,
    ]);
    await writeSpare(tx, this.partition, new Map(changed));
  }

  /** A journey that is not limited any more (or retired) still has what was leased of it: it goes back with what ends. */
  async #lookUp(tx: Transaction, journeys: readonly string[]): Promise<void> {
    const unknown = journeys.filter((journey) => !this.limited.has(journey));
    if (unknown.length === 0) return;
    for (const [journey, spare] of await loadSpare(tx, this.partition, unknown))
      this.#spare.set(journey, spare);
  }

  /** What a partition keeps for the next entries, so that most of them lock nothing. */
  #portionOf(journey: string): number {
    return Math.floor((this.limited.get(journey) ?? 0) / (4 * this.partitions));
  }

  async #lease(tx: Transaction, wanted: Wanted): Promise<void> {
    const short = [...wanted]
      .filter(([journey, count]) => this.limited.has(journey) && count > (this.#spare.get(journey) ?? 0))
      .map(([journey]) => journey);
    if (short.length === 0) return;
    const taken = await lockTaken(tx, short);
    const granted = new Map<string, number>();
    for (const journey of short) {
      this.#locked.add(journey);
      this.short.delete(journey);
      // Nobody else gets one before this transaction ends: what is not needed goes back with it, and of records and timers
      // that start several no one is turned away while there is room.
      const grant = (this.limited.get(journey) ?? 0) - (taken.get(journey) ?? 0);
      if (grant <= 0) continue;
      granted.set(journey, grant);
      this.#leased.set(journey, grant);
      this.#spare.set(journey, (this.#spare.get(journey) ?? 0) + grant);
      this.#changed.add(journey);
    }
    if (granted.size > 0) await changeTaken(tx, granted);
  }

  /**
   * Never waits for a lock while it holds another one: two partitions could wait for each other. What it does not get then
   * goes back with a later transaction.
   */
  async #giveBack(tx: Transaction): Promise<void> {
    const excess = new Map<string, number>();
    for (const [journey, spare] of this.#spare) {
      const beyond = spare - this.#portionOf(journey);
      if (beyond > 0) excess.set(journey, -beyond);
    }
    const returned = await this.#lockedOf(tx, excess);
    if (returned.size === 0) return;
    await changeTaken(tx, returned);
    for (const [journey, change] of returned) {
      this.#spare.set(journey, (this.#spare.get(journey) ?? 0) + change);
      if (this.#leased.has(journey)) this.#leased.set(journey, (this.#leased.get(journey) ?? 0) + change);
      this.#changed.add(journey);
    }
  }

  /** Those of these whose rows this transaction has, or gets now. */
  async #lockedOf(
    tx: Transaction,
    changes: ReadonlyMap<string, number>,
  ): Promise<ReadonlyMap<string, number>> {
    const unlocked = [...changes.keys()].filter((journey) => !this.#locked.has(journey));
    if (unlocked.length === 0) return changes;
    if (this.#locked.size === 0) {
      await lockTaken(tx, unlocked);
      for (const journey of unlocked) this.#locked.add(journey);
      return changes;
    }
    for (const journey of await lockFree(tx, unlocked)) this.#locked.add(journey);
    return new Map([...changes].filter(([journey]) => this.#locked.has(journey)));
  }
}
