// Proves that a test database is its own, and gone afterwards.
import { testDatabase } from './test-database.js';

describe('testDatabase', () => {
  it('is empty, separate from another one, and removed by drop even with a session open', async () => {
    const one = await testDatabase('own');
    const two = await testDatabase('own');
    await one.query('create table kept (id int)');
    await expect(two.query('select * from kept')).rejects.toThrow(/does not exist/);
    await one.connect();
    await one.drop();
    const left = await two.query<{ n: string }>('select count(*) as n from pg_database where datname = $1', [
      one.name,
    ]);
    await two.drop();
    expect(left[0]?.n).toBe('0');
  });
});
