// Proves that a statement is told by its first word and table, and never with a literal.
import { describeStatement } from './statement.js';

describe('describeStatement', () => {
  it.each([
    ['select id from messaging.outbox where id > $1', 'SELECT', 'messaging.outbox'],
    ['insert into "contact" (id) values ($1)', 'INSERT', '"contact"'],
    ['  update only instance set state = $2', 'UPDATE', 'instance'],
    ['BEGIN', 'BEGIN', undefined],
    ['/* by hand */ delete from timer', 'DELETE', 'timer'],
  ])('tells %s', (text, operation, target) => {
    const described = describeStatement(text);
    expect([described.operation, described.target]).toEqual([operation, target]);
  });

  it('replaces literals and comments, keeps placeholders and names', () => {
    const text = `select $1, v2.a1 from t -- of Ada\n where name = 'O''Neil' and age > 42 and note = E'a\\'b' and x = $tag$Ada$tag$`;
    expect(describeStatement(text).shown).toBe(
      'select $1, v2.a1 from t where name = ? and age > ? and note = ? and x = ?',
    );
  });
});
