// Parked records of several services as one list: in the order of their age, each once, whatever happens meanwhile.
import { mergedPage, type Parked, type ReadPage } from './parked-pages.js';

type Rows = Record<string, Parked[]>;

const record = (id: number, minute: number): Parked => ({
  id: String(id),
  parkedAt: `2026-01-01T00:${String(minute).padStart(2, '0')}:00.000Z`,
});

/** Services whose cursor is the id of the last record of the page before. */
function reading(rows: Rows): ReadPage<Parked> {
  return async (service, cursor, limit) => {
    const left = (rows[service] ?? []).filter(
      ({ id }) => cursor === undefined || BigInt(id) > BigInt(cursor),
    );
    const items = left.slice(0, limit);
    return { items, nextCursor: left.length > limit ? items.at(-1)?.id : undefined };
  };
}

async function all(rows: Rows, limit: number, between: () => void = () => undefined): Promise<string[][]> {
  const pages: string[][] = [];
  let cursor: string | undefined;
  do {
    const page = await mergedPage(Object.keys(rows), cursor, limit, reading(rows));
    pages.push(page.items.map(({ service, id }) => `${service}/${id}`));
    cursor = page.nextCursor;
    between();
  } while (cursor !== undefined);
  return pages;
}

test('the oldest come first, each once, on pages that are full but the last', async () => {
  const rows = {
    crm: [record(1, 1), record(2, 4), record(3, 5), record(4, 9)],
    operations: [record(10, 2), record(11, 3)],
    collaboration: [],
  };
  expect(await all(rows, 3)).toEqual([
    ['crm/1', 'operations/10', 'operations/11'],
    ['crm/2', 'crm/3', 'crm/4'],
  ]);
  expect(await all(rows, 50)).toEqual([
    ['crm/1', 'operations/10', 'operations/11', 'crm/2', 'crm/3', 'crm/4'],
  ]);
});

test('a record that is applied meanwhile takes none of the others with it', async () => {
  const rows: Rows = { crm: [1, 2, 3, 4, 5].map((id) => record(id, id)), operations: [record(10, 2)] };
  const pages = await all(rows, 2, () => {
    rows['crm'] = (rows['crm'] ?? []).filter(({ id }) => id !== '1');
  });
  expect(pages.flat()).toEqual(['crm/1', 'crm/2', 'operations/10', 'crm/3', 'crm/4', 'crm/5']);
});

test('a service that does not answer is named, and hides nobody else', async () => {
  const broken = new Error('it is down');
  const page = await mergedPage(['crm', 'operations'], undefined, 10, async (service) => {
    if (service === 'crm') throw broken;
    return { items: [record(1, 1)] };
  });
  expect(page).toEqual({
    items: [{ ...record(1, 1), service: 'operations' }],
    failed: [{ service: 'crm', error: broken }],
  });
});

test.each([
  '',
  '%%%',
  btoa('null'),
  btoa('"text"'),
  btoa('{"crm":7}'),
  btoa(`{"crm":{"after":"x' or 1=1"}}`),
])('a cursor that nobody made (%s) is the beginning', async (cursor) => {
  const page = await mergedPage(['crm'], cursor, 10, reading({ crm: [record(1, 1)] }));
  expect(page.items.map(({ id }) => id)).toEqual(['1']);
});
