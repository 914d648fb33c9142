// Draws what happens to a few customers: events early, late and doubled, answers, pauses in which timers come, and merges
// and splits at any moment. The model lives through it while it is drawn, so that answers are to commands that were sent.
import { START } from '../journey-under-test.js';
import type { MergeMarker } from '../../src/journeys/domain/engine/merge.js';
import { END, type Item } from './items.js';
import { Model } from './model.js';
import type { Draw } from './partitions.js';

export interface History {
  readonly streams: ReadonlyMap<string, readonly Item[]>;
  readonly homes: ReadonlyMap<string, number>;
  readonly model: Model;
  readonly items: number;
  readonly markers: number;
}

const PROFILES = ['a', 'b', 'c', 'd'];
const NAMES = [
  'operations.OrderAccepted',
  'operations.OrderAccepted',
  'operations.OrderReady',
  'operations.OrderReady',
  'operations.OrderCollected',
  'operations.OrderCancelled',
  'collaboration.PlaceEntered',
  'collaboration.PlaceEntered',
];
/** Within a millisecond, within a retry, and beyond waits of hours and days. */
const GAPS = [0, 0, 1, 1, 1_000, 11_000, 3_600_000, 22_000_000, 90_000_000, 260_000_000];

export function drawHistory(draw: Draw): History {
  const drawn = new Drawn(draw);
  const length = 10 + draw.below(50);
  for (let n = 0; n < length; n += 1) drawn.next();
  for (const profile of PROFILES) drawn.model.fire(profile, END + 1);
  return {
    streams: drawn.streams,
    homes: new Map(PROFILES.map((profile) => [profile, draw.below(3)])),
    model: drawn.model,
    items: drawn.items,
    markers: drawn.markers,
  };
}

class Drawn {
  readonly model = new Model();
  readonly streams = new Map<string, Item[]>(PROFILES.map((profile) => [profile, []]));
  items = 0;
  markers = 0;
  #at = START;
  /** Who has been merged into whom, the newest last; only that one can be undone. */
  readonly #merges: MergeMarker[] = [];
  /** What has happened, the newest last. */
  readonly #past: Extract<Item, { is: 'event' }>[] = [];

  constructor(private readonly draw: Draw) {}

  next(): void {
    this.#at += this.#pick(GAPS);
    const what = this.draw.below(20);
    if (what === 0) this.#merge();
    else if (what === 1) this.#split();
    else if (what < 7) this.#answer();
    else if (what === 7) this.#again();
    else this.#event();
  }

  #event(): void {
    const customer = this.#pick(PROFILES);
    this.#happens({
      profile: this.#ownerOf(customer),
      customer,
      name: this.#pick(NAMES),
      order: this.#pick(['o-1', 'o-2', 'o-3']),
    });
  }

  #answer(): void {
    const { sent } = this.model;
    const command = sent[Math.max(0, sent.length - 1 - this.draw.below(4))];
    const owner = command && this.model.ownerOf(command.instanceId);
    if (command === undefined || owner === undefined) return this.#event();
    const { commandId } = command;
    this.#happens({
      profile: owner,
      customer: owner,
      name: this.#pick(command.answers),
      order: 'o-1',
      commandId,
    });
  }

  /** The same event once more, mostly the last one. */
  #again(): void {
    const back = this.draw.below(3) === 0 ? this.draw.below(this.#past.length + 1) : 0;
    const last = this.#past.at(-1 - back);
    if (last === undefined) return this.#event();
    const { customer, name, order, commandId } = last;
    const profile = commandId === undefined ? this.#ownerOf(customer) : last.profile;
    if (profile !== this.#ownerOf(profile)) return this.#event();
    this.#happens({ profile, customer, name, order, ...(commandId !== undefined && { commandId }) }, last.id);
  }

  #happens(
    what: Pick<Extract<Item, { is: 'event' }>, 'profile' | 'customer' | 'name' | 'order' | 'commandId'>,
    id = `e-${this.items}`,
  ): void {
    const item = { is: 'event' as const, at: this.#at, id, ...what };
    this.#past.push(item);
    this.#add(item);
    this.model.event(item);
  }

  #merge(): void {
    const living = PROFILES.filter((profile) => this.#ownerOf(profile) === profile);
    const loserId = this.#pick(living);
    const survivorId = this.#pick(living.filter((profile) => profile !== loserId));
    if (survivorId === undefined) return this.#event();
    const marker: MergeMarker = { kind: 'merged', mergeId: `m-${this.items}`, loserId, survivorId };
    this.#merges.push(marker);
    this.#mark(marker);
  }

  #split(): void {
    const newest = this.#merges.pop();
    if (newest === undefined) return this.#event();
    this.#mark({ ...newest, kind: 'split' });
  }

  #mark(marker: MergeMarker): void {
    this.#at += 1;
    for (const profile of [marker.loserId, marker.survivorId])
      this.#add({ is: 'marker', at: this.#at, id: `${marker.kind}-${marker.mergeId}`, profile, marker });
    this.model.merge(marker, this.#at);
    this.#at += 1;
    this.markers += 1;
  }

  #add(item: Item): void {
    this.streams.get(item.profile)?.push(item);
    this.items += 1;
  }

  #ownerOf(profile: string): string {
    const merged = this.#merges.find(({ loserId }) => loserId === profile);
    return merged === undefined ? profile : this.#ownerOf(merged.survivorId);
  }

  #pick<T>(list: readonly T[]): T {
    return list[this.draw.below(list.length)] as T;
  }
}
