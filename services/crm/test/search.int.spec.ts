// Proves on FEBRL's synthetic persons that a name that somebody mistyped still finds whom it means, and how it pages.
import { Database, migrate } from '@continuo/persistence';
import { testDatabase, type TestDatabase } from '@continuo/testing';
import { uuidv7 } from 'uuidv7';
import { ContactSearchStore } from '../src/contacts/contact-search.store.js';
import { ContactsStore } from '../src/contacts/contacts.store.js';
import { unknownContact } from '../src/contacts/domain/contact.js';
import { searchWords } from '../src/contacts/domain/search-name.js';
import { crmMigrations } from '../src/migrations/all-migrations.js';
import { febrlNames, type FebrlName } from './febrl-names.js';

const { originals, misspelt } = febrlNames();
const idOf = new Map<string, string>();
const search = new ContactSearchStore();
let own: TestDatabase;
let database: Database;

beforeAll(async () => {
  own = await testDatabase('crm_search');
  database = await Database.open({ url: own.url, applicationName: 'search', poolSize: 2 });
  await migrate(database, [crmMigrations]);
  const store = new ContactsStore();
  await database.transaction(async (tx) => {
    for (const { person, givenName, familyName } of originals) {
      const id = uuidv7();
      idOf.set(person, id);
      const details = { ...unknownContact, givenName, familyName };
      await store.insert(tx, { id, details, at: new Date(), by: 'test' });
    }
  });
}, 30_000);

afterAll(async () => {
  await database.close();
  await own.drop();
});

const namesOf = ({ givenName, familyName }: FebrlName) => searchWords(`${givenName} ${familyName}`);

/** Where somebody comes in the first page of a search, from 0; -1 when not at all. */
async function placeOf(name: FebrlName, words = namesOf(name)): Promise<number> {
  const found = await database.transaction((tx) => search.search(tx, { by: 'name', words }, { limit: 20 }));
  return found.findIndex(({ id }) => id === idOf.get(name.person));
}

it('finds everybody by the beginnings of their names, in any order', async () => {
  const whole = originals.filter(({ givenName, familyName }) => givenName !== '' && familyName !== '');
  expect(whole.length).toBeGreaterThan(150);
  for (const name of whole) {
    const beginnings = namesOf(name).map((word) => word.slice(0, 4));
    expect([name, await placeOf(name, beginnings.reverse())]).not.toEqual([name, -1]);
  }
});

it('finds nearly everybody by what somebody mistyped, and most of them among the first three', async () => {
  const typed = misspelt.filter((name) => namesOf(name).length > 0);
  const places = [];
  for (const name of typed) places.push(await placeOf(name));
  const found = places.filter((place) => place >= 0).length / typed.length;
  const first = places.filter((place) => place >= 0 && place < 3).length / typed.length;
  expect(found).toBeGreaterThan(0.95);
  expect(first).toBeGreaterThan(0.9);
});

it('pages through all that is found, each once, in one order', async () => {
  const all = await database.transaction((tx) =>
    search.search(tx, { by: 'name', words: ['b'] }, { limit: 200 }),
  );
  expect(all.length).toBeGreaterThan(15);
  const paged: string[] = [];
  let after: { score: string; id: string } | undefined;
  for (;;) {
    const page = await database.transaction((tx) =>
      search.search(tx, { by: 'name', words: ['b'] }, { limit: 7, ...(after && { after }) }),
    );
    paged.push(...page.map(({ id }) => id));
    const last = page.at(-1);
    if (page.length < 7 || last === undefined) break;
    after = { score: last.score, id: last.id };
  }
  expect(paged).toEqual(all.map(({ id }) => id));
});

it('uses the index for names', async () => {
  const plan = await database.transaction(async (tx) => {
    await tx.client.query('set local enable_seqscan = off');
    const { rows } = await tx.client.query<{ 'QUERY PLAN': string }>(
      `explain select id from contact where (search_name like '% ann%' and search_name like '% be%') or search_name % 'ann be' or 'ann be' <% search_name`,
    );
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  });
  expect(plan).toContain('contact_search_name');
});
