// Merges over partitions against a model without partitions, which takes a marker as one point in both streams.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { deriveId, planFrom, START } from '../../../../test/journey-under-test.js';
import { advance } from './advance.js';
import type { EventInput } from './input.js';
import type { Instance } from './instance.js';
import { direction, mergeStep, movers, type MergeMarker } from './merge.js';
import { advanceProfile, dueTimers, type ProfileState, type Surroundings } from './profile.js';

const example = readFileSync(
  new URL('../../../../test/fixtures/click-and-collect.yaml', import.meta.url),
  'utf8',
);
const plan = planFrom(example);
const seed = Number(process.env['SEED'] ?? 20260103);
const numRuns = Number(process.env['RUNS'] ?? 400);
const around: Surroundings = {
  plans: {
    version: () => plan,
    current: () => plan,
    startedBy: (type) => (plan.entries.some(({ on }) => on === type) ? [plan] : []),
    isPaused: () => false,
  },
  real: START,
  derive: deriveId,
  random: () => 0.5,
};

type Item =
  | {
      readonly is: 'event';
      readonly profile: string;
      readonly name: string;
      readonly order: string;
      readonly at: number;
      readonly id: string;
    }
  | { readonly is: 'marker'; readonly profile: string; readonly marker: MergeMarker; readonly at: number };

/** Three customers that turn out to be one: a into b, then b into c. */
const FIRST: MergeMarker = { kind: 'merged', mergeId: 'm-1', loserId: 'a', survivorId: 'b' };
const SECOND: MergeMarker = { kind: 'merged', mergeId: 'm-2', loserId: 'b', survivorId: 'c' };

/** Everybody's instances, and what happens to them; the same code for the protocol and for the model. */
class World {
  readonly profiles = new Map<string, ProfileState>();

  state(profileId: string): ProfileState {
    return this.profiles.get(profileId) ?? { profileId, instances: new Map(), facts: null };
  }

  apply(item: Item): void {
    let state = this.state(item.profile);
    for (const fired of dueTimers(state, item.at, around, 100)) state = fired.state;
    if (item.is === 'event') state = advanceProfile(state, inputOf(item), around).state;
    this.profiles.set(item.profile, state);
  }

  move(marker: MergeMarker, at: number): void {
    const { from, to } = direction(marker);
    const source = this.state(from);
    const moving = movers(marker, [...source.instances.values()], new Set());
    const target = new Map(this.state(to).instances);
    for (const instance of moving) {
      const input = { kind: 'moved', id: marker.mergeId, at, to, because: marker.kind } as const;
      const facts = { now: at, real: at, random: 0, profile: null };
      target.set(instance.id, advance(plan, instance, input, facts, deriveId).instance ?? instance);
    }
    this.profiles.set(from, { ...source, instances: new Map() });
    this.profiles.set(to, { ...this.state(to), instances: target });
  }

  /** What can be compared: when the move itself was noted differs with who was second. */
  outcome(): string {
    const all = [...this.profiles.values()].flatMap(({ instances }) => [...instances.values()]);
    return JSON.stringify(all.sort((a, b) => (a.id < b.id ? -1 : 1)).map(told));
  }
}

function told({
  id,
  profileId,
  status,
  step,
  visits,
  vars,
  outcome,
  mailbox,
  timer,
  done,
}: Instance): object {
  return {
    id,
    profileId,
    status,
    step,
    visits,
    vars,
    outcome,
    timer,
    done,
    mailbox: mailbox.map((kept) => kept.id),
  };
}

function inputOf(item: Extract<Item, { is: 'event' }>): EventInput {
  const value = { orderId: item.order, storeId: 's-1', placeId: 's-1', fulfilment: 'collect' };
  const type = `continuo.${item.name}.v1`;
  return {
    kind: 'event',
    id: item.id,
    profileId: item.profile,
    type,
    at: item.at,
    value,
    hops: 0,
    customer: item.profile,
    correlationId: item.id,
  };
}

/** The protocol: each partition reads its own log; a held profile's records wait; a release lets them drain in order. */
class Partitions {
  readonly world = new World();
  readonly #logs: Item[][];
  readonly #held = new Map<
    string,
    { readonly partition: number; readonly rows: Item[]; draining: boolean }
  >();
  readonly #firstKeys = new Map<string, string>();

  constructor(streams: readonly (readonly Item[])[], homes: readonly number[]) {
    const logs: Item[][] = [[], [], []];
    // Records of profiles that share a partition lie in one log, in the order of their times.
    streams.forEach((stream, at) => logs[homes[at] ?? 0]?.push(...stream));
    this.#logs = logs.map((log) => log.sort((x, y) => x.at - y.at));
  }

  get isDone(): boolean {
    return (
      this.#logs.every((log) => log.length === 0) &&
      ![...this.#held.values()].some(({ draining }) => draining)
    );
  }

  get stuck(): number {
    return this.#held.size;
  }

  /** One transaction of one writer: a held row of a draining profile, else the next record. */
  step(choice: number): void {
    const draining = [...this.#held].filter(([, { draining: isDraining }]) => isDraining);
    const drained = draining[choice % Math.max(1, draining.length)];
    const isRead = this.#logs.every((log) => log.length === 0);
    if (drained !== undefined && (isRead || choice % 2 === 0)) this.#drain(drained[0], drained[1].rows);
    else this.#read(choice);
  }

  #drain(profile: string, rows: Item[]): void {
    const row = rows.shift();
    if (row !== undefined) this.#handle(row);
    const now = this.#held.get(profile);
    if (now !== undefined && now.draining && now.rows.length === 0) this.#held.delete(profile);
  }

  #read(choice: number): void {
    const open = this.#logs.filter((log) => log.length > 0);
    const item = open[choice % Math.max(1, open.length)]?.shift();
    if (item === undefined) return;
    const held = this.#held.get(item.profile);
    if (held === undefined) this.#handle(item);
    else held.rows.push(item);
  }

  #handle(item: Item): void {
    this.world.apply(item);
    if (item.is === 'event') return;
    const { marker, profile } = item;
    const first = this.#firstKeys.get(marker.mergeId) ?? null;
    switch (mergeStep(first, profile)) {
      case 'hold': {
        this.#firstKeys.set(marker.mergeId, profile);
        const before = this.#held.get(profile);
        this.#held.set(profile, { partition: 0, rows: before?.rows ?? [], draining: false });
        return;
      }
      case 'move': {
        this.world.move(marker, item.at);
        const other = this.#held.get(first ?? '');
        if (other !== undefined) other.draining = true;
        return;
      }
      case 'read-before':
        throw new Error('a marker twice under one key');
    }
  }
}

/** No partitions: each customer's stream up to its marker, then the marker as one point, then what follows. */
function model(a: readonly Item[], b: readonly Item[], c: readonly Item[]): World {
  const world = new World();
  const upTo = (stream: readonly Item[], id: string): readonly Item[] =>
    stream.slice(0, stream.findIndex((item) => item.is === 'marker' && item.marker.mergeId === id) + 1);
  const after = (stream: readonly Item[], id: string): readonly Item[] =>
    stream.slice(upTo(stream, id).length);
  const play = (items: readonly Item[]): void => items.forEach((item) => world.apply(item));
  play(upTo(a, 'm-1'));
  play(upTo(b, 'm-1'));
  world.move(FIRST, START);
  play(after(b, 'm-1'));
  play(upTo(c, 'm-2'));
  world.move(SECOND, START);
  play(after(c, 'm-2'));
  return world;
}

const happening = fc.record({
  name: fc.constantFrom(
    'operations.OrderAccepted',
    'operations.OrderReady',
    'operations.OrderCollected',
    'operations.OrderCancelled',
    'collaboration.PlaceEntered',
  ),
  order: fc.constantFrom('o-1', 'o-2', 'o-3'),
  gap: fc.constantFrom(1, 1_000, 20_000, 3_600_000, 200_000_000),
});

function stream(
  profile: string,
  parts: readonly (readonly { name: string; order: string; gap: number }[])[],
  markers: readonly MergeMarker[],
): readonly Item[] {
  const items: Item[] = [];
  let at = START;
  parts.forEach((part, index) => {
    for (const { name, order, gap } of part) {
      at += gap;
      items.push({ is: 'event', profile, name, order, at, id: `${profile}-${items.length}` });
    }
    const marker = markers[index];
    at += 1;
    if (marker !== undefined) items.push({ is: 'marker', profile, marker, at });
  });
  return items;
}

test(`whoever reads a marker first, the outcome is that of the model (seed ${seed})`, () => {
  const part = fc.array(happening, { maxLength: 5 });
  let moved = 0;
  fc.assert(
    fc.property(
      fc.tuple(part, part, part, part, part),
      fc.tuple(fc.nat(2), fc.nat(2), fc.nat(2)),
      fc.array(fc.nat(11), { minLength: 5, maxLength: 60 }),
      ([a1, b1, b2, c1, c2], homes, schedule) => {
        const a = stream('a', [a1], [FIRST]);
        const b = stream('b', [b1, b2], [FIRST, SECOND]);
        const c = stream('c', [c1, c2], [SECOND]);
        const partitions = new Partitions([a, b, c], homes);
        for (let at = 0; !partitions.isDone; at += 1) {
          if (at > 2_000) throw new Error('the protocol does not come to an end');
          partitions.step((schedule[at % schedule.length] ?? 0) + at);
        }
        const expected = model(a, b, c).outcome();
        moved += JSON.parse(expected).length;
        expect(partitions.world.outcome()).toBe(expected);
        expect(partitions.stuck).toBe(0);
      },
    ),
    { seed, numRuns },
  );
  expect(moved).toBeGreaterThan(numRuns / 4);
});
