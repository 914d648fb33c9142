// Families as a service knows them, on a real database: the same whatever order two partitions bring the markers in.
import { Database, migrate } from '@continuo/persistence';
import { testDatabase, type TestDatabase } from '@continuo/testing';
import fc from 'fast-check';
import { uuidv7 } from 'uuidv7';
import { ProfileFamilies, serviceKitMigrations } from '../src/index.js';

let own: TestDatabase;
let database: Database;
const families = new ProfileFamilies();
const seed = Number(process.env['VERIFY_SEED'] ?? Date.now() % 2 ** 31);

beforeAll(async () => {
  process.stdout.write(`families: seed ${seed}\n`);
  own = await testDatabase('families');
  database = await Database.open({ url: own.url, applicationName: 'families', poolSize: 4 });
  await migrate(database, [serviceKitMigrations]);
});

afterAll(async () => {
  await database.close();
  await own.drop();
});

interface Merge {
  readonly mergeId: string;
  readonly loser: number;
  readonly survivor: number;
  readonly undone: boolean;
}

interface Marker {
  readonly merge: Merge;
  readonly is: 'merged' | 'split';
  readonly partition: 0 | 1;
}

function merges(people: number): fc.Arbitrary<readonly Merge[]> {
  const one = fc.record({
    loser: fc.nat(people - 1),
    survivor: fc.nat(people - 1),
    undone: fc.boolean(),
  });
  return fc
    .array(one, { maxLength: 7 })
    .map((all) =>
      all.filter(({ loser, survivor }) => loser !== survivor).map((each) => ({ ...each, mergeId: uuidv7() })),
    );
}

/** Each marker stands under both keys: both partitions have the same ones, in their own order of merge before split. */
function markersOf(all: readonly Merge[], partition: 0 | 1): readonly Marker[] {
  return all.flatMap((merge) => [
    { merge, is: 'merged' as const, partition },
    ...(merge.undone ? [{ merge, is: 'split' as const, partition }] : []),
  ]);
}

/** The oracle: who is connected by merges that stand. */
function familyOf(who: number, all: readonly Merge[]): ReadonlySet<number> {
  const family = new Set([who]);
  for (let grew = true; grew;) {
    const size = family.size;
    for (const { loser, survivor, undone } of all) {
      if (undone || family.has(loser) === family.has(survivor)) continue;
      family.add(loser).add(survivor);
    }
    grew = family.size > size;
  }
  return family;
}

async function apply({ merge, is }: Marker, ids: readonly string[]): Promise<void> {
  const [loserId, survivorId] = [ids[merge.loser] ?? '', ids[merge.survivor] ?? ''];
  const { mergeId } = merge;
  await database.transaction((tx) =>
    is === 'merged'
      ? families.merged(tx, { mergeId, loserId, survivorId, linkedBy: 'user', mergedAt: 0 })
      : families.split(tx, { mergeId, restoredId: loserId, survivorId, splitAt: 0 }),
  );
}

it('are the same for any order of two partitions, also while both write at once', async () => {
  const people = 5;
  await fc.assert(
    fc.asyncProperty(
      merges(people),
      fc.array(fc.boolean(), { maxLength: 30 }),
      fc.boolean(),
      async (all, turns, atOnce) => {
        const ids = Array.from({ length: people }, () => uuidv7());
        const queues = [markersOf(all, 0), markersOf(all, 1)].map((queue) => [...queue]);
        const one = async (queue: Marker[]): Promise<void> => {
          const marker = queue.shift();
          if (marker !== undefined) await apply(marker, ids);
        };
        const [left = [], right = []] = queues;
        const order = [...turns];
        while (left.length + right.length > 0) {
          if (atOnce) await Promise.all([one(left), one(right)]);
          else if (right.length === 0 || (left.length > 0 && order.shift())) await one(left);
          else await one(right);
        }
        for (let who = 0; who < people; who += 1) {
          const members = await database.transaction((tx) => families.membersOf(tx, ids[who] ?? ''));
          const wanted = [...familyOf(who, all)].map((each) => ids[each]).sort();
          expect(members).toEqual(wanted);
        }
      },
    ),
    { numRuns: 25, seed },
  );
}, 20_000);
