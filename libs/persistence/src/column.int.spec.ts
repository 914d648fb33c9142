// Columns in binary form arrive as the same arrays that the driver's text would have been.
import fc from 'fast-check';
import { testDatabase, type TestDatabase } from '@continuo/testing';
import { column, type ColumnType } from './column.js';
import { Database } from './database.js';

const seed = Number(process.env['VERIFY_SEED'] ?? Date.now() % 2 ** 31);
let own: TestDatabase;
let database: Database;

beforeAll(async () => {
  process.stdout.write(`columns: seed ${seed}\n`);
  own = await testDatabase('column');
  database = await Database.open({ url: own.url, applicationName: 'column', poolSize: 2 });
});

afterAll(async () => {
  await database.close();
  await own.drop();
});

async function sameAsText(type: ColumnType, values: readonly unknown[]): Promise<boolean> {
  const [row] = await database.query<{ same: boolean }>(
    `select $1::${type}[] is not distinct from $2::${type}[] as same`,
    [column(type, values as never), values],
  );
  return row?.same === true;
}

const text = fc.string({ unit: 'binary', maxLength: 100 }).map((value) => value.replaceAll('\0', ''));
const of: Readonly<Record<ColumnType, fc.Arbitrary<unknown>>> = {
  text,
  bytea: fc.uint8Array({ maxLength: 100 }).map((bytes) => Buffer.from(bytes)),
  uuid: fc.uuid(),
  int4: fc.integer(),
  int8: fc.oneof(
    fc.maxSafeInteger(),
    fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n),
    fc.maxSafeInteger().map(String),
  ),
  float8: fc.double(),
  bool: fc.boolean(),
};

test.each(Object.keys(of) as ColumnType[])('%s, with and without nulls', async (type) => {
  expect(await sameAsText(type, [])).toBe(true);
  expect(await sameAsText(type, [null])).toBe(true);
  const values = fc.array(fc.option(of[type]), { maxLength: 50 });
  await fc.assert(
    fc.asyncProperty(values, async (some) => sameAsText(type, some)),
    { seed, numRuns: 60 },
  );
});

test.each<[ColumnType, unknown]>([
  ['int4', 0.5],
  ['int4', Number.NaN],
  ['float8', '1'],
  ['bool', 1],
  ['uuid', 'nobody'],
  ['uuid', 'zzzzzzzz-zzzz-zzzz-zzzz-zzzzzzzzzzzz'],
  ['uuid', '0190a1b2-0000-7000-8000-00000000000'],
  ['uuid', '0190a1b2-0000-7000-8000-0000000000000'],
  // Of each only the lower half of its bits would be a digit.
  ['uuid', '\u0130190a1b2-0000-7000-8000-000000000000'],
  ['uuid', '\ud830190a1b2-0000-7000-8000-000000000000'],
  ['int4', 2 ** 31],
  ['int8', 0.5],
  ['int8', 2n ** 63n],
])('%s takes no %p', (type, value) => {
  expect(() => column(type, [value as never])).toThrow(expect.objectContaining({ name: 'RangeError' }));
});

test('what is missing is null', async () => {
  for (const type of Object.keys(of) as ColumnType[])
    expect(await sameAsText(type, [undefined, null])).toBe(true);
});

test('a refused value leaves the statement as it was, on the same connection', async () => {
  const one = await Database.open({ url: own.url, applicationName: 'one', poolSize: 1 });
  const ask = (id: string): Promise<unknown> =>
    one.transaction(({ client }) =>
      client.query({ name: 'ask', text: 'select $1::uuid[] as ids', values: [column('uuid', [id])] }),
    );
  await ask('0190a1b2-0000-7000-8000-000000000001');
  await expect(ask('nobody')).rejects.toMatchObject({ name: 'RangeError' });
  await ask('0190a1b2-0000-7000-8000-000000000001');
  await one.close();
});

test('a text that Postgres can not keep is refused by Postgres, as it is in text form', async () => {
  await expect(database.query('select $1::text[]', [column('text', ['a\0b'])])).rejects.toMatchObject({
    code: '22021',
  });
});
